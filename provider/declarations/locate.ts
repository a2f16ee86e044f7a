import { isAlias, isMap, isScalar, isSeq, LineCounter, type Document, type Node } from 'yaml';
import type { DocumentSource, Locate } from '#core/declaration.ts';
import type { SourceRange } from '#core/diagnostic.ts';
import type { Path } from '#core/json.ts';
import { parseExactly } from './exact.ts';

interface ParsedFile {
  documents: Document[];
  lines: LineCounter;
}

/** Looks places up in the texts of files. A file is parsed for positions once, at its first question. */
export function createLocator(textOf: (file: string) => string | undefined): Locate {
  const files = new Map<string, ParsedFile | undefined>();
  return (source, path, at = 'value') => {
    if (!files.has(source.file)) files.set(source.file, parseFile(textOf(source.file)));
    const parsed = files.get(source.file);
    return parsed === undefined ? undefined : locateIn(parsed, source, path, at);
  };
}

function parseFile(text: string | undefined): ParsedFile | undefined {
  if (text === undefined) return undefined;
  const lines = new LineCounter();
  try {
    return { documents: parseExactly(text, { uniqueKeys: false, lineCounter: lines }), lines };
  } catch {
    return undefined;
  }
}

/** The deepest part of the path that exists: for a missing key, the key of what should hold it. */
function locateIn(
  { documents, lines }: ParsedFile,
  { file, document }: DocumentSource,
  path: Path,
  at: 'key' | 'value',
): SourceRange | undefined {
  const root = documents[document];
  if (root === undefined) return undefined;
  let node: unknown = root.contents;
  let key: Node | undefined;
  let complete = true;
  for (const part of path) {
    const step = child(root, node, part);
    complete = step !== undefined;
    if (step === undefined) break;
    key = step.key ?? key;
    node = step.value;
  }
  const value = node as Node | null;
  const useKey = key !== undefined && (at === 'key' || !complete || isEmpty(value));
  const range = (useKey ? key?.range : value?.range) ?? [0, 0, 0];
  if (!complete && key === undefined) return rangeOf(file, lines, range[0], range[0]);
  return rangeOf(file, lines, range[0], range[1]);
}

function child(
  root: Document,
  node: unknown,
  part: string | number,
): { key?: Node; value: unknown } | undefined {
  const target = isAlias(node) ? node.resolve(root) : node;
  if (isSeq(target) && typeof part === 'number') {
    const value = target.items[part];
    return value === undefined ? undefined : { key: value as Node, value };
  }
  if (!isMap(target)) return undefined;
  const pair = target.items.find(({ key }) => isScalar(key) && String(key.value) === String(part));
  return pair === undefined ? undefined : { key: pair.key as Node, value: pair.value };
}

function isEmpty(node: Node | null): boolean {
  return node?.range == null || node.range[0] === node.range[1];
}

function rangeOf(file: string, lines: LineCounter, start: number, end: number): SourceRange {
  const from = lines.linePos(start);
  const to = lines.linePos(Math.max(start, end));
  return { file, line: from.line || 1, column: from.col || 1, endLine: to.line || 1, endColumn: to.col || 1 };
}
