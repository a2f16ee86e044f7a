import { typeJson, type CtyType } from './cty.ts';
import type { Draft, Schema, SchemaAttribute, SchemaBlock } from '../wire/generated/messages.js';

/** One attribute of a resource, a data source or the provider. */
export interface Attribute {
  /** A plain type, or objects with attributes of their own. */
  type: CtyType | Nested;
  description: string;
  required?: true;
  optional?: true;
  computed?: true;
  sensitive?: true;
  /** In the configuration only: never in a plan or a state. */
  writeOnly?: true;
  /** A change needs a new resource. */
  replaces?: true;
}

export interface Nested {
  nesting: 'single' | 'list' | 'set';
  attributes: Attributes;
}

export type Attributes = Readonly<Record<string, Attribute>>;

export interface Block {
  description: string;
  attributes: Attributes;
  /** Blocks that may stand once: `timeouts { … }`. */
  blocks?: Readonly<Record<string, Block>>;
}

const MARKDOWN = 1;
const SINGLE = 1;
const NESTING = { single: SINGLE, list: 2, set: 3 };

export function isNested(type: Attribute['type']): type is Nested {
  return typeof type === 'object' && 'nesting' in type;
}

/** The type of the values of a block. */
export function blockType({ attributes, blocks = {} }: Block): CtyType {
  const inner = Object.entries(blocks).map(([name, block]) => [name, blockType(block)] as const);
  return { object: { ...attributeTypes(attributes), ...Object.fromEntries(inner) } };
}

function attributeTypes(attributes: Attributes): Record<string, CtyType> {
  return Object.fromEntries(Object.entries(attributes).map(([name, { type }]) => [name, typeOf(type)]));
}

function typeOf(type: Attribute['type']): CtyType {
  if (!isNested(type)) return type;
  const object = { object: attributeTypes(type.attributes) };
  if (type.nesting === 'list') return { list: object };
  return type.nesting === 'set' ? { set: object } : object;
}

/** The names of everything that a block holds at its top. */
export function blockAttributes({ attributes, blocks = {} }: Block): string[] {
  return [...Object.keys(attributes), ...Object.keys(blocks)];
}

/** Values of a block in which nothing is given. */
export function nullValues(block: Block): [string, null][] {
  return blockAttributes(block).map((name) => [name, null]);
}

/** The schema as it is sent to Terraform. */
export function wireSchema(block: Block): Draft<Schema> {
  return { version: 0, block: wireBlock(block) };
}

function wireBlock({ description, attributes, blocks = {} }: Block): Draft<SchemaBlock> {
  return {
    description,
    description_kind: MARKDOWN,
    attributes: Object.entries(attributes).map(([name, attribute]) => wireAttribute(name, attribute)),
    block_types: Object.entries(blocks).map(([name, block]) => {
      return { type_name: name, block: wireBlock(block), nesting: SINGLE };
    }),
  };
}

function wireAttribute(name: string, attribute: Attribute): Draft<SchemaAttribute> {
  const { type, description, required, optional, computed, sensitive, writeOnly } = attribute;
  return {
    name,
    description,
    description_kind: MARKDOWN,
    required: required ?? false,
    optional: optional ?? false,
    computed: computed ?? false,
    sensitive: sensitive ?? false,
    write_only: writeOnly ?? false,
    ...(isNested(type)
      ? {
          nested_type: {
            nesting: NESTING[type.nesting],
            attributes: Object.entries(type.attributes).map(([key, item]) => wireAttribute(key, item)),
          },
        }
      : { type: new TextEncoder().encode(JSON.stringify(typeJson(type))) }),
  };
}
