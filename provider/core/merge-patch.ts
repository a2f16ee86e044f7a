import { define, isObject, type Json, type JsonObject } from './json.ts';

/**
 * JSON Merge Patch (RFC 7396): null removes, objects merge, everything else replaces.
 * Neither argument is changed. A key named `__proto__` stays an ordinary key.
 */
export function mergePatch(target: Json | undefined, patch: Json): Json {
  if (!isObject(patch)) return patch;
  const result: JsonObject = isObject(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key];
    else define(result, key, mergePatch(Object.hasOwn(result, key) ? result[key] : undefined, value));
  }
  return result;
}
