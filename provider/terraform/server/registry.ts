import { integrationTypeNames } from '../convert/integration.ts';
import { resourceType } from '../convert/names.ts';
import { IntegrationKind } from '../kinds/integration.ts';
import type { DataSource, EphemeralResource, ResourceKind } from '../kinds/kind.ts';

/** Everything that the provider offers, by the names that configurations use. */
export const RESOURCES: ReadonlyMap<string, ResourceKind> = new Map<string, ResourceKind>([
  ...integrationTypeNames().map((type) => [resourceType(type), new IntegrationKind(type)] as const),
]);

export const DATA_SOURCES: ReadonlyMap<string, DataSource> = new Map<string, DataSource>([]);

export const EPHEMERAL_RESOURCES: ReadonlyMap<string, EphemeralResource> = new Map<string, EphemeralResource>([]);

/** The kind of a name that Terraform took from our schema. */
export function kindOf<T>(kinds: ReadonlyMap<string, T>, name: string): T {
  const kind = kinds.get(name);
  if (kind === undefined) throw new Error(`there is no type ${name}`);
  return kind;
}
