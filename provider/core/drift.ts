import type { DesiredResource } from './desired.ts';
import type { DocumentSource } from './declaration.ts';
import { matchObserved, type Sides } from './match.ts';
import type { ObservedResource, Ownership } from './observed.ts';
import { relation } from './ownership.ts';
import type { PlanInput } from './planner.ts';
import type { FieldChange, Kind, Plan } from './plan.ts';

/**
 * in-sync: as declared. drifted: somebody changed the account. pending: git changed and was not applied.
 * missing: declared and not in the account. undeclared: ours, but no longer declared.
 * unmanaged: nobody's. foreign: owned by another workspace, environment or engine.
 */
export const DRIFT_STATES = [
  'drifted',
  'missing',
  'undeclared',
  'pending',
  'unmanaged',
  'foreign',
  'in-sync',
] as const;
export type DriftState = (typeof DRIFT_STATES)[number];

export interface DriftItem {
  kind: Kind;
  name: string;
  state: DriftState;
  /** `before` is what the account holds, `after` what is declared. */
  fields: FieldChange[];
  id?: number;
  owner?: Pick<Ownership, 'engine' | 'workspace' | 'environment' | 'commit' | 'source'>;
  source?: DocumentSource;
}

/** What the account and the declarations make of each other, from the input and the result of one plan. */
export function findDrift(input: PlanInput, plan: Pick<Plan, 'steps'>): DriftItem[] {
  const { workloads, scope } = input;
  const items = [
    ...driftOf('Integration', input, plan),
    ...(workloads === undefined ? [] : driftOf('Workload', { ...workloads, scope }, plan)),
  ];
  return items.sort((a, b) => DRIFT_STATES.indexOf(a.state) - DRIFT_STATES.indexOf(b.state));
}

/** Whether somebody changed something that is ours. */
export function isDrift({ state }: DriftItem): boolean {
  return state === 'drifted' || state === 'missing';
}

function driftOf<D extends DesiredResource, O extends ObservedResource>(
  kind: Kind,
  sides: Sides<D, O>,
  plan: Pick<Plan, 'steps'>,
): DriftItem[] {
  const { matches } = matchObserved(sides);
  const fields = new Map<string, FieldChange[]>();
  for (const step of plan.steps)
    if (step.kind === kind) fields.set(step.name, [...(fields.get(step.name) ?? []), ...step.fields]);
  const declared = matches.flatMap(({ desired, observed }): DriftItem[] => {
    const { name, source } = desired;
    if (observed === undefined) {
      return desired.ensure === 'absent' ? [] : [{ kind, name, state: 'missing', fields: [], source }];
    }
    const changed = fields.get(name) ?? [];
    const about = { ...itemOf(kind, observed), name, source };
    const whose = relation(observed.owner, sides.scope);
    if (whose !== 'mine')
      return [{ ...about, state: whose === 'nobody' ? 'unmanaged' : 'foreign', fields: [] }];
    return [{ ...about, state: stateOf(changed), fields: changed }];
  });
  const known = new Set(matches.flatMap(({ observed }) => (observed === undefined ? [] : [observed.id])));
  const others = sides.observed.filter(({ id }) => !known.has(id));
  return [...declared, ...others.map((item) => other(kind, item, sides))];
}

function stateOf(fields: readonly FieldChange[]): DriftState {
  if (fields.some(({ cause }) => cause !== 'pending')) return 'drifted';
  return fields.length > 0 ? 'pending' : 'in-sync';
}

/** Exists, and is not among what this run looks at. */
function other<D, O extends ObservedResource>(kind: Kind, observed: O, sides: Sides<D, O>): DriftItem {
  const whose = relation(observed.owner, sides.scope);
  const isDeclared = sides.declaredNames?.has(observed.name) === true;
  const mine = isDeclared ? 'in-sync' : 'undeclared';
  const states = { mine, nobody: 'unmanaged', other: 'foreign' } as const;
  return { ...itemOf(kind, observed), state: states[whose], fields: [] };
}

function itemOf(
  kind: Kind,
  { id, name, owner }: ObservedResource,
): Pick<DriftItem, 'kind' | 'id' | 'name' | 'owner'> {
  if (owner === null) return { kind, id, name };
  const { engine, workspace, environment, commit, source } = owner;
  return {
    kind,
    id,
    name,
    owner: {
      engine,
      workspace,
      environment,
      ...(commit === undefined ? {} : { commit }),
      ...(source === undefined ? {} : { source }),
    },
  };
}
