/** Texts with `${…}` in Terraform's JSON: the part of its language that synthesized stacks are made of. */

/** What a `${…}` refers to: `var.region` as `['var', 'region']`. */
export interface Traversal {
  steps: readonly (string | number)[];
}

/** An expression that only Terraform can compute: functions, operators, loops. */
export interface Computed {
  computed: string;
}

export type Part = string | Traversal | Computed;

/** The parts of a text: literals and expressions. `$${` and `%%{` stand for themselves. */
export function parseTemplate(text: string): Part[] {
  const parts: Part[] = [];
  let literal = '';
  for (let at = 0; at < text.length;) {
    const three = text.slice(at, at + 3);
    if (three === '$${' || three === '%%{') {
      literal += three.slice(1);
      at += 3;
    } else if (three.startsWith('${') || three.startsWith('%{')) {
      const end = endOf(text, at + 2);
      if (literal !== '') parts.push(literal);
      literal = '';
      const inner = text.slice(at + 2, end).trim();
      parts.push(text[at] === '%' ? { computed: text.slice(at, end + 1) } : parseExpression(inner));
      at = end + 1;
    } else {
      literal += text[at]!;
      at += 1;
    }
  }
  if (literal !== '' || parts.length === 0) parts.push(literal);
  return parts;
}

/** The index of the brace that closes an expression; texts in it may hold braces. */
function endOf(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const sign = text[at];
    if (sign === '"') at = endOfText(text, at + 1);
    else if (sign === '{') depth += 1;
    else if (sign === '}' && depth === 0) return at;
    else if (sign === '}') depth -= 1;
  }
  return text.length;
}

function endOfText(text: string, start: number): number {
  for (let at = start; at < text.length; at++) {
    if (text[at] === '\\') at += 1;
    else if (text.startsWith('${', at) && !text.startsWith('$${', at - 1)) at = endOf(text, at + 2);
    else if (text[at] === '"') return at;
  }
  return text.length;
}

const STEP = /\.([A-Za-z_][\w-]*)|\.(\d+)|\[(\d+)\]|\["((?:[^"\\$%]|\\["\\])*)"\]/y;

/** A plain text in quotes, or names and indexes; everything else is for Terraform. */
function parseExpression(inner: string): Part {
  const text = /^"((?:[^"\\$%]|\\["\\])*)"$/.exec(inner)?.[1];
  if (text !== undefined) return unescape(text);
  const root = /^[A-Za-z_][\w-]*/.exec(inner)?.[0];
  if (root === undefined) return { computed: inner };
  const steps: (string | number)[] = [root];
  STEP.lastIndex = root.length;
  while (STEP.lastIndex < inner.length) {
    const match = STEP.exec(inner);
    if (match === null) return { computed: inner };
    const [, name, dotIndex, index, key] = match;
    if (name !== undefined) steps.push(name);
    else if (key !== undefined) steps.push(unescape(key));
    else steps.push(Number(dotIndex ?? index));
  }
  return { steps };
}

function unescape(text: string): string {
  return text.replaceAll(/\\(["\\])/g, '$1');
}
