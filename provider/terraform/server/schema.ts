import { wireSchema, type Block } from '../convert/schema.ts';
import type {
  Draft,
  GetMetadataResponse,
  GetProviderSchemaResponse,
  Schema,
} from '../wire/generated/messages.js';
import { PROVIDER_BLOCK } from './configuration.ts';
import { DATA_SOURCES, EPHEMERAL_RESOURCES, RESOURCES } from './registry.ts';

const CAPABILITIES = { plan_destroy: false, get_provider_schema_optional: true, move_resource_state: false };

export async function getMetadata(): Promise<Draft<GetMetadataResponse>> {
  const names = (kinds: ReadonlyMap<string, unknown>): { type_name: string }[] =>
    [...kinds.keys()].map((type_name) => ({ type_name }));
  return {
    server_capabilities: CAPABILITIES,
    resources: names(RESOURCES),
    data_sources: names(DATA_SOURCES),
    ephemeral_resources: names(EPHEMERAL_RESOURCES),
  };
}

export async function getProviderSchema(): Promise<Draft<GetProviderSchemaResponse>> {
  return {
    server_capabilities: CAPABILITIES,
    provider: wireSchema(PROVIDER_BLOCK),
    resource_schemas: schemas(RESOURCES),
    data_source_schemas: schemas(DATA_SOURCES),
    ephemeral_resource_schemas: schemas(EPHEMERAL_RESOURCES),
  };
}

function schemas(kinds: ReadonlyMap<string, { block: Block }>): Record<string, Draft<Schema>> {
  return Object.fromEntries([...kinds].map(([name, { block }]) => [name, wireSchema(block)]));
}
