/** The schema of `injixo_workload`, and what its values mean as a specification. */
import { defined } from '#core/defined.ts';
import type { QueueReference } from '#core/desired.ts';
import type { JsonObject } from '#core/json.ts';
import { isCtyObject, textOf, type CtyObject, type CtyValue } from './cty.ts';
import type { Block } from './schema.ts';
import { LABELS, timeoutsBlock, timeoutText } from './shared-attributes.ts';

const text = (description: string): { type: 'string'; optional: true; description: string } => ({
  type: 'string',
  optional: true,
  description,
});

export const WORKLOAD_BLOCK: Block = {
  description:
    'A workload of injixo Forecast: queues of one channel and interval that are forecast together.',
  attributes: {
    name: { type: 'string', required: true, description: 'The unique name that injixo shows.' },
    labels: LABELS,
    time_zone: {
      type: 'string',
      required: true,
      replaces: true,
      description:
        'A name of the IANA database, for example `Europe/Berlin`. A change replaces the workload.',
    },
    holiday_region: text('Region whose public holidays count, for example `DE-BE`.'),
    planning_unit: text('Needed for business hours, together with `activity`.'),
    activity: text('Needed for business hours, together with `planning_unit`.'),
    forecast: {
      type: {
        nesting: 'single',
        attributes: {
          model: text('Forecast model. One of `smart`, `basic`.'),
          mode: text('One of `test`, `live`. Live cannot be undone: leaving it replaces the workload.'),
        },
      },
      optional: true,
      description: 'Edition classic only.',
    },
    queues: {
      type: {
        nesting: 'set',
        attributes: {
          integration_id: { type: 'string', required: true, description: 'The id of the integration.' },
          name: text('The queue of exactly this name.'),
          match: text('All queues whose names match: `*` is any text, `?` one character.'),
        },
      },
      optional: true,
      description:
        'The queues. An apply waits for those that appear only with an import. Left out: not managed; `[]`: none.',
    },
    id: { type: 'string', computed: true, description: 'The id of the workload.' },
    queue_ids: { type: { list: 'string' }, computed: true, description: 'The ids of its queues.' },
  },
  blocks: { timeouts: timeoutsBlock('how long queues are waited for that have not appeared') },
};

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
