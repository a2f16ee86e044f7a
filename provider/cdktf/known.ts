/** What is known of the values of a construct before Terraform runs. */
import { DefaultTokenResolver, StringConcat, Token, Tokenization } from 'cdktf';
import type { IConstruct } from 'constructs';
import {
  camelCase,
  isInput,
  isObjectShape,
  isPlainObject,
  type Attributes,
  type Inputs,
  type Shape,
} from './attributes.ts';

/** Stands for a value that only Terraform knows. */
export const UNKNOWN = Symbol('unknown');

export type Known = null | boolean | string | number | typeof UNKNOWN | Known[] | { [key: string]: Known };

/** The values by attribute: null where none was given, unknown where a token stands. */
export function knownValues(attributes: Attributes, inputs: Inputs): { [key: string]: Known } {
  const entries = Object.entries(attributes).map(([name, attribute]): [string, Known] => [
    name,
    isInput(attribute) ? known(attribute.type, inputs[camelCase(name)]) : null,
  ]);
  return Object.fromEntries(entries);
}

function known(shape: Shape, value: unknown): Known {
  if (value === undefined || value === null) return null;
  if (isToken(value)) return UNKNOWN;
  if (Array.isArray(value)) return value.map((item: unknown) => known(itemShape(shape), item));
  if (isPlainObject(value)) {
    if (isObjectShape(shape)) return knownValues(shape.attributes, value);
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, known('string', item)]));
  }
  return value as Known;
}

function itemShape(shape: Shape): Shape {
  return isObjectShape(shape) ? { ...shape, nesting: 'single' } : 'string';
}

/** Whether a value stands for one that only Terraform knows, wholly or in part. */
export function isToken(value: unknown): boolean {
  return Token.isUnresolved(value);
}

/** The value as it will stand in the stack: with `${…}` in the places of tokens. */
export function resolved(value: unknown, scope: IConstruct): unknown {
  if (!isToken(value)) return value;
  const resolver = new DefaultTokenResolver(new StringConcat());
  return Tokenization.resolve(value, { scope, resolver, preparing: false }) as unknown;
}
