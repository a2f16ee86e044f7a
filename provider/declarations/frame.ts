import { codeFrameColumns } from '@babel/code-frame';
import type { Diagnostic } from '#core/diagnostic.ts';

/** Minified or damaged files have lines that no terminal shows. */
const TOO_WIDE = /^(.{160}).+$/gm;

/** The lines around a diagnostic with a marker below the place. `text` must be masked already. */
export function frameOf(text: string, { line, column, endLine, endColumn }: Diagnostic): string | undefined {
  if (line === undefined || column === undefined) return undefined;
  const oneLine = endLine === line && endColumn !== undefined && endColumn > column;
  const end = oneLine ? { end: { line, column: endColumn } } : {};
  const location = { start: { line, column }, ...end };
  const frame = codeFrameColumns(text.replaceAll('\r\n', '\n'), location, { linesAbove: 2, linesBelow: 1 });
  return frame.replaceAll(TOO_WIDE, '$1…');
}
