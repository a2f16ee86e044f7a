/** Attributes of a construct as data, and the values of its properties as Terraform writes them. */
import type { CtyType } from '#terraform/convert/cty.ts';
import { camelCase } from '#terraform/convert/names.ts';

export { camelCase };

/** A plain type, or objects with attributes of their own. */
export type Shape = Exclude<CtyType, { object: unknown }> | ObjectShape;

export interface ObjectShape {
  nesting: 'single' | 'list' | 'set';
  attributes: Attributes;
}

export interface Attribute {
  type: Shape;
  /** Who gives the value: the user always, or if they want to; neither: Terraform. */
  required?: true;
  optional?: true;
  /** The value must be a reference and never stands in the code. */
  secret?: true;
  /** Written as `name { … }` in Terraform's own language. */
  block?: true;
}

/** By the names that Terraform uses: `time_zone`. */
export type Attributes = Readonly<Record<string, Attribute>>;

/** Values by the names of properties: `timeZone`. */
export type Inputs = Record<string, unknown>;

export function isObjectShape(shape: Shape): shape is ObjectShape {
  return typeof shape === 'object' && 'nesting' in shape;
}

export function isInput({ required, optional }: Pick<Attribute, 'required' | 'optional'>): boolean {
  return required === true || optional === true;
}

export function pascalCase(name: string): string {
  return name.charAt(0).toUpperCase() + camelCase(name).slice(1);
}

/** Whether a value holds properties, and is no reference or token that stands for them. */
export function isPlainObject(value: unknown): value is Inputs {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    typeof (value as { resolve?: unknown }).resolve !== 'function'
  );
}

/** The properties as the arguments of a block in JSON; references stay what they are. */
export function toTerraform(attributes: Attributes, inputs: Inputs): Inputs {
  const entries = Object.entries(attributes).flatMap(([name, attribute]): [string, unknown][] => {
    const value = inputs[camelCase(name)];
    if (!isInput(attribute) || value === undefined) return [];
    return [[name, argument(attribute.type, value)]];
  });
  return Object.fromEntries(entries);
}

function argument(shape: Shape, value: unknown): unknown {
  if (!isObjectShape(shape)) return value;
  if (Array.isArray(value)) return value.map((item: unknown) => argument(shape, item));
  return isPlainObject(value) ? toTerraform(shape.attributes, value) : value;
}

/** One argument, with what the writer of Terraform's own language needs to know of it. */
interface HclArgument {
  value: unknown;
  isBlock: boolean;
  type: string;
  storageClassType: string;
}

/** The same for Terraform's own language. */
export function toHclTerraform(attributes: Attributes, inputs: Inputs): Record<string, HclArgument> {
  const entries = Object.entries(attributes).flatMap(([name, attribute]): [string, HclArgument][] => {
    const value = inputs[camelCase(name)];
    if (!isInput(attribute) || value === undefined) return [];
    return [[name, hclArgument(attribute, value)]];
  });
  return Object.fromEntries(entries);
}

function hclArgument({ type, block }: Attribute, value: unknown): HclArgument {
  const isBlock = block === true;
  if (!isObjectShape(type)) return { value, isBlock, ...storage(type) };
  const inner = (item: unknown): unknown =>
    isPlainObject(item) ? toHclTerraform(type.attributes, item) : item;
  // CDKTF's writer takes an object for a list of one, and writes it as an object.
  return {
    value: Array.isArray(value) ? value.map(inner) : inner(value),
    isBlock,
    type: 'list',
    storageClassType: 'objectList',
  };
}

function storage(shape: Exclude<Shape, ObjectShape>): Pick<HclArgument, 'type' | 'storageClassType'> {
  if (typeof shape === 'string')
    return { type: 'simple', storageClassType: shape === 'bool' ? 'boolean' : shape };
  const [[kind, item]] = Object.entries(shape) as [[string, string]];
  const suffix = kind === 'map' ? 'Map' : 'List';
  return { type: kind, storageClassType: `${item === 'bool' ? 'boolean' : item}${suffix}` };
}
