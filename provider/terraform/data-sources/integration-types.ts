import { integrationTypes } from '#catalog/catalog.ts';
import { ctyObject, textOf } from '../convert/cty.ts';
import { resourceType } from '../convert/names.ts';
import type { DataSource } from '../kinds/kind.ts';
import { computed, filter, fits } from './rows.ts';

/** `injixo_integration_types`: the catalogue. Asks the account for nothing. */
export const INTEGRATION_TYPES: DataSource = {
  block: {
    description: 'The integration types that this provider knows, by name.',
    attributes: {
      edition: filter('Only types of this edition: `essential`, `advanced`, `enterprise` or `classic`.'),
      delivery_mode: filter('Only types of this delivery mode: `cloud`, `on-premise`, `file` or `push`.'),
      types: computed(
        {
          nesting: 'list',
          attributes: {
            type: computed('string', 'The name, for example `five9`.'),
            resource_type: computed('string', 'The resource of this provider.'),
            title: computed('string', 'The name for people.'),
            vendor: computed('string', 'Who makes the system.'),
            delivery_mode: computed('string', 'How the data comes to injixo.'),
            contact_data: computed({ list: 'string' }, 'The channels of contact data.'),
            agent_status: computed('bool', 'Whether it brings agent status data.'),
            real_time: computed('bool', 'Whether it brings real-time data.'),
            editions: computed({ list: 'string' }, 'The editions that have it.'),
          },
        },
        'What was found.',
      ),
    },
  },
  async read(config) {
    const types = integrationTypes()
      .filter(
        ([, { plans }]) =>
          config['edition'] === null || (plans as string[]).includes(textOf(config['edition'])),
      )
      .filter(([, { deliveryMode }]) => fits(config['delivery_mode'], deliveryMode))
      .map(([name, { title, vendor, deliveryMode, data, plans }]) =>
        ctyObject([
          ['type', name],
          ['resource_type', resourceType(name)],
          ['title', title],
          ['vendor', vendor],
          ['delivery_mode', deliveryMode],
          ['contact_data', data.contactData],
          ['agent_status', data.agentStatus],
          ['real_time', data.realTime],
          ['editions', plans],
        ]),
      );
    return { state: ctyObject([...Object.entries(config), ['types', types]]), findings: [] };
  },
};
