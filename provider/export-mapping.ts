import type { Client, Configuration, Mappings } from '#api/client.ts';
import { integrationType } from '#catalog/catalog.ts';
import type { AgentStatus } from '#core/desired.ts';
import { PRESENT } from '#core/mapping.ts';
import { readDirectory, type Directory } from './mappings.ts';

/** The mappings of integrations as declarations would say them, by id; nothing for those without. */
export async function readAgentStatuses(
  client: Client,
  configurations: readonly Configuration[],
): Promise<Map<number, AgentStatus>> {
  const ids = configurations.filter(({ type }) => hasAgentStatus(type)).map(({ id }) => id);
  const found = await client.getMappings(ids);
  const wanted = found.map((item) => ({
    id: item.id,
    status: toAgentStatus(item, { people: [], activities: [] }),
  }));
  const directory = await readDirectory(
    client,
    wanted.map(({ status }) => status),
  );
  const statuses = found.map((item) => [item.id, toAgentStatus(item, directory)] as const);
  return new Map(statuses.flatMap(([id, status]) => (status === undefined ? [] : [[id, status]])));
}

function hasAgentStatus(type: string): boolean {
  const data = integrationType(type)?.data;
  return data?.agentStatus === true || data?.realTime === true;
}

/** What means Present needs no word. */
function toAgentStatus({ users, statuses }: Mappings, directory: Directory): AgentStatus | undefined {
  const mapped = statuses.filter(({ activityId }) => activityId !== PRESENT);
  if (users.length === 0 && mapped.length === 0) return undefined;
  return {
    ...(users.length === 0
      ? {}
      : {
          users: users.map(({ identifier, personId }) => ({
            person: personText(personId, directory),
            identifier,
          })),
        }),
    ...(mapped.length === 0
      ? {}
      : {
          statuses: mapped.map(({ status, activityId }) => ({
            status,
            activity: unique(activityId, directory.activities),
          })),
        }),
  };
}

function personText(id: number, { people }: Directory): string {
  return people.find((person) => person.id === id)?.email ?? unique(id, people);
}

/** The name where only one has it, otherwise the id. */
function unique(id: number, items: readonly { id: number; name: string }[]): string {
  const name = items.find((item) => item.id === id)?.name;
  const isOnly = name !== undefined && items.filter((item) => item.name === name).length === 1;
  return isOnly ? name : String(id);
}
