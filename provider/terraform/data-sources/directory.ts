import type { Activity, Client, Person } from '#api/client.ts';
import { all } from '#api/pages.ts';
import { ctyObject, type CtyObject } from '../convert/cty.ts';
import type { Attributes } from '../convert/schema.ts';
import type { DataSource } from '../kinds/kind.ts';
import { computed, filter, fits } from './rows.ts';

/** `injixo_people`: who can be mapped. */
export const PEOPLE: DataSource = directory<Person>({
  list: 'people',
  description: 'The people of the account that fit all filters.',
  filters: { name: filter('Only of exactly this name.'), email: filter('Only with this e-mail address.') },
  row: {
    id: computed('string', 'The id of the person.'),
    name: computed('string', 'The name of the person.'),
    email: computed('string', 'The e-mail address, if there is one.'),
  },
  read: async (client) => all(client.listPeople()),
  toRow: ({ id, name, email }) =>
    ctyObject([
      ['id', String(id)],
      ['name', name],
      ['email', email],
    ]),
});

/** `injixo_activities`: what statuses can mean. */
export const ACTIVITIES: DataSource = directory<Activity>({
  list: 'activities',
  description: 'The activities of the account that fit all filters.',
  filters: { name: filter('Only of exactly this name.') },
  row: {
    id: computed('string', 'The id of the activity.'),
    name: computed('string', 'The name of the activity.'),
  },
  read: async (client) => all(client.listActivities()),
  toRow: ({ id, name }) =>
    ctyObject([
      ['id', String(id)],
      ['name', name],
    ]),
});

interface DirectoryOf<T> {
  list: string;
  description: string;
  filters: Attributes;
  row: Attributes;
  read: (client: Client) => Promise<T[]>;
  toRow: (item: T) => CtyObject;
}

function directory<T>({ list, description, filters, row, read, toRow }: DirectoryOf<T>): DataSource {
  return {
    block: {
      description,
      attributes: { ...filters, [list]: computed({ nesting: 'list', attributes: row }, 'What was found.') },
    },
    async read(config, { client }) {
      const rows = (await read(client))
        .map(toRow)
        .filter((item) => Object.keys(filters).every((key) => fits(config[key], item[key]!)));
      return { state: ctyObject([...Object.entries(config), [list, rows]]), findings: [] };
    },
  };
}
