import { isMap, isScalar, isSeq, LineCounter, type Node } from 'yaml';
import type { Diagnostic } from '#core/diagnostic.ts';
import { parseExactly } from './exact.ts';
import { MAX_DEPTH } from './guard.ts';

const MAX_REPORTED = 20;

/** Why a file is not valid YAML, with places. `cause` is what the fast parser threw. */
export function explainSyntax(file: string, text: string, cause: unknown): Diagnostic[] {
  try {
    const lines = new LineCounter();
    const options = { uniqueKeys: false, prettyErrors: false, lineCounter: lines } as const;
    const documents = parseExactly(text, options);
    if (documents.some(({ contents }) => isDeeper(contents, MAX_DEPTH))) return [tooDeep(file)];
    const found = documents.flatMap((document) => [
      ...document.errors.map((error) =>
        at(file, lines, error.pos, 'yaml/syntax', readable(error.code, error.message)),
      ),
      ...duplicateKeys(document.contents).map(({ key, range }) =>
        at(
          file,
          lines,
          [range[0], range[1]],
          'yaml/duplicate-key',
          `The key "${key}" stands here a second time.`,
        ),
      ),
    ]);
    return found.length > 0 ? found.slice(0, MAX_REPORTED) : [fromCause(file, cause)];
  } catch (error) {
    if (error instanceof RangeError) return [tooDeep(file)];
    throw error;
  }
}

/** The fast parser has a limit of its own; this tells its refusal from a mistake in the text. */
function isDeeper(node: unknown, levels: number): boolean {
  if (levels < 0) return true;
  if (isSeq(node)) return node.items.some((item) => isDeeper(item, levels - 1));
  return isMap(node) && node.items.some(({ value }) => isDeeper(value, levels - 1));
}

interface Duplicate {
  key: string;
  range: readonly [number, number, number];
}

function duplicateKeys(node: unknown): Duplicate[] {
  if (isSeq(node)) return node.items.flatMap(duplicateKeys);
  if (!isMap(node)) return [];
  const seen = new Set<string>();
  return node.items.flatMap(({ key, value }) => {
    const name = isScalar(key) ? String(key.value) : '';
    const twice = seen.has(name) ? [{ key: name, range: (key as Node).range! }] : [];
    seen.add(name);
    return [...twice, ...duplicateKeys(value)];
  });
}

function at(
  file: string,
  lines: LineCounter,
  [start, end]: [number, number],
  code: Diagnostic['code'],
  message: string,
): Diagnostic {
  const from = lines.linePos(start);
  const to = lines.linePos(end);
  const place = { line: from.line, column: from.col, endLine: to.line, endColumn: to.col };
  return { code, severity: 'error', message, file, ...place };
}

/** The parser's messages may quote the text behind a colon, which may be a secret. */
function readable(code: string, message: string): string {
  if (code === 'TAB_AS_INDENT') return 'Tabs cannot indent YAML; use spaces.';
  return `${message.replace(/:\s.*$/s, '').replace(/\.$/, '')}.`;
}

function fromCause(file: string, cause: unknown): Diagnostic {
  const { reason, mark } = cause as { reason?: string; mark?: { line: number; column: number } };
  if (cause instanceof RangeError) return tooDeep(file);
  const duplicate = reason === 'duplicated mapping key';
  return {
    code: duplicate ? 'yaml/duplicate-key' : 'yaml/syntax',
    severity: 'error',
    message: `Not valid YAML: ${(reason ?? 'unknown reason').replace(/["'`].*$/s, '…')}.`,
    file,
    ...(mark === undefined ? {} : { line: mark.line + 1, column: mark.column + 1 }),
  };
}

function tooDeep(file: string): Diagnostic {
  return {
    code: 'yaml/depth-limit',
    severity: 'error',
    message: `Values are nested deeper than ${MAX_DEPTH} levels.`,
    file,
    line: 1,
    column: 1,
  };
}
