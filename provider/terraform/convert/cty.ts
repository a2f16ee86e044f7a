/** Types and values of Terraform's type system, as its documentation of cty defines them. */

export type CtyType =
  | 'string'
  | 'number'
  | 'bool'
  | 'dynamic'
  | { list: CtyType }
  | { set: CtyType }
  | { map: CtyType }
  | { object: Record<string, CtyType> };

/**
 * Booleans, texts and numbers as themselves; lists and sets as arrays; maps and objects as objects without
 * a prototype, so that any key is only a key.
 */
export type CtyValue = null | boolean | string | number | ExactNumber | Unknown | CtyValue[] | CtyObject;

export interface CtyObject {
  [key: string]: CtyValue;
}

/** A number that a JavaScript number cannot hold without loss, as decimal text. */
export class ExactNumber {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** What is certain about a value that is not known yet. */
export interface Refinements {
  notNull?: boolean;
  prefix?: string;
  /** A bound and whether the bound itself is allowed. */
  lowerBound?: [number | ExactNumber, boolean];
  upperBound?: [number | ExactNumber, boolean];
  minLength?: number;
  maxLength?: number;
}

/** A value that is only known after apply. */
export class Unknown {
  readonly refinements: Refinements;
  constructor(refinements: Refinements = {}) {
    this.refinements = refinements;
  }
}

export const UNKNOWN = new Unknown();

/** Whether something is a map or an object, and not null, a list or one of the special values. */
export function isCtyObject(value: CtyValue | undefined): value is CtyObject {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Unknown) &&
    !(value instanceof ExactNumber)
  );
}

/** An object without a prototype from entries. */
export function ctyObject(entries: Iterable<readonly [string, CtyValue]> = []): CtyObject {
  const object = Object.create(null) as CtyObject;
  for (const [key, value] of entries) object[key] = value;
  return object;
}

/** A text; what is none, or not known, as an empty one. */
export function textOf(value: CtyValue | undefined): string {
  return typeof value === 'string' ? value : '';
}

/** Whether a value and everything in it is known. */
export function isWhollyKnown(value: CtyValue): boolean {
  if (value instanceof Unknown) return false;
  if (Array.isArray(value)) return value.every(isWhollyKnown);
  return !isCtyObject(value) || Object.values(value).every(isWhollyKnown);
}

/** Deep equality. Two unknowns count as equal; lists compare in order. */
export function ctyEqual(a: CtyValue, b: CtyValue): boolean {
  if (a === b) return true;
  if (a instanceof Unknown) return b instanceof Unknown;
  if (a instanceof ExactNumber) return b instanceof ExactNumber && a.text === b.text;
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length && a.every((item, index) => ctyEqual(item, b[index]!));
  }
  if (!isCtyObject(a) || !isCtyObject(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => key in b && ctyEqual(a[key]!, b[key]!));
}

/** The type as Terraform writes it in a schema: `"string"`, `["list","string"]`, `["object",{…}]`. */
export function typeJson(type: CtyType): unknown {
  if (typeof type === 'string') return type;
  if ('list' in type) return ['list', typeJson(type.list)];
  if ('set' in type) return ['set', typeJson(type.set)];
  if ('map' in type) return ['map', typeJson(type.map)];
  return [
    'object',
    Object.fromEntries(Object.entries(type.object).map(([key, item]) => [key, typeJson(item)])),
  ];
}
