/** Values of `injixo_workload`, and what the planner and the API call the same things. */
import type { Queue, Workload } from '#api/client.ts';
import { defined } from '#core/defined.ts';
import type { QueueReference } from '#core/desired.ts';
import type { JsonObject } from '#core/json.ts';
import { findQueues } from '#core/queues.ts';
import { ctyObject, isCtyObject, type CtyObject, type CtyValue, textOf } from '../convert/cty.ts';
import { timeoutText } from '../convert/shared-attributes.ts';

/** As a document would say it; what is unknown or null is left out. Queues refer to integrations by id. */
export function workloadSpec(value: CtyObject, when: 'create' | 'update' = 'create'): JsonObject {
  const text = (holder: CtyValue | undefined, name: string): string | undefined => {
    const item = isCtyObject(holder) ? holder[name] : undefined;
    return typeof item === 'string' ? item : undefined;
  };
  const forecast = defined({
    model: text(value['forecast'], 'model'),
    mode: text(value['forecast'], 'mode'),
  });
  return defined({
    timeZone: text(value, 'time_zone'),
    holidayRegion: text(value, 'holiday_region'),
    planningUnit: text(value, 'planning_unit'),
    activity: text(value, 'activity'),
    forecast: Object.keys(forecast).length > 0 ? forecast : undefined,
    queues: Array.isArray(value['queues']) ? [] : undefined,
    queueTimeout: timeoutText(value, when),
  });
}

/** The queues as references; `integration` is an id here. */
export function referencesOf(value: CtyObject): QueueReference[] {
  const queues = Array.isArray(value['queues']) ? value['queues'] : [];
  return queues.filter(isCtyObject).map((queue) => {
    const { integration_id: integration, name, match } = queue;
    return {
      integration: textOf(integration),
      ...(typeof name === 'string' ? { name } : {}),
      ...(typeof match === 'string' ? { match } : {}),
    };
  });
}

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
