import type { DesiredIntegration } from './desired.ts';
import { causeOf, change, diffIntegration, fieldsOfNew, isSetting } from './diff.ts';
import { pausedByHand } from './findings.ts';
import { pick } from './json.ts';
import { diffMapping, similarKeys } from './mapping.ts';
import type { ObservedIntegration } from './observed.ts';
import type { Part, Rules } from './plan-kind.ts';
import type { Action, FieldChange, IntegrationStep } from './plan.ts';
import { stepParts } from './step.ts';

/** How integrations are created, changed, taken over and removed. */
export const integrationRules: Rules<DesiredIntegration, ObservedIntegration> = {
  create: (desired) => ({
    steps: created(step('create', desired, undefined, fieldsOfNew(desired)), desired),
    diagnostics: [],
  }),
  change: planChange,
  adopt: (desired, observed) => step('adopt', asObserved(desired, observed), observed, []),
  remove: (desired, observed) => step('delete', desired, observed, []),
};

const COST_OF_REPLACE =
  'The integration is deleted and created again: its queues become inactive, and new queues appear with the ' +
  'next import. Declared workloads move to them; all others stay on the old ones.';

function planChange(desired: DesiredIntegration, observed: ObservedIntegration): Part {
  const fields = diffIntegration(desired, observed);
  const renamed = observed.name !== desired.name;
  if (fields.some((field) => field.immutable)) {
    const kept = keepPause(desired, observed);
    const replace = { ...step('replace', kept, observed, fields), cost: COST_OF_REPLACE };
    return { steps: created(replace, kept), diagnostics: [] };
  }
  const mapping = diffMapping(desired, observed);
  const running = pausing(desired, observed, mapping);
  const steps = [
    ...(renamed ? [step('rename', desired, observed, [nameChange(desired, observed), ...fields])] : []),
    ...(!renamed && fields.length > 0 ? [step('update', desired, observed, fields)] : []),
    ...running.steps,
  ];
  const fresh = fields.some(isSetting) || mapping.length > 0 || running.unfinished;
  const imports = desired.import.trigger === 'on-change' && !running.paused;
  const diagnostics = similarKeys(desired, observed);
  if (running.byHand && steps.length > 0) diagnostics.push(pausedByHand(desired));
  if (!imports) return { steps, diagnostics };
  if (fresh) return { steps: withImport(steps, desired), diagnostics };
  return { steps: [...steps, ...importAgain(desired, observed)], diagnostics };
}

/** With a mapping the integration starts paused, so that no import runs that does not know it. */
function created(create: IntegrationStep, desired: DesiredIntegration): IntegrationStep[] {
  const mapping = diffMapping(desired, undefined);
  if (mapping.length === 0) return withImport([create], desired);
  const map = step('map', desired, undefined, mapping);
  if (desired.paused === true) return [create, map];
  const paused: IntegrationStep = { ...create, temporary: true };
  return withImport([paused, map, step('resume', desired, undefined, [])], desired);
}

interface Pausing {
  steps: IntegrationStep[];
  /** Whether it is paused when all steps are done. */
  paused: boolean;
  /** A run of ours died before it could resume. */
  unfinished: boolean;
  byHand: boolean;
}

/**
 * A running import overwrites a mapping, so a mapping changes while the integration is paused. What
 * people paused stays paused; what only a mapping of ours paused is resumed.
 */
function pausing(
  desired: DesiredIntegration,
  observed: ObservedIntegration,
  mapping: FieldChange[],
): Pausing {
  const unfinished = isOurPause(observed);
  const paused = desired.paused ?? (observed.paused && !unfinished);
  const byHand = observed.paused && !unfinished && desired.paused === undefined;
  const fields = pauseField(desired, observed);
  const pause = step('pause', desired, observed, fields);
  const resume = step('resume', desired, observed, fields);
  const about = { paused, unfinished, byHand };
  if (mapping.length > 0) {
    const temporary = paused
      ? {}
      : { temporary: true as const, note: 'only while the mapping changes, since imports overwrite it' };
    const steps = [
      ...(observed.paused ? [] : [{ ...pause, ...temporary }]),
      step('map', desired, observed, mapping),
      ...(paused ? [] : [resume]),
    ];
    return { steps, ...about };
  }
  if (paused === observed.paused) return { steps: [], ...about };
  const note = unfinished ? { note: 'an earlier apply paused it for a mapping and did not finish' } : {};
  return { steps: [paused ? pause : { ...resume, ...note }], ...about };
}

/** A pause that is declared; what is paused only for a mapping is no change of a field. */
function pauseField({ paused }: DesiredIntegration, observed: ObservedIntegration): FieldChange[] {
  if (paused === undefined || paused === observed.paused) return [];
  return [
    change(['paused'], observed.paused, paused, causeOf(paused, observed.owner?.paused, observed.paused)),
  ];
}

function isOurPause({ paused, owner }: ObservedIntegration): boolean {
  return paused && owner?.pausedForMapping === true;
}

/** The first import starts with the creation, so a paused or push integration has none to wait for. */
function withImport(steps: IntegrationStep[], desired: DesiredIntegration): IntegrationStep[] {
  const last = steps[steps.length - 1];
  if (last === undefined || !desired.traits.importable || desired.paused === true) return steps;
  if (desired.import.trigger === 'manual') return steps;
  const isNew = steps.some(({ action }) => action === 'create' || action === 'replace');
  const known = last.observed !== undefined && !isNew ? { observed: last.observed } : {};
  return [...steps, { ...step('import', desired, undefined, []), ...known }];
}

/** What the failure of an import kept from coming, queues above all, may be what other steps wait for. */
function importAgain(desired: DesiredIntegration, observed: ObservedIntegration): IntegrationStep[] {
  if (observed.importFailed !== true || observed.owner === null || !desired.traits.importable) return [];
  return [{ ...step('import', desired, observed, []), note: 'the last import failed' }];
}

/** What people paused stays paused when it is made anew. */
function keepPause(desired: DesiredIntegration, observed: ObservedIntegration): DesiredIntegration {
  return { ...desired, paused: desired.paused ?? (observed.paused && !isOurPause(observed)) };
}

function step(
  action: Action,
  desired: DesiredIntegration | undefined,
  observed: ObservedIntegration | undefined,
  fields: FieldChange[],
): IntegrationStep {
  return { kind: 'Integration', ...stepParts(action, '', desired, observed, fields) };
}

/**
 * Taking over changes nothing but the owner: what is remembered as applied is what is there, so that
 * every difference to the declaration shows as pending afterwards.
 */
function asObserved(desired: DesiredIntegration, observed: ObservedIntegration): DesiredIntegration {
  const { credentialsVersion: _, ...rest } = desired;
  return { ...rest, settings: pick(desired.settings, observed.settings) };
}

function nameChange(desired: DesiredIntegration, observed: ObservedIntegration): FieldChange {
  return { path: ['name'], before: observed.name, after: desired.name, cause: 'pending' };
}
