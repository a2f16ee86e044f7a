import { codeFrameColumns } from '@babel/code-frame';
import type { Diagnostic } from '#core/diagnostic.ts';

/** The lines around a diagnostic with a marker below the place. `text` must be masked already. */
export function frameOf(text: string, { line, column, endLine, endColumn }: Diagnostic): string | undefined {
  if (line === undefined || column === undefined) return undefined;
  const oneLine = endLine === line && endColumn !== undefined && endColumn > column;
  const end = oneLine ? { end: { line, column: endColumn } } : {};
  const location = { start: { line, column }, ...end };
  return codeFrameColumns(text.replaceAll('\r\n', '\n'), location, { linesAbove: 2, linesBelow: 1 });
}
