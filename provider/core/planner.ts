import type { DesiredIntegration } from './desired.ts';
import { diffIntegration, fieldsOfNew, isSetting } from './diff.ts';
import type { Diagnostic } from './diagnostic.ts';
import { notOurs, undeclaredFinding, unmanaged } from './findings.ts';
import { isObject, type Json, type JsonObject } from './json.ts';
import { checkLimits, checkStep } from './safety.ts';
import type { ObservedIntegration } from './observed.ts';
import { orderSteps } from './order.ts';
import { relation } from './ownership.ts';
import { matchObserved, type Match } from './match.ts';
import type { Action, FieldChange, Plan, PlanOptions, Scope, Step } from './plan.ts';

export interface PlanInput {
  scope: Scope;
  desired: readonly DesiredIntegration[];
  /** Everything in the account; what nobody declares and we do not own is left alone. */
  observed: readonly ObservedIntegration[];
  options: PlanOptions;
  /** Present and former names of everything that is declared, also of what this run does not select. */
  declaredNames?: ReadonlySet<string>;
  /** Of what is owned and not declared, which part this run may touch: a selector on stored labels. */
  inReach?: (labels: Readonly<Record<string, string>>) => boolean;
}

/**
 * Declared and observed in, steps out. Pure: the same input gives the same plan, which is why a
 * saved plan can be checked and why preview and apply cannot disagree.
 */
export function makePlan(input: PlanInput): Plan {
  const { matches, undeclared, diagnostics } = matchObserved(input);
  const planned = matches.map((match) => planOne(match, input));
  const pruned = undeclared.map((observed) => planUndeclared(observed, input));
  const all = [...planned, ...pruned];
  const steps = orderSteps(all.flatMap((part) => part.steps));
  const owned = input.observed.filter((item) => relation(item.owner, input.scope) === 'mine').length;
  return {
    steps,
    unchanged: planned.filter((part) => part.steps.length === 0 && !part.blocked).length,
    diagnostics: [
      ...diagnostics,
      ...all.flatMap((part) => part.diagnostics),
      ...steps.flatMap((step) => checkStep(step, input)),
      ...checkLimits(steps, owned, input.options),
    ],
    observed: relevant(matches, undeclared),
  };
}

interface Part {
  steps: Step[];
  diagnostics: Diagnostic[];
  /** The integration needs something that cannot be planned. */
  blocked?: boolean;
}

const NOTHING: Part = { steps: [], diagnostics: [] };

function planOne({ desired, observed }: Match, input: PlanInput): Part {
  if (desired.ensure === 'absent' || input.options.mode === 'destroy') {
    return observed === undefined ? NOTHING : planRemoval(desired, observed, input);
  }
  if (observed === undefined) {
    const create = step('create', desired, undefined, fieldsOfNew(desired));
    return { steps: withImport([create], desired), diagnostics: [] };
  }
  const fields = diffIntegration(desired, observed);
  const renamed = observed.name !== desired.name;
  const changed = fields.length > 0 || renamed || pauseAction(desired, observed) !== undefined;
  const owner = relation(observed.owner, input.scope);
  if (owner === 'other' || (owner === 'nobody' && changed && !input.options.adopt)) {
    return { steps: [], diagnostics: [notOurs(desired, observed)], blocked: true };
  }
  if (owner === 'nobody' && !input.options.adopt) {
    return { steps: [], diagnostics: [unmanaged(desired)] };
  }
  return { steps: planExisting(desired, observed, fields, owner === 'nobody'), diagnostics: [] };
}

function planExisting(
  desired: DesiredIntegration,
  observed: ObservedIntegration,
  fields: FieldChange[],
  adopt: boolean,
): Step[] {
  const renamed = observed.name !== desired.name;
  const pause = pauseAction(desired, observed);
  const adoption = adopt ? [step('adopt', asObserved(desired, observed), observed, [])] : [];
  if (fields.some((field) => field.immutable)) {
    const kept = { ...desired, paused: desired.paused ?? observed.paused };
    const replace = { ...step('replace', kept, observed, fields), cost: COST_OF_REPLACE };
    return withImport(chain([...adoption, replace]), kept);
  }
  const steps = chain([
    ...adoption,
    ...(renamed ? [step('rename', desired, observed, [nameChange(desired, observed), ...fields])] : []),
    ...(!renamed && fields.length > 0 ? [step('update', desired, observed, fields)] : []),
    ...(pause === undefined ? [] : [step(pause, desired, observed, [])]),
  ]);
  const imports = fields.some(isSetting) && desired.import.trigger === 'on-change' && !observed.paused;
  return imports ? withImport(steps, desired) : steps;
}

const COST_OF_REPLACE =
  'The integration is deleted and created again: its queues become inactive and stay in their workloads, ' +
  'new queues appear with the next import and must be assigned to workloads.';

/** Steps on one integration are done one after the other: each leaves the version that the next one needs. */
function chain(steps: readonly Step[]): Step[] {
  return steps.map((item, index) => ({ ...item, needs: steps.slice(0, index).map(({ id }) => id) }));
}

function planRemoval(desired: DesiredIntegration, observed: ObservedIntegration, input: PlanInput): Part {
  if (relation(observed.owner, input.scope) !== 'mine') {
    if (input.options.mode === 'destroy') return NOTHING;
    return { steps: [], diagnostics: [notOurs(desired, observed)], blocked: true };
  }
  return { steps: [step('delete', desired, observed, [])], diagnostics: [] };
}

function planUndeclared(observed: ObservedIntegration, { options, inReach }: PlanInput): Part {
  if (inReach !== undefined && !inReach(observed.owner?.labels ?? {})) return NOTHING;
  if (options.prune || options.mode === 'destroy') {
    return { steps: [step('delete', undefined, observed, [])], diagnostics: [] };
  }
  return { steps: [], diagnostics: [undeclaredFinding(observed)] };
}

/** The first import starts with the creation, so a paused or push integration has none to wait for. */
function withImport(steps: Step[], desired: DesiredIntegration): Step[] {
  const last = steps[steps.length - 1];
  if (last === undefined || !desired.traits.importable || desired.paused === true) return steps;
  if (desired.import.trigger === 'manual') return steps;
  const { observed } = last;
  const known = observed !== undefined && last.action !== 'replace' ? { observed } : {};
  return [
    ...steps,
    { ...step('import', desired, undefined, []), ...known, needs: steps.map(({ id }) => id) },
  ];
}

function step(
  action: Action,
  desired: DesiredIntegration | undefined,
  observed: ObservedIntegration | undefined,
  fields: FieldChange[],
): Step {
  const name = desired?.name ?? observed?.name ?? '';
  const result: Step = { id: `${action}:${name}`, action, kind: 'Integration', name, needs: [], fields };
  if (observed !== undefined) {
    const { id, etag, secretGenerations } = observed;
    result.observed = { id, etag, name: observed.name, secretGenerations };
    if (observed.owner?.preventDestroy) result.protectedBefore = true;
  }
  if (desired !== undefined) {
    result.desired = desired;
    result.source = desired.source;
  }
  return result;
}

/**
 * Taking over changes nothing but the owner: what is remembered as applied is what is there, so that
 * every difference to the declaration shows as pending afterwards.
 */
function asObserved(desired: DesiredIntegration, observed: ObservedIntegration): DesiredIntegration {
  const { credentialsVersion: _, ...rest } = desired;
  return { ...rest, settings: pick(desired.settings, observed.settings) };
}

function pick(wanted: JsonObject, from: JsonObject): JsonObject {
  const entries = Object.entries(wanted).flatMap(([key, value]): [string, Json][] => {
    const present = Object.hasOwn(from, key) ? from[key] : undefined;
    if (present === undefined) return [];
    return [[key, isObject(value) && isObject(present) ? pick(value, present) : present]];
  });
  return Object.fromEntries(entries);
}

function pauseAction(
  desired: DesiredIntegration,
  observed: ObservedIntegration,
): 'pause' | 'resume' | undefined {
  if (desired.paused === undefined || desired.paused === observed.paused) return undefined;
  return desired.paused ? 'pause' : 'resume';
}

function nameChange(desired: DesiredIntegration, observed: ObservedIntegration): FieldChange {
  return { path: ['name'], before: observed.name, after: desired.name, cause: 'pending' };
}

function relevant(matches: readonly Match[], undeclared: readonly ObservedIntegration[]): Plan['observed'] {
  const items = [
    ...matches.flatMap(({ observed }) => (observed === undefined ? [] : [observed])),
    ...undeclared,
  ];
  return items.map(({ id, name, etag }) => ({ id, name, etag })).sort((a, b) => a.id - b.id);
}
