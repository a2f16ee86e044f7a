/** Values of `injixo_workload`, and what the planner and the API call the same things. */
import type { Queue, Workload } from '#api/client.ts';
import { findQueues } from '#core/queues.ts';
import { ctyObject, type CtyObject, type CtyValue } from '../convert/cty.ts';
import { labelsState } from '../convert/shared-attributes.ts';
import { referencesOf } from '../convert/workload.ts';
import { readOwnership } from '#core/ownership.ts';

/** The state as injixo has it. References stay in the words of the state while they mean the same queues. */
export function workloadState(
  found: Workload,
  queues: ReadonlyMap<number, Queue[]>,
  base: CtyObject,
): CtyObject {
  const model = found.forecastModel ?? null;
  const mode = found.forecastMode ?? null;
  const hasForecast = model !== null || mode !== null;
  return ctyObject([
    ...Object.entries(base),
    ['id', String(found.id)],
    ['name', found.name],
    ['labels', labelsState(readOwnership(found.annotations)?.labels, base)],
    ['time_zone', found.timeZone],
    ['holiday_region', found.holidayRegion ?? null],
    ['planning_unit', found.planningUnit ?? null],
    ['activity', found.activity ?? null],
    [
      'forecast',
      hasForecast
        ? ctyObject([
            ['model', model],
            ['mode', mode],
          ])
        : null,
    ],
    ['queues', queuesOf(found, queues, base)],
    ['queue_ids', queueIdsOf(found)],
  ]);
}

export function queueIdsOf({ queueIds }: Pick<Workload, 'queueIds'>): CtyValue[] {
  return [...queueIds].sort((a, b) => a - b).map(String);
}

function queuesOf(found: Workload, queues: ReadonlyMap<number, Queue[]>, base: CtyObject): CtyValue {
  const isImported = (base['time_zone'] ?? null) === null;
  if (!Array.isArray(base['queues']) && !isImported) return null;
  const references = referencesOf(base);
  const everything = [...queues.values()].flat();
  const meant = findQueues(references, everything, ({ integration }) => Number(integration));
  const same = new Set(meant.queues.map(({ id }) => id));
  const isSame = same.size === found.queueIds.length && found.queueIds.every((id) => same.has(id));
  if (isSame && meant.missing.length === 0 && !isImported) return base['queues'] ?? null;
  const byId = new Map(everything.map((queue) => [queue.id, queue]));
  return found.queueIds.map((id) => {
    const queue = byId.get(id);
    return ctyObject([
      ['integration_id', String(queue?.integrationConfigurationId ?? 0)],
      ['name', queue?.name ?? `queue ${id}`],
      ['match', null],
    ]);
  });
}
