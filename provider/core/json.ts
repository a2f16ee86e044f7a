/** A JSON value, as a parsed declaration or an API answer holds it. */
export type Json = null | boolean | number | string | Json[] | JsonObject;
export interface JsonObject {
  [key: string]: Json;
}

/** Where a value lies in a document: keys and indexes from the root, `['spec', 'servers', 0]`. */
export type Path = readonly (string | number)[];

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Deeper than any form of ours. What is deeper would exhaust the stack of whoever walks it. */
const MAX_DEPTH = 100;

/** JSON of somebody else; throws a SyntaxError where it is none, or nested without end. */
export function parseJson(text: string): unknown {
  const value: unknown = JSON.parse(text);
  if (isDeeper(value, MAX_DEPTH)) throw new SyntaxError('The JSON is nested too deeply.');
  return value;
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (levels === 0) return true;
  for (const key in value) if (isDeeper((value as Record<string, unknown>)[key], levels - 1)) return true;
  return false;
}

/** `spec.servers[0].host`; a key that is no plain word is quoted: `overrides["eu west"]`. */
export function pathText(path: Path): string {
  let text = '';
  for (const part of path) {
    if (typeof part === 'number') text += `[${part}]`;
    else if (/^[A-Za-z_$][\w$-]*$/.test(part)) text += text === '' ? part : `.${part}`;
    else text += `[${JSON.stringify(part)}]`;
  }
  return text;
}

/** The path that `pathText` wrote. */
export function parsePath(text: string): Path {
  return [...text.matchAll(/\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]|([^.[\]]+)/g)].map(
    ([, index, quoted, word]) => {
      if (index !== undefined) return Number(index);
      return quoted === undefined ? word! : (JSON.parse(quoted) as string);
    },
  );
}

/** The value at a path, or undefined. Own properties only, so `__proto__` leads nowhere. */
export function getAt(value: Json | undefined, path: Path): Json | undefined {
  let current: Json | undefined = value;
  for (const part of path) {
    if (Array.isArray(current)) current = current[Number(part)];
    else if (isObject(current) && Object.hasOwn(current, part)) current = current[part];
    else return undefined;
  }
  return current;
}

/** Sets a value at a path of object keys and creates the objects on the way. Changes `target`. */
export function setAt(target: JsonObject, path: readonly string[], value: Json): void {
  let current = target;
  for (const key of path.slice(0, -1)) {
    const next = Object.hasOwn(current, key) ? current[key] : undefined;
    if (isObject(next)) current = next;
    else current = define(current, key, {}) as JsonObject;
  }
  define(current, path[path.length - 1]!, value);
}

/** Assigns an own property, also under the name `__proto__`. */
export function define(target: JsonObject, key: string, value: Json): Json {
  Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
  return value;
}

/** A copy without the value at `path`; objects that become empty stay. */
export function without(value: JsonObject, path: readonly string[]): JsonObject {
  const [head, ...rest] = path as [string, ...string[]];
  if (!Object.hasOwn(value, head)) return value;
  const copy = { ...value };
  const child = copy[head];
  if (rest.length === 0) delete copy[head];
  else if (isObject(child)) copy[head] = without(child, rest);
  return copy;
}

/**
 * One text for equal values, whatever the order of their keys: what digests and comparisons use. As in JSON, a key
 * without a value is not there.
 */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (!isObject(value)) return JSON.stringify(value ?? null);
  let text = '{';
  for (const key of Object.keys(value).sort()) {
    if (value[key] === undefined) continue;
    text += `${text === '{' ? '' : ','}${JSON.stringify(key)}:${canonical(value[key])}`;
  }
  return `${text}}`;
}

/** Deep equality of JSON values; key order does not matter. */
export function equal(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, index) => equal(item, b[index]));
  }
  if (!isObject(a) || !isObject(b)) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && equal(a[key], b[key]))
  );
}

/** The keys under which two objects hold different values, also those that only one of them has. */
export function differingKeys(a: JsonObject, b: JsonObject): string[] {
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...keys].filter((key) => !equal(a[key], b[key]));
}

/** The keys of `wanted` with the values that `from` has; keys that it lacks are left out. */
export function pick(wanted: JsonObject, from: JsonObject): JsonObject {
  const entries = Object.entries(wanted).flatMap(([key, value]): [string, Json][] => {
    const present = Object.hasOwn(from, key) ? from[key] : undefined;
    if (present === undefined) return [];
    return [[key, isObject(value) && isObject(present) ? pick(value, present) : present]];
  });
  return Object.fromEntries(entries);
}
