import { matchesPattern } from '#core/queues.ts';
import { ctyObject } from '../convert/cty.ts';
import { QUEUE_ATTRIBUTES, queueState } from '../convert/shared-attributes.ts';
import type { DataSource } from '../kinds/kind.ts';
import { computed, filter, fits } from './rows.ts';

/** `injixo_queues`: the queues of the account. */
export const QUEUES_SOURCE: DataSource = {
  block: {
    description: 'The active queues that fit all filters, by integration and name.',
    attributes: {
      integration_id: filter('Only of this integration.'),
      name: filter('Only of this name; `*` is any text, `?` one character.'),
      channel: filter('Only of this channel.'),
      queues: computed(
        {
          nesting: 'list',
          attributes: {
            ...QUEUE_ATTRIBUTES,
            integration_id: computed('string', 'The id of the integration that brings it.'),
          },
        },
        'What was found.',
      ),
      ids: computed({ list: 'string' }, 'The ids of what was found, in the same order.'),
    },
  },
  async read(config, { account }) {
    const { name } = config;
    const found = [...(await account.queues()).values()]
      .flat()
      .filter((queue) => queue.active && (typeof name !== 'string' || matchesPattern(name, queue.name)))
      .sort(
        (a, b) => a.integrationConfigurationId - b.integrationConfigurationId || (a.name < b.name ? -1 : 1),
      )
      .map((queue) => {
        const owner = ['integration_id', String(queue.integrationConfigurationId)] as const;
        return ctyObject([...Object.entries(queueState(queue)), owner]);
      })
      .filter((row) => ['integration_id', 'channel'].every((key) => fits(config[key], row[key]!)));
    const state = ctyObject([
      ...Object.entries(config),
      ['queues', found],
      ['ids', found.map((row) => row['id']!)],
    ]);
    return { state, findings: [] };
  },
};
