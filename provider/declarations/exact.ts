import {
  parseAllDocuments,
  type Document,
  type DocumentOptions,
  type ParseOptions,
  type SchemaOptions,
} from 'yaml';

/** More levels than any file has, and few enough for a parser that calls itself for each. */
const MAX_LEVELS = 400;

/**
 * The parser that keeps places and comments. It is slower than the one for values, and it would exhaust the
 * stack of the process on a text that is nested without end: such a text is a RangeError.
 */
export function parseExactly(
  text: string,
  options: ParseOptions & DocumentOptions & SchemaOptions = {},
): Document[] {
  if (mayBeDeeper(text)) throw new RangeError('The text is nested too deeply.');
  return [...parseAllDocuments(text, { logLevel: 'silent', ...options })] as Document[];
}

/** Counts brackets and the room before a line's first word; brackets in texts count too, which does no harm. */
function mayBeDeeper(text: string): boolean {
  let open = 0;
  for (const [bracket] of text.matchAll(/[[\]{}]/g)) {
    open = bracket === '[' || bracket === '{' ? open + 1 : Math.max(0, open - 1);
    if (open > MAX_LEVELS) return true;
  }
  return /^[ \t?:-]{400}/m.test(text);
}
