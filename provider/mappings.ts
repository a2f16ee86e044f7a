import type { Activity, Client, Mappings, Person } from '#api/client.ts';
import { all } from '#api/pages.ts';
import { didYouMean } from '#catalog/suggest.ts';
import type { AgentStatus, DesiredIntegration } from '#core/desired.ts';
import type { Diagnostic } from '#core/diagnostic.ts';
import { foldName, type Match } from '#core/match.ts';
import type { Mapping, MappingEntry } from '#core/mapping.ts';
import type { ObservedIntegration } from '#core/observed.ts';
import { pathText } from '#core/json.ts';

/** The people and activities of the account. */
export interface Directory {
  people: readonly Person[];
  activities: readonly Activity[];
}

/** Reads what the declared mappings refer to, and nothing where none is declared. */
export async function readDirectory(
  client: Client,
  declared: readonly (AgentStatus | undefined)[],
): Promise<Directory> {
  const users = declared.some((item) => item?.users !== undefined);
  const statuses = declared.some((item) => item?.statuses !== undefined);
  const [people, activities] = await Promise.all([
    users ? all(client.listPeople()) : [],
    statuses ? all(client.listActivities()) : [],
  ]);
  return { people, activities };
}

/** Looks up names and ids. Everything that nobody or several answer to is a diagnostic of its place. */
export function resolveMapping(
  desired: DesiredIntegration,
  directory: Directory,
): { desired: DesiredIntegration; diagnostics: Diagnostic[] } {
  const { users, statuses } = desired.agentStatus ?? {};
  const diagnostics: Diagnostic[] = [];
  const look = (text: string, kind: Lookup, path: (string | number)[]): MappingEntry[] => {
    const found = find(text, kind, directory);
    if ('id' in found) return [{ key: '', ...found }];
    const place = { path: pathText(['spec', 'agentStatus', ...path]), ...desired.source };
    diagnostics.push({ severity: 'error', ...found, ...place });
    return [];
  };
  const mapping: Partial<Mapping> = {};
  if (users !== undefined)
    mapping.users = users.flatMap(({ person, identifier }, i) =>
      look(person, 'person', ['users', i, 'person']).map((entry) => ({ ...entry, key: identifier })),
    );
  if (statuses !== undefined)
    mapping.statuses = statuses.flatMap(({ status, activity }, i) =>
      look(activity, 'activity', ['statuses', i, 'activity']).map((entry) => ({ ...entry, key: status })),
    );
  return { desired: { ...desired, mapping }, diagnostics };
}

type Lookup = 'person' | 'activity';
type Found = { id: number; label: string } | Pick<Diagnostic, 'code' | 'message' | 'hint'>;

interface Entry {
  id: number;
  name: string;
  email?: string | null;
}

/** Everything that somebody or something answers to; made once for all integrations of a plan. */
const indexes = new WeakMap<readonly Entry[], Map<string, Entry[]>>();

function indexOf(all: readonly Entry[]): Map<string, Entry[]> {
  const known = indexes.get(all);
  if (known !== undefined) return known;
  const index = new Map<string, Entry[]>();
  for (const entry of all) {
    const { id, name, email } = entry;
    const keys = new Set([`${id}`, name.normalize('NFC'), ...(email ? [mailKey(email)] : [])]);
    for (const key of keys) index.set(key, [...(index.get(key) ?? []), entry]);
  }
  indexes.set(all, index);
  return index;
}

/** E-mail addresses are the same in any case; no name begins like this. */
function mailKey(email: string): string {
  return `\u0000${email.toLowerCase()}`;
}

/** An id, an e-mail address in any case, or the exact name. */
function find(text: string, kind: Lookup, directory: Directory): Found {
  const all: readonly Entry[] = kind === 'person' ? directory.people : directory.activities;
  const wanted = text.trim().normalize('NFC');
  const index = indexOf(all);
  const matching = [...new Set([...(index.get(wanted) ?? []), ...(index.get(mailKey(wanted)) ?? [])])];
  const [first] = matching;
  if (matching.length > 1) {
    const hint = `Use the ${kind === 'person' ? 'e-mail address or ' : ''}id: ${matching.map(labelOf).join(', ')}.`;
    return { code: 'mapping/ambiguous', message: `"${text}" fits ${matching.length} ${plural(kind)}.`, hint };
  }
  if (first !== undefined) return { id: first.id, label: labelOf(first) };
  const known = all.flatMap(({ name, email }) => [name, ...(email == null ? [] : [email])]);
  const folded = known.find((name) => foldName(name) === foldName(text));
  const hint = folded === undefined ? didYouMean(text, known) : `Did you mean "${folded}"?`;
  return {
    code: kind === 'person' ? 'mapping/unknown-person' : 'mapping/unknown-activity',
    message: `The account has no ${kind} "${text}".`,
    hint: hint ?? hintOf(kind, directory),
  };
}

function hintOf(kind: Lookup, { activities }: Directory): string {
  if (kind === 'person') return 'Use the e-mail address, the name or the id of a person of the account.';
  return `It has ${activities
    .slice(0, 10)
    .map(({ name }) => name)
    .join(', ')}.`;
}

function labelOf({ id, name }: { id: number; name: string }): string {
  return `${name} (${id})`;
}

function plural(kind: Lookup): string {
  return kind === 'person' ? 'people' : 'activities';
}

/** Adds the present mappings of the integrations that declare one: 100 integrations a request. */
export async function readMappings(
  client: Client,
  matches: readonly Match<DesiredIntegration, ObservedIntegration>[],
  directory: Directory,
): Promise<Map<number, Mapping>> {
  const ids = matches.flatMap(({ desired, observed }) =>
    desired.agentStatus !== undefined && observed !== undefined ? [observed.id] : [],
  );
  const people = new Map(directory.people.map((item) => [item.id, labelOf(item)]));
  const activities = new Map(directory.activities.map((item) => [item.id, labelOf(item)]));
  const found = await client.getMappings(ids);
  return new Map(found.map((item) => [item.id, toMapping(item, people, activities)]));
}

function toMapping(
  { users, statuses }: Mappings,
  people: ReadonlyMap<number, string>,
  activities: ReadonlyMap<number, string>,
): Mapping {
  return {
    users: users.map(({ identifier, personId: id }) => ({
      key: identifier,
      id,
      label: people.get(id) ?? `person ${id}`,
    })),
    statuses: statuses.map(({ status, activityId: id }) => ({
      key: status,
      id,
      label: activities.get(id) ?? `activity ${id}`,
    })),
  };
}
