import type { Declaration } from '#core/declaration.ts';
import { getAt, type JsonObject, type Path } from '#core/json.ts';
import { mergePatch } from '#core/merge-patch.ts';

/** The spec as it is in one environment; undefined is the base, without any override. */
export function effectiveSpec({ spec, overrides }: Declaration, environment: string | undefined): JsonObject {
  if (environment === undefined || !Object.hasOwn(overrides, environment)) return spec;
  return mergePatch(spec, overrides[environment]!, isSecretReference) as JsonObject;
}

/** A reference replaces another one: merging { fromEnv } with { fromFile } would leave both. */
function isSecretReference(patch: JsonObject): boolean {
  return Object.keys(patch).some((key) => ['fromEnv', 'fromFile', 'fromCommand'].includes(key));
}

/** Where a path of the effective spec comes from in the document. */
export function originOf({ overrides }: Declaration, environment: string | undefined, path: Path): Path {
  const patch =
    environment !== undefined && Object.hasOwn(overrides, environment) ? overrides[environment] : undefined;
  if (patch !== undefined && getAt(patch, path) !== undefined) return ['overrides', environment!, ...path];
  return ['spec', ...path];
}

/** Whether the integration exists in an environment at all. */
export function existsIn({ environments }: Declaration, environment: string | undefined): boolean {
  return environment === undefined || environments === undefined || environments.includes(environment);
}
