/** The schema of `injixo_agent_status_mapping`, and what its values mean as a declaration. */
import type { AgentStatus } from '#core/desired.ts';
import { isCtyObject, textOf, type CtyObject, type CtyValue } from './cty.ts';
import type { Block } from './schema.ts';
import { INTEGRATION_ID, timeoutsBlock } from './shared-attributes.ts';

export const LISTS = ['users', 'statuses'] as const;

export const MAPPING_BLOCK: Block = {
  description:
    'Who the external users of an integration are and what its external statuses mean. A change pauses the ' +
    'integration, writes the mapping and resumes it, since a running import would overwrite it. A map that is left ' +
    'out is not managed; an empty one maps nothing.',
  attributes: {
    integration_id: INTEGRATION_ID,
    users: {
      type: { map: 'string' },
      optional: true,
      description:
        'Identifiers in the external system, and who they are: an e-mail address, an id or a name of a person.',
    },
    statuses: {
      type: { map: 'string' },
      optional: true,
      description:
        'Statuses of the external system, and what they mean: a name or an id of an activity. What is not listed means *Present*.',
    },
    id: { type: 'string', computed: true, description: 'The id of the integration.' },
  },
  blocks: { timeouts: timeoutsBlock('how long the import with the new mapping is waited for') },
};

export function agentStatusOf(value: CtyObject): AgentStatus {
  const status: AgentStatus = {};
  if (isCtyObject(value['users'])) {
    status.users = entriesOf(value['users']).map(([identifier, person]) => ({
      identifier,
      person: textOf(person),
    }));
  }
  if (isCtyObject(value['statuses'])) {
    status.statuses = entriesOf(value['statuses']).map(([name, activity]) => ({
      status: name,
      activity: textOf(activity),
    }));
  }
  return status;
}

export function entriesOf(value: CtyValue | undefined): [string, CtyValue][] {
  return isCtyObject(value) ? Object.entries(value) : [];
}
