import type { Problem } from '#core/diagnostic.ts';
import { isObject, type Json } from '#core/json.ts';

export const MAX_FILE_BYTES = 4 * 1024 * 1024;
export const MAX_DEPTH = 64;
/** Values that exist only because an alias repeats them. */
const MAX_REPEATED = 10_000;
const MAX_ALIASES_WALKED = 1_000_000;

/**
 * Walks the values of a document once and finds what no schema should have to think about: aliases
 * that explode, values nested without end, keys that mean something else than they say.
 */
export function guardDocument(document: Json): Problem[] {
  const problems: Problem[] = [];
  const seen = new WeakSet<object>();
  const path: (string | number)[] = [];
  let repeated = 0;
  let walked = 0;

  const visit = (value: Json, inAlias: boolean): boolean => {
    if (typeof value !== 'object' || value === null) return true;
    const known = inAlias || seen.has(value);
    if (known && ++repeated > MAX_REPEATED) return stop(aliasLimit());
    if (path.length > MAX_DEPTH) return stop(depthLimit(path.slice(0, 3)));
    if (++walked > MAX_ALIASES_WALKED) return stop(aliasLimit());
    seen.add(value);
    return Array.isArray(value) ? visitItems(value, known) : visitKeys(value, known);
  };
  const visitItems = (items: Json[], known: boolean): boolean => {
    return items.every((item, index) => descend(index, item, known));
  };
  const visitKeys = (value: Json, known: boolean): boolean => {
    if (!isObject(value)) return true;
    for (const key of Object.keys(value)) {
      const refused = refusedKey(key);
      if (refused !== undefined) problems.push({ ...refused, path: [...path, key], at: 'key' });
      if (!descend(key, value[key]!, known)) return false;
    }
    return true;
  };
  const descend = (part: string | number, value: Json, known: boolean): boolean => {
    if (typeof value !== 'object') return true;
    path.push(part);
    const go = visit(value, known);
    path.pop();
    return go;
  };
  const stop = (problem: Problem): boolean => {
    problems.push(problem);
    return false;
  };

  visit(document, false);
  return problems;
}

function refusedKey(key: string): Omit<Problem, 'path'> | undefined {
  if (key === '__proto__') {
    return { code: 'yaml/forbidden-key', message: '"__proto__" is not allowed as a key.' };
  }
  if (key !== '<<') return undefined;
  return {
    code: 'yaml/merge-key',
    message: 'Merge keys (<<) are not supported.',
    hint: 'Write the values out, or use "overrides" for what differs between environments.',
  };
}

function aliasLimit(): Problem {
  return {
    code: 'yaml/alias-limit',
    message: 'The aliases of this document expand to too many values.',
    hint: 'Write the values out, or split the document.',
    path: [],
  };
}

function depthLimit(path: (string | number)[]): Problem {
  return { code: 'yaml/depth-limit', message: `Values are nested deeper than ${MAX_DEPTH} levels.`, path };
}
