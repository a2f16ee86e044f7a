import type { DesiredWorkload, QueueReference } from './desired.ts';
import type { Diagnostic } from './diagnostic.ts';
import type { ObservedQueue } from './observed.ts';
import type { WorkloadStep } from './plan.ts';
import { activeQueues, checkSameKind, findQueues, referenceName, some } from './queues.ts';

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

export interface Target {
  /** Known now; undefined when some appear only later. */
  ids?: number[];
  names: string[];
  awaits: NonNullable<WorkloadStep['awaits']>;
  needs: string[];
  moved: boolean;
  diagnostics: Diagnostic[];
}

/** Which queues a workload shall have, as far as anybody can know before the imports. */
export function targetOf(desired: DesiredWorkload, context: QueueContext): Target {
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

/** Queues are shown with the name of their integration as the declaration gives it. */
export function labels(context: QueueContext, { queues }: DesiredWorkload): (queue: ObservedQueue) => string {
  const names = new Map(
    (queues ?? []).map(({ integration }) => [context.integration(integration)?.id, integration]),
  );
  return ({ integrationConfigurationId: id, name, active }) =>
    `${names.get(id) ?? `integration ${id}`} / ${name}${active ? '' : ' (inactive)'}`;
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
  const names = activeQueues(context.queues, id).map(({ name }) => name);
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
