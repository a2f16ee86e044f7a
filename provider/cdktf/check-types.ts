/** What the types of TypeScript say, for those who have none: names, kinds and presence of properties. */
import { didYouMean } from '#catalog/suggest.ts';
import {
  camelCase,
  isInput,
  isObjectShape,
  isPlainObject,
  type Attributes,
  type Inputs,
  type Shape,
} from './attributes.ts';
import { isToken } from './known.ts';

/** Something wrong with a property: `mapping.dateFormat`. */
export interface PropertyProblem {
  property: string;
  message: string;
  hint?: string;
  severity: 'error' | 'warning';
}

export function checkTypes(attributes: Attributes, inputs: Inputs, at = ''): PropertyProblem[] {
  const known = new Map(
    Object.entries(attributes)
      .filter(([, attribute]) => isInput(attribute))
      .map(([name, attribute]) => [camelCase(name), attribute]),
  );
  const strange = Object.keys(inputs).filter((name) => !known.has(name) && inputs[name] !== undefined);
  return [
    ...strange.map((name) => unknownProperty(`${at}${name}`, name, [...known.keys()])),
    ...[...known].flatMap(([name, { type, required }]): PropertyProblem[] => {
      const value = inputs[name] ?? undefined;
      const property = `${at}${name}`;
      if (value !== undefined) return checkType(type, value, property);
      return required === true ? [wrong(property, `"${name}" is missing.`)] : [];
    }),
  ];
}

function checkType(shape: Shape, value: unknown, property: string): PropertyProblem[] {
  if (isToken(value) || isReference(value)) return [];
  if (typeof shape === 'string') {
    const expected = shape === 'bool' ? 'boolean' : shape;
    return typeof value === expected ? [] : [wrong(property, `must be a ${expected}.`)];
  }
  if (isObjectShape(shape) && shape.nesting === 'single') {
    if (isPlainObject(value)) return checkTypes(shape.attributes, value, `${property}.`);
    return [wrong(property, 'must be an object.')];
  }
  if ('map' in shape) {
    if (!isPlainObject(value)) return [wrong(property, 'must be an object.')];
    return Object.entries(value).flatMap(([key, item]) =>
      checkType(shape.map as Shape, item, `${property}.${key}`),
    );
  }
  if (!Array.isArray(value)) return [wrong(property, 'must be a list.')];
  const item: Shape = isObjectShape(shape) ? { ...shape, nesting: 'single' } : 'string';
  return value.flatMap((entry: unknown, index) => checkType(item, entry, `${property}[${index}]`));
}

/** References to objects and lists of other constructs. */
function isReference(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isPlainObject(value);
}

function unknownProperty(property: string, name: string, known: readonly string[]): PropertyProblem {
  const hint = didYouMean(name, known) ?? `It has ${known.join(', ')}.`;
  return { ...wrong(property, `There is no property "${name}".`), hint };
}

function wrong(property: string, message: string): PropertyProblem {
  return { property, message, severity: 'error' };
}
