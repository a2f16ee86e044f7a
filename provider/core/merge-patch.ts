import { define, isObject, type Json, type JsonObject } from './json.ts';

/**
 * JSON Merge Patch (RFC 7396): null removes, objects merge, everything else replaces.
 * Neither argument is changed. A key named `__proto__` stays an ordinary key. What `isWhole` says of a
 * patch's object goes beyond the RFC: it replaces instead of merging.
 */
export function mergePatch(
  target: Json | undefined,
  patch: Json,
  isWhole: (patch: JsonObject) => boolean = () => false,
): Json {
  if (!isObject(patch)) return patch;
  const result: JsonObject = isObject(target) && !isWhole(patch) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key];
    else
      define(result, key, mergePatch(Object.hasOwn(result, key) ? result[key] : undefined, value, isWhole));
  }
  return result;
}
