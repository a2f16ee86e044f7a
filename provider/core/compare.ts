/** Two states of the declarations as a plan: what the newer one would do to an account that has the older one. */
import { asApplied, asAppliedWorkload, COMPARED, withMapping, withQueueNames } from './as-applied.ts';
import { DEFAULT_LIMITS } from './declaration.ts';
import type { DesiredIntegration, DesiredResource, DesiredWorkload } from './desired.ts';
import { change, referenceText } from './diff.ts';
import { differingKeys, type Json, type JsonObject } from './json.ts';
import { makePlan } from './planner.ts';
import type { Action, FieldChange, Kind, Step } from './plan.ts';
import { rated } from './risk.ts';

export interface DeclaredState {
  integrations: readonly DesiredIntegration[];
  workloads: readonly DesiredWorkload[];
}

export type Risk = 'high' | 'medium' | 'low';

/** One change of one integration or workload in one environment. */
export interface DeclaredChange {
  kind: Kind | 'Workspace';
  name: string;
  /** The name before, if it was renamed. */
  formerName?: string;
  action: Extract<Action, 'create' | 'update' | 'replace' | 'rename' | 'delete'>;
  fields: FieldChange[];
  risk: Risk;
  /** What makes the risk: `replace`, `delete`, `target`, `credentials`, `mapping`, `protection`, `rename`. */
  reasons: string[];
}

export function compareDeclared(before: DeclaredState, after: DeclaredState): DeclaredChange[] {
  const ids = new Map<string, number>();
  const old = present(before.integrations).map((item) => withMapping(item, ids));
  const next = after.integrations.map((item) => withMapping(item, ids));
  const oldWorkloads = present(before.workloads).map(withQueueNames);
  const plan = makePlan({
    scope: COMPARED,
    desired: next,
    observed: old.map(asApplied),
    options: {
      mode: 'apply',
      prune: true,
      adopt: false,
      allowReplace: true,
      force: true,
      limits: DEFAULT_LIMITS,
    },
    workloads: {
      desired: after.workloads.map(withQueueNames),
      observed: oldWorkloads.map(asAppliedWorkload),
      queues: [],
    },
  });
  const changes = new Map<string, DeclaredChange>();
  for (const step of plan.steps) {
    if (step.action === 'import') continue;
    merge(changes, step.kind, step.name, actionOf(step), step.fields, formerName(step));
  }
  compareUnplanned(changes, 'Integration', old, next, integrationExtras);
  compareUnplanned(changes, 'Workload', oldWorkloads, after.workloads, sharedExtras);
  return [...changes.values()].map(rated);
}

function present<D extends DesiredResource>(items: readonly D[]): D[] {
  return items.filter(({ ensure }) => ensure === 'present');
}

type ChangeAction = DeclaredChange['action'];

function actionOf({ action }: Step): ChangeAction {
  if (action === 'create' || action === 'replace' || action === 'rename' || action === 'delete')
    return action;
  return 'update';
}

function formerName({ observed, name }: Step): string | undefined {
  return observed === undefined || observed.name === name ? undefined : observed.name;
}

/** Several steps on one thing are one change; the gravest action names it. */
function merge(
  changes: Map<string, DeclaredChange>,
  kind: Kind,
  name: string,
  action: ChangeAction,
  fields: readonly FieldChange[],
  former?: string,
): void {
  const key = `${kind} ${name}`;
  const found = changes.get(key);
  if (found === undefined) {
    const formerly = former === undefined ? {} : { formerName: former };
    changes.set(key, { kind, name, action, fields: [...fields], ...formerly, risk: 'low', reasons: [] });
    return;
  }
  const seen = new Set(found.fields.map(({ path }) => path.join('\n')));
  found.fields.push(...fields.filter(({ path }) => !seen.has(path.join('\n'))));
}

/** What a document says and no step would show: a reference, the import rules, permissions. */
function compareUnplanned<D extends DesiredResource>(
  changes: Map<string, DeclaredChange>,
  kind: Kind,
  before: readonly D[],
  after: readonly D[],
  extras: (desired: D) => JsonObject,
): void {
  const old = new Map(before.map((item) => [item.name, item]));
  for (const item of present(after)) {
    const was = old.get(item.name) ?? old.get(item.renamedFrom ?? '');
    if (was === undefined) continue;
    const [from, to] = [extras(was), extras(item)];
    const fields = differingKeys(from, to).map((key) => asField(key, from[key], to[key]));
    if (fields.length > 0) merge(changes, kind, item.name, 'update', fields);
  }
}

const SECRET = 'secret:';

function asField(key: string, before: Json | undefined, after: Json | undefined): FieldChange {
  if (!key.startsWith(SECRET)) return change(key.split('.'), before, after, 'pending');
  const path = key.slice(SECRET.length).split('.');
  if (after === undefined) return { path, cause: 'pending', secret: true };
  const was = before === undefined ? '' : `, was ${before as string}`;
  return { path, cause: 'pending', secret: true, reference: `${after as string}${was}` };
}

function integrationExtras(desired: DesiredIntegration): JsonObject {
  const references = desired.secrets.map(({ path, reference }) => [
    `${SECRET}${path.join('.')}`,
    referenceText(reference),
  ]);
  return {
    ...sharedExtras(desired),
    ...(Object.fromEntries(references) as JsonObject),
    ...(desired.credentialsVersion === undefined
      ? {}
      : { 'credentials.version': desired.credentialsVersion }),
    ...(desired.paused === undefined ? {} : { paused: desired.paused }),
    ...managed('users', desired),
    ...managed('statuses', desired),
    'import.trigger': desired.import.trigger,
    'import.wait': desired.import.wait,
    'import.timeoutSeconds': desired.import.timeoutSeconds,
  };
}

/** A list that is no longer declared stays as it is in the account, which no step would show. */
function managed(list: 'users' | 'statuses', { agentStatus }: DesiredIntegration): JsonObject {
  return agentStatus?.[list] === undefined ? {} : { [`agentStatus.${list}`]: 'managed' };
}

function sharedExtras({ lifecycle }: DesiredResource): JsonObject {
  return { 'lifecycle.replace': lifecycle.allowReplace ? 'allow' : 'refuse' };
}
