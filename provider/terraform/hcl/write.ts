/** Terraform's language from values, in the layout that "terraform fmt" would give it. */
import { escapeTemplates } from '../convert/escape-templates.ts';
import { ExactNumber, isCtyObject, Unknown, type CtyValue } from '../convert/cty.ts';

/** An expression that stands as it is: a reference such as `injixo_integration_five9.eu.id`. */
export class Expression {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

export type HclValue = CtyValue | Expression | HclValue[] | { [key: string]: HclValue };

/** Arguments and blocks in the order in which they are given. */
export interface HclBlock {
  /** For example `['resource', 'injixo_workload', 'support']`. */
  head: readonly string[];
  body: readonly (readonly [name: string, value: HclValue])[];
  blocks?: readonly HclBlock[];
}

export function writeBlocks(blocks: readonly HclBlock[]): string {
  return blocks.map((block) => `${blockLines(block).join('\n')}\n`).join('\n');
}

function blockLines({ head: [keyword, ...labels], body, blocks = [] }: HclBlock): string[] {
  const head = [keyword!, ...labels.map((label) => JSON.stringify(label))].join(' ');
  const inner = blocks.map(blockLines);
  const lines = [
    ...argumentLines(body),
    ...inner.flatMap((block, index) => [...(index > 0 || body.length > 0 ? [''] : []), ...block]),
  ];
  return lines.length === 0 ? [`${head} {}`] : [`${head} {`, ...indent(lines), '}'];
}

/** The signs of equality stand below each other, except past a value of several lines. */
function argumentLines(body: HclBlock['body']): string[] {
  const rendered = body.map(([name, value]) => [name, valueLines(value)] as const);
  const lines: string[] = [];
  let group: (readonly [string, string[]])[] = [];
  const flush = (): void => {
    const width = Math.max(0, ...group.map(([name]) => widthOf(name)));
    for (const [name, [first, ...rest]] of group)
      lines.push(`${name}${' '.repeat(width - widthOf(name))} = ${first}`, ...rest);
    group = [];
  };
  for (const argument of rendered) {
    const breaks = argument[1].length > 1 && !argument[1][0]!.startsWith('<<');
    if (breaks) flush();
    group.push(argument);
    if (breaks) flush();
  }
  flush();
  return lines;
}

/** Signs as people count them, which is how "terraform fmt" does. */
function widthOf(name: string): number {
  return [...new Intl.Segmenter('en').segment(name)].length;
}

function valueLines(value: HclValue): string[] {
  if (value instanceof Expression) return [value.text];
  if (value instanceof ExactNumber) return [value.text];
  if (value === null || value instanceof Unknown) return ['null'];
  if (typeof value === 'string') return isReadableAsLines(value) ? heredoc(value) : [quoted(value)];
  if (typeof value !== 'object') return [String(value)];
  if (Array.isArray(value)) return listLines(value);
  const entries = Object.entries(value as Record<string, HclValue>);
  if (entries.length === 0) return ['{}'];
  const body = entries.map(([key, item]) => [isName(key) ? key : quoted(key), item] as const);
  return ['{', ...indent(argumentLines(body)), '}'];
}

function listLines(items: readonly HclValue[]): string[] {
  // The end of a text of several lines must stand alone, so no comma can follow it.
  const lines = items.map((item) => (typeof item === 'string' ? [quoted(item)] : valueLines(item)));
  if (lines.every((item) => item.length === 1) && items.every((item) => !isCtyObject(item))) {
    const text = `[${lines.map(([only]) => only).join(', ')}]`;
    if (text.length <= 100) return [text];
  }
  const inner = lines.flatMap((item) => [...item.slice(0, -1), `${item[item.length - 1]},`]);
  return ['[', ...indent(inner), ']'];
}

/** Texts of several lines stand as they are, if Terraform reads the same text from the indented lines. */
function isReadableAsLines(text: string): boolean {
  const lines = text.split('\n');
  return (
    lines.length > 2 &&
    lines.pop() === '' &&
    lines.every((line) => line.trim() !== '' && line !== 'EOT') &&
    lines.some((line) => !line.startsWith(' ')) &&
    // eslint-disable-next-line no-control-regex
    !/[\u0000-\u0009\u000b-\u001f\u007f]/.test(text)
  );
}

function heredoc(text: string): string[] {
  const lines = escapeTemplates(text).split('\n').slice(0, -1);
  return ['<<-EOT', ...indent(lines), 'EOT'];
}

/** A text of the language: templates in it are only text. */
export function quoted(text: string): string {
  const escaped = escapeTemplates(text)
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '\\"')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t')
    // eslint-disable-next-line no-control-regex
    .replaceAll(/[\u0000-\u001f\u007f]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return `"${escaped}"`;
}

/** Whether a key needs no quotes. After a brace, "for" would begin an expression. */
function isName(key: string): boolean {
  return key !== 'for' && /^[A-Za-z_][A-Za-z0-9_-]*$/.test(key);
}

function indent(lines: readonly string[]): string[] {
  return lines.map((line) => (line === '' ? '' : `  ${line}`));
}

/** `Five9 EU, support` as `five9_eu_support`, and another name where that one is taken. */
export function uniqueName(text: string, taken: Set<string>): string {
  const plain = text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '');
  const base = /^[a-z]/.test(plain) ? plain : `_${plain}`;
  let name = base;
  for (let n = 2; taken.has(name); n++) name = `${base}_${n}`;
  taken.add(name);
  return name;
}
