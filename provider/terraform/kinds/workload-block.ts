import type { Block } from '../convert/schema.ts';
import { timeoutsBlock } from '../convert/shared-attributes.ts';

const text = (description: string): { type: 'string'; optional: true; description: string } => ({
  type: 'string',
  optional: true,
  description,
});

/** The schema of `injixo_workload`. */
export const WORKLOAD_BLOCK: Block = {
  description:
    'A workload of injixo Forecast: queues of one channel and interval that are forecast together.',
  attributes: {
    name: { type: 'string', required: true, description: 'The unique name that injixo shows.' },
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
