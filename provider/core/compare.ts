/** Two states of the declarations as a plan: what the newer one would do to an account that has the older one. */
import { DEFAULT_LIMITS, type Workspace } from './declaration.ts';
import type { DesiredIntegration, DesiredResource, DesiredWorkload } from './desired.ts';
import { change, referenceText } from './diff.ts';
import { equal, type Json, type JsonObject } from './json.ts';
import { PRESENT, remembered, type MappingEntry } from './mapping.ts';
import type { ObservedIntegration, ObservedWorkload, Ownership } from './observed.ts';
import { ENGINE } from './ownership.ts';
import { makePlan } from './planner.ts';
import type { Action, FieldChange, Kind, Scope, Step } from './plan.ts';
import { referenceName } from './queues.ts';

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

/** What changed about the workspace itself: where it is applied, with which token, within which limits. */
export function compareWorkspaces(before: Workspace, after: Workspace): DeclaredChange[] {
  const [from, to] = [workspaceFields(before), workspaceFields(after)];
  const keys = [...new Set([...Object.keys(from), ...Object.keys(to)])];
  const fields = keys
    .filter((key) => !equal(from[key], to[key]))
    .map((key) => change(key.split('/'), from[key], to[key], 'pending'));
  if (fields.length === 0) return [];
  const touches = (...names: string[]): boolean => fields.some(({ path }) => names.includes(path[0]!));
  const reasons = [
    ...(touches('name', 'environments') ? ['target'] : []),
    ...(touches('limits') ? ['protection'] : []),
  ];
  const risk = reasons.includes('target') ? 'high' : reasons.length > 0 ? 'medium' : 'low';
  return [{ kind: 'Workspace', name: after.name, action: 'update', fields, risk, reasons }];
}

function workspaceFields({ name, include, environments, edition, limits, ...rest }: Workspace): JsonObject {
  const entries = Object.entries(environments).flatMap<[string, Json]>(([key, { endpoint, token }]) => [
    [`environments/${key}/endpoint`, endpoint ?? 'default'],
    [`environments/${key}/token`, token === undefined ? 'default' : referenceText(token)],
  ]);
  return {
    name,
    include: [...include],
    edition: edition ?? 'not named',
    defaultEnvironment: rest.defaultEnvironment ?? 'none',
    'limits/updatePercent': limits.updatePercent,
    'limits/deletePercent': limits.deletePercent,
    'limits/minimum': limits.minimum,
    ...Object.fromEntries(entries),
  };
}

const SCOPE: Scope = { endpoint: '', workspace: 'compared', environment: '' };

export function compareDeclared(before: DeclaredState, after: DeclaredState): DeclaredChange[] {
  const ids = new Map<string, number>();
  const old = present(before.integrations).map((item) => withMapping(item, ids));
  const next = after.integrations.map((item) => withMapping(item, ids));
  const oldWorkloads = present(before.workloads).map(withQueueNames);
  const plan = makePlan({
    scope: SCOPE,
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

/** Names stand for themselves: nobody is asked who they are. */
function withMapping(desired: DesiredIntegration, ids: Map<string, number>): DesiredIntegration {
  const { users, statuses } = desired.agentStatus ?? {};
  const entry = (key: string, label: string): MappingEntry => {
    const isPresent = label === 'Present' || label === String(PRESENT);
    if (!ids.has(label)) ids.set(label, ids.size + PRESENT + 1);
    return { key, label, id: isPresent ? PRESENT : ids.get(label)! };
  };
  return {
    ...desired,
    mapping: {
      ...(users === undefined ? {} : { users: users.map((item) => entry(item.identifier, item.person)) }),
      ...(statuses === undefined
        ? {}
        : { statuses: statuses.map((item) => entry(item.status, item.activity)) }),
    },
  };
}

/** Queues by their names, as a setting like any other. */
function withQueueNames({ queues, ...desired }: DesiredWorkload): DesiredWorkload {
  if (queues === undefined) return desired;
  return { ...desired, settings: { ...desired.settings, queues: queues.map(referenceName).sort() } };
}

function asApplied(desired: DesiredIntegration, index: number): ObservedIntegration {
  const generations = Object.fromEntries(desired.secrets.map(({ path }) => [path.join('.'), 1]));
  const { users = [], statuses = [] } = desired.mapping ?? {};
  return {
    id: index + 1,
    etag: '',
    name: desired.name,
    type: desired.type,
    paused: desired.paused ?? false,
    settings: desired.settings,
    secretGenerations: generations,
    mapping: { users, statuses },
    owner: { ...ownerOf(desired), secretGenerations: generations, mapped: remembered(desired.mapping) },
  };
}

function asAppliedWorkload(desired: DesiredWorkload, index: number): ObservedWorkload {
  const { name, settings } = desired;
  return { id: index + 1, etag: '', name, settings, queueIds: [], owner: ownerOf(desired) };
}

function ownerOf(desired: DesiredResource): Ownership {
  return {
    engine: ENGINE,
    workspace: SCOPE.workspace,
    environment: SCOPE.environment,
    labels: desired.labels,
    lastApplied: desired.settings,
    preventDestroy: desired.lifecycle.preventDestroy,
    secretGenerations: {},
    ...(desired.credentialsVersion === undefined ? {} : { credentialsVersion: desired.credentialsVersion }),
  };
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
    const fields = [...new Set([...Object.keys(from), ...Object.keys(to)])]
      .filter((key) => !equal(from[key], to[key]))
      .map((key) => asField(key, from[key], to[key]));
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

const GRAVE = ['replace', 'delete', 'target'];

function rated(item: DeclaredChange): DeclaredChange {
  const touches = (test: (field: FieldChange) => boolean): boolean => item.fields.some(test);
  const isNew = item.action === 'create';
  const reasons = [
    ...(GRAVE.includes(item.action) ? [item.action] : []),
    ...(!isNew && touches(({ path, secret }) => secret === true || path[1] === 'version')
      ? ['credentials']
      : []),
    ...(!isNew && touches(({ path }) => path[0] === 'agentStatus') ? ['mapping'] : []),
    ...(!isNew && touches(liftsProtection) ? ['protection'] : []),
    ...(item.action === 'rename' ? ['rename'] : []),
  ];
  const risk = reasons.some((reason) => GRAVE.includes(reason))
    ? 'high'
    : reasons.length > 0
      ? 'medium'
      : 'low';
  return { ...item, reasons, risk };
}

function liftsProtection({ path, after }: FieldChange): boolean {
  const key = path.join('.');
  return (
    (key === 'lifecycle.preventDestroy' && after === false) ||
    (key === 'lifecycle.replace' && after === 'allow')
  );
}
