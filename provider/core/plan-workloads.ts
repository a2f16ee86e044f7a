import type { DesiredWorkload, QueueReference } from './desired.ts';
import type { Diagnostic } from './diagnostic.ts';
import { causeOf, change, diffMemory, diffSettings, settingsOfNew } from './diff.ts';
import { equal, getAt, pick } from './json.ts';
import type { ObservedQueue, ObservedWorkload } from './observed.ts';
import type { Part, Rules } from './plan-kind.ts';
import type { Action, FieldChange, Step, WorkloadStep } from './plan.ts';
import { stepParts } from './step.ts';
import { checkSameKind, findQueues, referenceName, some } from './queues.ts';

/** What the integrations of the same plan mean for the queues of workloads. */
export interface QueueContext {
  queues: readonly ObservedQueue[];
  integration: (name: string) => PlannedIntegration | undefined;
}

export interface PlannedIntegration {
  /** Undefined while it does not exist. */
  id?: number;
  /** Created or replaced in this plan, so that its queues are new. */
  fresh: boolean;
  /** Its last step: after it, its queues are there. */
  lastStep?: string;
}

/** How workloads are created, changed, taken over and removed. */
export function workloadRules(context: QueueContext): Rules<DesiredWorkload, ObservedWorkload> {
  return {
    create: (desired) => {
      const target = targetOf(desired, context);
      const queues =
        target.names.length === 0 ? [] : [change(['queues'], undefined, target.names, 'pending')];
      return {
        steps: [
          withTarget(step('create', desired, undefined, [...settingsOfNew(desired), ...queues]), target),
        ],
        diagnostics: target.diagnostics,
      };
    },
    change: (desired, observed) => planChange(desired, observed, context),
    adopt: (desired, observed) => {
      const asObserved = { ...desired, settings: pick(desired.settings, observed.settings) };
      return { ...step('adopt', asObserved, observed, []), queueIds: observed.queueIds };
    },
    remove: (desired, observed) => step('delete', desired, observed, []),
  };
}

function planChange(desired: DesiredWorkload, observed: ObservedWorkload, context: QueueContext): Part {
  const target = targetOf(desired, context);
  const fields = [
    ...diffSettings(desired, observed).map((field) => fixed(field)),
    ...diffQueues(desired, observed, target, context),
    ...diffMemory(desired, observed),
  ];
  const renamed = observed.name !== desired.name;
  if (renamed)
    fields.unshift({ path: ['name'], before: observed.name, after: desired.name, cause: 'pending' });
  if (fields.length === 0) return { steps: [], diagnostics: target.diagnostics };
  const replaced = fields.some((field) => field.immutable);
  const made = step(replaced ? 'replace' : renamed ? 'rename' : 'update', desired, observed, fields);
  if (replaced) made.cost = COST_OF_REPLACE;
  if (target.moved) made.note = 'moved to the queues of the new integration';
  return { steps: [withTarget(made, target)], diagnostics: target.diagnostics };
}

const COST_OF_REPLACE = 'The workload is deleted and created again; its queues and their data stay.';

/** A time zone is for ever, and so is live mode. */
function fixed(field: FieldChange): FieldChange {
  const [key] = field.path;
  const isFixed = key === 'timeZone' || (key === 'forecastMode' && field.before === 'live');
  return isFixed ? { ...field, immutable: true } : field;
}

interface Target {
  /** Known now; undefined when some appear only later. */
  ids?: number[];
  names: string[];
  awaits: NonNullable<WorkloadStep['awaits']>;
  needs: string[];
  moved: boolean;
  diagnostics: Diagnostic[];
}

/** Which queues a workload shall have, as far as anybody can know before the imports. */
function targetOf(desired: DesiredWorkload, context: QueueContext): Target {
  const references = desired.queues ?? [];
  const unknown = references.filter(({ integration }) => context.integration(integration) === undefined);
  const idOf = ({ integration }: QueueReference): number | undefined => {
    const planned = context.integration(integration);
    return planned?.fresh === true ? undefined : planned?.id;
  };
  const { queues, missing } = findQueues(references, context.queues, idOf);
  const awaited = missing.filter((reference) => !unknown.includes(reference));
  const label = labels(context, desired);
  const needs = awaited.flatMap(({ integration }) => context.integration(integration)!.lastStep ?? []);
  const late = awaited.filter(({ integration }) => context.integration(integration)!.fresh === false);
  return {
    ...(awaited.length === 0 ? { ids: queues.map(({ id }) => id).sort((a, b) => a - b) } : {}),
    names: [...queues.map(label), ...awaited.map(referenceName)].sort(),
    awaits: references.map((reference) => {
      const id = idOf(reference);
      return { ...reference, ...(id === undefined ? {} : { id }) };
    }),
    needs: [...new Set(needs)],
    moved: references.some(({ integration }) => context.integration(integration)?.fresh === true),
    diagnostics: [
      ...unknown.map((reference) => unknownIntegration(desired, reference)),
      ...late.map((reference) => notSeen(desired, reference, context)),
      ...checkSameKind(desired, queues),
    ],
  };
}

function withTarget(made: WorkloadStep, { ids, awaits, needs }: Target): WorkloadStep {
  if (made.desired?.queues === undefined) return made;
  return { ...made, needs, ...(ids === undefined ? { awaits } : { queueIds: ids }) };
}

function diffQueues(
  desired: DesiredWorkload,
  observed: ObservedWorkload,
  { ids, names }: Target,
  context: QueueContext,
): FieldChange[] {
  if (desired.queues === undefined) return [];
  const seen = [...observed.queueIds].sort((a, b) => a - b);
  if (ids !== undefined && equal(ids, seen)) return [];
  const byId = new Map(context.queues.map((queue) => [queue.id, queue]));
  const label = labels(context, desired);
  const before = seen.map((id) => (byId.has(id) ? label(byId.get(id)!) : `queue ${id}`)).sort();
  const last = observed.owner === null ? undefined : getAt(observed.owner.lastApplied, ['queueIds']);
  return [change(['queues'], before, names, causeOf(ids ?? names, last, seen))];
}

/** Queues are shown with the name of their integration as the declaration gives it. */
function labels(context: QueueContext, { queues }: DesiredWorkload): (queue: ObservedQueue) => string {
  const names = new Map(
    (queues ?? []).map(({ integration }) => [context.integration(integration)?.id, integration]),
  );
  return ({ integrationConfigurationId: id, name, active }) =>
    `${names.get(id) ?? `integration ${id}`} / ${name}${active ? '' : ' (inactive)'}`;
}

/** Workloads that nobody declares stay on the queues of what is replaced; somebody must know. */
export function leftBehind(
  steps: readonly Step[],
  workloads: readonly ObservedWorkload[],
  queues: readonly ObservedQueue[],
): Diagnostic[] {
  const moved = new Set(
    steps.flatMap((item) => (item.kind === 'Workload' && item.observed ? [item.observed.id] : [])),
  );
  const replaced = steps.filter(({ action, kind }) => action === 'replace' && kind === 'Integration');
  return replaced.flatMap(({ name, observed, source }): Diagnostic[] => {
    const ids = new Set(
      queues.filter((queue) => queue.integrationConfigurationId === observed?.id).map(({ id }) => id),
    );
    const affected = workloads.filter(
      ({ id, queueIds }) => !moved.has(id) && queueIds.some((q) => ids.has(q)),
    );
    if (affected.length === 0) return [];
    return [
      {
        code: 'workload/left-behind',
        severity: 'warning',
        message: `Replacing "${name}" leaves these workloads on its old queues: ${some(affected.map((item) => item.name))}.`,
        hint: 'Declare them, so that they are moved in the same apply, or move them by hand afterwards.',
        ...source,
      },
    ];
  });
}

function unknownIntegration(desired: DesiredWorkload, { integration }: QueueReference): Diagnostic {
  return {
    code: 'workload/unknown-integration',
    severity: 'error',
    message: `"${desired.name}" refers to "${integration}", which is neither declared nor in the account.`,
    path: 'spec.queues',
    ...desired.source,
  };
}

function notSeen(desired: DesiredWorkload, reference: QueueReference, context: QueueContext): Diagnostic {
  const id = context.integration(reference.integration)?.id;
  const names = context.queues
    .filter((queue) => queue.active && queue.integrationConfigurationId === id)
    .map(({ name }) => name);
  const seen = names.length === 0 ? 'it has no queues yet' : `it has ${some(names)}`;
  return {
    code: 'workload/queue-missing',
    severity: 'warning',
    message: `"${desired.name}" refers to the queue "${referenceName(reference)}", which is not there: ${seen}.`,
    hint: 'Apply waits for it as long as spec.queueTimeout allows. Check the name if it should be there.',
    path: 'spec.queues',
    ...desired.source,
  };
}

function step(
  action: Action,
  desired: DesiredWorkload | undefined,
  observed: ObservedWorkload | undefined,
  fields: FieldChange[],
): WorkloadStep {
  return { kind: 'Workload', ...stepParts(action, 'workload:', desired, observed, fields) };
}
