import type { CatalogEntry } from '#provider';
import type { Colours } from './colour.ts';

/** A node of a type's JSON Schema, as far as people want to read it. */
export interface TypeSchema {
  description?: string;
  properties?: Record<string, TypeSchema>;
  required?: string[];
  enum?: (string | number)[];
  'x-injixo'?: { secret?: boolean; immutable?: boolean };
}

export interface ExplainedType {
  name: string;
  entry: CatalogEntry;
  schema: TypeSchema;
  /** YAML. */
  example: string;
}

/** Everything about an integration type on one page: facts, hints, properties, example. */
export function typeText({ name, entry, schema, example }: ExplainedType, c: Colours): string {
  const facts = factsOf(entry).map(([key, value]) => `  ${c.dim(key.padEnd(13))} ${value}`);
  const properties = [...propertyLines(schema, [], c)];
  return [
    `${c.bold(entry.title)} (${name})`,
    entry.description,
    '',
    ...facts,
    ...section(
      'Before you start',
      entry.hints.map((hint) => `  - ${hint}`),
      c,
    ),
    ...section('Properties', properties, c),
    ...section('Example', [example.replace(/^#.*\n/, '').replaceAll(/^(?=.)/gm, '  ')], c),
  ].join('\n');
}

function factsOf({
  vendor,
  model,
  deliveryMode,
  data,
  plans,
  externalIdentifier,
  generates,
}: CatalogEntry): [string, string][] {
  const yesNo = (value: boolean): string => (value ? 'yes' : 'no');
  return [
    ['Vendor', model === undefined ? vendor : `${vendor}, model ${model}`],
    ['Delivery', deliveryMode],
    ['Contact data', data.contactData.join(', ') || 'no'],
    ['Agent status', yesNo(data.agentStatus)],
    ['Real-time', yesNo(data.realTime)],
    ['Editions', plans.join(', ')],
    ['Identifier', externalIdentifier ?? 'none'],
    ['Generates', generates ?? 'nothing'],
  ];
}

function section(title: string, lines: readonly string[], c: Colours): string[] {
  return lines.length === 0 ? [] : ['', c.bold(title), ...lines];
}

function* propertyLines(schema: TypeSchema, path: readonly string[], c: Colours): Generator<string> {
  for (const [key, child] of Object.entries(schema.properties ?? {})) {
    if (path.length === 0 && key === 'type') continue;
    const at = [...path, key];
    if (path.length > 0) yield propertyText(at.join('.'), child, schema.required?.includes(key) === true, c);
    yield* propertyLines(child, at, c);
  }
}

function propertyText(name: string, property: TypeSchema, required: boolean, c: Colours): string {
  const { secret, immutable } = property['x-injixo'] ?? {};
  const marks = [
    required && 'required',
    secret === true && 'secret',
    immutable === true && 'immutable',
  ].filter(Boolean);
  const suffix = marks.length === 0 ? '' : ` ${c.yellow(`(${marks.join(', ')})`)}`;
  const values = property.enum === undefined ? '' : ` One of ${property.enum.join(', ')}.`;
  return `  ${name}${suffix}\n      ${c.dim(`${property.description ?? ''}${values}`)}`;
}
