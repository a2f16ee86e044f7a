import { ctyObject, textOf } from '../convert/cty.ts';
import { problem } from '../convert/finding.ts';
import { QUEUES, queuesState } from '../convert/shared-attributes.ts';
import type { DataSource } from '../kinds/kind.ts';
import { computed, filter, fits, fitsLabels, INTEGRATION_ATTRIBUTES, integrationRow } from './rows.ts';

/** `injixo_integration`: one, by id or name. */
export const INTEGRATION: DataSource = {
  block: {
    description: 'One integration of any type, whoever manages it.',
    attributes: {
      ...INTEGRATION_ATTRIBUTES,
      id: { type: 'string', optional: true, computed: true, description: 'The id. Give this or the name.' },
      name: { type: 'string', optional: true, computed: true, description: 'The exact name.' },
      queues: QUEUES,
    },
  },
  async read(config, { account, client }) {
    const { id, name } = config;
    if ((id === null) === (name === null)) {
      return {
        state: null,
        findings: [problem('Give either "id" or "name".', undefined, [id === null ? 'name' : 'id'])],
      };
    }
    const found =
      typeof id === 'string'
        ? await account.configuration(Number(id))
        : await client.findConfiguration(textOf(name));
    if (found === undefined) {
      const what = typeof id === 'string' ? `with the id ${id}` : `"${textOf(name)}"`;
      return { state: null, findings: [problem(`The account has no integration ${what}.`)] };
    }
    const queues = queuesState(await account.queuesOf(found.id));
    return { state: ctyObject([...Object.entries(integrationRow(found)), ['queues', queues]]), findings: [] };
  },
};

/** `injixo_integrations`: all that fit the filters. */
export const INTEGRATIONS: DataSource = {
  block: {
    description: 'The integrations of the account that fit all filters, by name.',
    attributes: {
      type: filter('Only of this type.'),
      managed_by: filter('Only what is managed by `terraform` or `injixo-as-code`.'),
      workspace: filter('Only what this workspace owns.'),
      labels: { type: { map: 'string' }, optional: true, description: 'Only with all these labels.' },
      integrations: computed({ nesting: 'list', attributes: INTEGRATION_ATTRIBUTES }, 'What was found.'),
      ids: computed({ list: 'string' }, 'The ids of what was found, in the same order.'),
    },
  },
  async read(config, { account }) {
    const rows = [...(await account.configurations()).values()]
      .map(integrationRow)
      .filter((row) => ['type', 'managed_by', 'workspace'].every((key) => fits(config[key], row[key]!)))
      .filter((row) => fitsLabels(config['labels'], row['labels']))
      .sort((a, b) => (textOf(a['name']) < textOf(b['name']) ? -1 : 1));
    const found = [
      ['integrations', rows],
      ['ids', rows.map((row) => row['id']!)],
    ] as const;
    return { state: ctyObject([...Object.entries(config), ...found]), findings: [] };
  },
};
