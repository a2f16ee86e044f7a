import {
  DEFAULT_LIMITS,
  type Declaration,
  type DeclaredKind,
  type Edition,
  type Environment,
  type Limits,
  type Workspace,
} from '#core/declaration.ts';
import type { JsonObject } from '#core/json.ts';
import type { RawDocument } from './documents.ts';

export const DEFAULT_INCLUDE = ['integrations/**/*.{yaml,yml}', 'workloads/**/*.{yaml,yml}'];

/** A schema-valid document that declares something. */
export function toDeclaration({ value, source }: RawDocument): Declaration {
  const metadata = value['metadata'] as JsonObject;
  const environments = metadata['environments'] as string[] | undefined;
  const renamedFrom = metadata['renamedFrom'] as string | undefined;
  return {
    kind: value['kind'] as DeclaredKind,
    name: (metadata['name'] as string).normalize('NFC'),
    labels: (metadata['labels'] ?? {}) as Record<string, string>,
    ...(environments === undefined ? {} : { environments }),
    ...(renamedFrom === undefined ? {} : { renamedFrom: renamedFrom.normalize('NFC') }),
    ensure: (value['ensure'] ?? 'present') as Declaration['ensure'],
    spec: (value['spec'] ?? {}) as JsonObject,
    overrides: (value['overrides'] ?? {}) as Record<string, JsonObject>,
    source,
  };
}

/** A schema-valid Workspace document with its defaults. */
export function toWorkspace({ value, source }: RawDocument): Workspace {
  const metadata = value['metadata'] as { name: string };
  const spec = (value['spec'] ?? {}) as JsonObject;
  const defaultEnvironment = spec['defaultEnvironment'] as string | undefined;
  const edition = spec['edition'] as Edition | undefined;
  return {
    name: metadata.name,
    include: (spec['include'] ?? DEFAULT_INCLUDE) as string[],
    environments: (spec['environments'] ?? {}) as Record<string, Environment>,
    ...(defaultEnvironment === undefined ? {} : { defaultEnvironment }),
    ...(edition === undefined ? {} : { edition }),
    limits: { ...DEFAULT_LIMITS, ...((spec['limits'] ?? {}) as Partial<Limits>) },
    source,
  };
}
