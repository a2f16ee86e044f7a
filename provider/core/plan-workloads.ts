import type { DesiredWorkload } from './desired.ts';
import type { Diagnostic } from './diagnostic.ts';
import { causeOf, change, diffMemory, diffSettings, settingsOfNew } from './diff.ts';
import { equal, getAt, pick } from './json.ts';
import type { ObservedQueue, ObservedWorkload } from './observed.ts';
import type { Part, Rules } from './plan-kind.ts';
import type { Action, FieldChange, Step, WorkloadStep } from './plan.ts';
import { stepParts } from './step.ts';
import { labels, targetOf, type QueueContext, type Target } from './workload-queues.ts';
import { some } from './queues.ts';

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

function step(
  action: Action,
  desired: DesiredWorkload | undefined,
  observed: ObservedWorkload | undefined,
  fields: FieldChange[],
): WorkloadStep {
  return { kind: 'Workload', ...stepParts(action, 'workload:', desired, observed, fields) };
}
