import { integrationTypeNames } from '../convert/integration.ts';
import { resourceType } from '../convert/names.ts';
import { INTEGRATION_TYPES } from '../data-sources/integration-types.ts';
import { INTEGRATION, INTEGRATIONS } from '../data-sources/integrations.ts';
import { ACTIVITIES, PEOPLE } from '../data-sources/directory.ts';
import { QUEUES_SOURCE } from '../data-sources/queues.ts';
import { AgentStatusMappingKind } from '../kinds/agent-status-mapping.ts';
import { API_KEY } from '../kinds/api-key.ts';
import { ImportKind } from '../kinds/import.ts';
import { IntegrationKind } from '../kinds/integration.ts';
import { WorkloadKind } from '../kinds/workload.ts';
import type { DataSource, EphemeralResource, ResourceKind } from '../kinds/kind.ts';

/** Everything that the provider offers, by the names that configurations use. */
export const RESOURCES: ReadonlyMap<string, ResourceKind> = new Map<string, ResourceKind>([
  ...integrationTypeNames().map((type) => [resourceType(type), new IntegrationKind(type)] as const),
  ['injixo_import', new ImportKind()],
  ['injixo_workload', new WorkloadKind()],
  ['injixo_agent_status_mapping', new AgentStatusMappingKind()],
]);

export const DATA_SOURCES: ReadonlyMap<string, DataSource> = new Map<string, DataSource>([
  ['injixo_integration', INTEGRATION],
  ['injixo_integrations', INTEGRATIONS],
  ['injixo_queues', QUEUES_SOURCE],
  ['injixo_integration_types', INTEGRATION_TYPES],
  ['injixo_people', PEOPLE],
  ['injixo_activities', ACTIVITIES],
]);

export const EPHEMERAL_RESOURCES: ReadonlyMap<string, EphemeralResource> = new Map<string, EphemeralResource>(
  [['injixo_api_key', API_KEY]],
);

/** The kind of a name that Terraform took from our schema. */
export function kindOf<T>(kinds: ReadonlyMap<string, T>, name: string): T {
  const kind = kinds.get(name);
  if (kind === undefined) throw new Error(`there is no type ${name}`);
  return kind;
}
