import type { Attribute, Nested } from './schema.ts';

/** An attribute and where its value stands in the specification of an integration. */
export interface MappedAttribute extends Omit<Attribute, 'type'> {
  /** Keys from the specification, or from the object that holds it: `['credentials', 'username']`. */
  path: readonly string[];
  type: Exclude<Attribute['type'], Nested> | MappedNested;
}

export interface MappedNested {
  nesting: 'single';
  attributes: MappedAttributes;
}

export type MappedAttributes = Readonly<Record<string, MappedAttribute>>;

export function isMappedNested(type: MappedAttribute['type']): type is MappedNested {
  return typeof type === 'object' && 'nesting' in type;
}
