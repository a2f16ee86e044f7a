/** TypeScript from values, in a layout that people would write. */
import { escapeTemplates } from '#terraform/convert/escape-templates.ts';

/** Code that stands as it is: a reference such as `five9Eu.id`. */
export class Code {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

export type SourceValue = null | undefined | boolean | number | string | Code | SourceValue[] | SourceObject;

export interface SourceObject {
  [key: string]: SourceValue;
}

const LINE = 100;

/** `{ name: 'Five9 EU' }`; what does not fit into a line stands in several. */
export function literal(value: SourceValue, indent = 0): string {
  if (value instanceof Code) return value.text;
  if (typeof value === 'string') return text(value);
  if (typeof value !== 'object' || value === null) return String(value);
  const isList = Array.isArray(value);
  const items = isList
    ? value.map((item) => literal(item, indent + 2))
    : Object.entries(value).map(([key, item]) => property(key, item, indent + 2));
  const [open, close] = isList ? ['[', ']'] : ['{ ', ' }'];
  if (items.length === 0) return isList ? '[]' : '{}';
  const line = `${open}${items.join(', ')}${close}`;
  if (!line.includes('\n') && indent + line.length <= LINE) return line;
  const inner = ' '.repeat(indent + 2);
  return `${open.trim()}\n${items.map((item) => `${inner}${item},\n`).join('')}${' '.repeat(indent)}${close.trim()}`;
}

/** A spread has no name: its key begins with dots. */
function property(key: string, value: SourceValue, indent: number): string {
  if (key.startsWith('...')) return `...${literal(value, indent)}`;
  const name = /^[A-Za-z_$][\w$]*$/.test(key) ? key : text(key);
  return value instanceof Code && value.text === name ? name : `${name}: ${literal(value, indent)}`;
}

/** A text for Terraform; one of several lines stays readable. */
function text(value: string): string {
  const forTerraform = escapeTemplates(value);
  if (forTerraform.includes('\n') && !/[\r\u2028\u2029]/.test(forTerraform)) {
    const lines = forTerraform.replaceAll(/[\\`]|\$(?=\{)/g, (sign) => `\\${sign}`);
    return `\`${lines}\``;
  }
  const quoted = JSON.stringify(forTerraform).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'");
  return `'${quoted.replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')}'`;
}

/** Names that mean something else in TypeScript or in the code around. */
const RESERVED = new Set(
  (
    'abstract any arguments as async await boolean break case catch class const continue debugger declare default delete do ' +
    'else enum environment eval export extends false finally for from function get id if implements import in instanceof ' +
    'interface let module new null number object of package private protected public return scope set static string ' +
    'super switch symbol this throw true try type typeof undefined var void while with yield app stack token endpoint'
  ).split(' '),
);

/** `five9_eu` as a variable that is not taken: `five9Eu`. */
export function variableName(snake: string): string {
  const camel = snake.replaceAll(/_+([a-z0-9])/g, (_, sign: string) => sign.toUpperCase());
  const name = /^[a-z]/.test(camel) ? camel : `_${camel.replace(/^_+/, '')}`;
  return RESERVED.has(name) ? `${name}_` : name;
}
