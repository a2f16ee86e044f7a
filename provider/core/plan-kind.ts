import type { DesiredResource } from './desired.ts';
import type { Diagnostic } from './diagnostic.ts';
import { notOurs, undeclaredFinding, unmanaged } from './findings.ts';
import { matchObserved, type Match, type Sides } from './match.ts';
import type { ObservedResource } from './observed.ts';
import { relation } from './ownership.ts';
import type { PlanOptions, Step } from './plan.ts';

export interface KindInput<D, O> extends Sides<D, O> {
  options: PlanOptions;
  /** Of what is owned and not declared, which part this run may touch: a selector on stored labels. */
  inReach?: (labels: Readonly<Record<string, string>>) => boolean;
}

export interface Part {
  steps: Step[];
  diagnostics: Diagnostic[];
  /** It needs something that cannot be planned. */
  blocked?: boolean;
}

/** What differs between the kinds. Steps are given in the order in which they are done. */
export interface Rules<D, O> {
  create: (desired: D) => Part;
  /** No steps: it is as declared. */
  change: (desired: D, observed: O) => Part;
  adopt: (desired: D, observed: O) => Step;
  remove: (desired: D | undefined, observed: O) => Step;
}

export interface PlannedKind<D, O> {
  parts: Part[];
  matches: Match<D, O>[];
  /** Everything of this kind that the plan looked at. */
  relevant: O[];
  owned: number;
  unchanged: number;
  diagnostics: Diagnostic[];
}

/** Identity, ownership and removal are the same for every kind; the rules say what is particular. */
export function planKind<D extends DesiredResource, O extends ObservedResource>(
  input: KindInput<D, O>,
  rules: Rules<D, O>,
): PlannedKind<D, O> {
  const { matches, undeclared, diagnostics } = matchObserved(input);
  const planned = matches.map((match) => planOne(match, input, rules));
  const pruned = undeclared.map((observed) => planUndeclared(observed, input, rules));
  return {
    parts: [...planned, ...pruned],
    matches,
    relevant: [
      ...matches.flatMap(({ observed }) => (observed === undefined ? [] : [observed])),
      ...undeclared,
    ],
    owned: input.observed.filter((item) => relation(item.owner, input.scope) === 'mine').length,
    unchanged: planned.filter((part) => part.steps.length === 0 && part.blocked !== true).length,
    diagnostics,
  };
}

const NOTHING: Part = { steps: [], diagnostics: [] };

function planOne<D extends DesiredResource, O extends ObservedResource>(
  { desired, observed }: Match<D, O>,
  { scope, options }: KindInput<D, O>,
  rules: Rules<D, O>,
): Part {
  if (desired.ensure === 'absent' || options.mode === 'destroy') {
    if (observed === undefined) return NOTHING;
    if (relation(observed.owner, scope) === 'mine')
      return { steps: [rules.remove(desired, observed)], diagnostics: [] };
    if (options.mode === 'destroy') return NOTHING;
    return { steps: [], diagnostics: [notOurs(desired, observed)], blocked: true };
  }
  if (observed === undefined) return chained(rules.create(desired));
  const owner = relation(observed.owner, scope);
  if (owner === 'other') return { steps: [], diagnostics: [notOurs(desired, observed)], blocked: true };
  const part = rules.change(desired, observed);
  if (owner === 'mine') return chained(part);
  if (options.adopt) return chained({ ...part, steps: [rules.adopt(desired, observed), ...part.steps] });
  if (part.steps.length > 0) return { steps: [], diagnostics: [notOurs(desired, observed)], blocked: true };
  return { steps: [], diagnostics: [unmanaged(desired)] };
}

function planUndeclared<D, O extends ObservedResource>(
  observed: O,
  { options, inReach }: KindInput<D, O>,
  rules: Rules<D, O>,
): Part {
  if (inReach !== undefined && !inReach(observed.owner?.labels ?? {})) return NOTHING;
  if (options.prune || options.mode === 'destroy')
    return { steps: [rules.remove(undefined, observed)], diagnostics: [] };
  return { steps: [], diagnostics: [undeclaredFinding(observed)] };
}

/** Steps on one thing are done one after the other: each leaves the version that the next one needs. */
function chained(part: Part): Part {
  const steps = part.steps.map((item, index) => {
    const before = part.steps.slice(0, index).map(({ id }) => id);
    return { ...item, needs: [...item.needs, ...before] };
  });
  return { ...part, steps };
}
