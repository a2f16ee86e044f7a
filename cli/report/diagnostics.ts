import type { Diagnostic } from '#provider';
import type { Colours } from './colour.ts';

/** Diagnostics for people: place, message, code frame, what to do. */
export function diagnosticsText(diagnostics: readonly Diagnostic[], c: Colours): string {
  return diagnostics.map((diagnostic) => oneText(diagnostic, c)).join('\n');
}

function oneText(diagnostic: Diagnostic, c: Colours): string {
  const { severity, code, message, hint, path, frame } = diagnostic;
  const paint = { error: c.red, warning: c.yellow, info: c.cyan }[severity];
  const lines = [`${placeText(diagnostic)}${paint(severity)} ${c.dim(code)} ${message}`];
  if (frame !== undefined) lines.push(indent(frame));
  if (path !== undefined && path !== '') lines.push(`  ${c.dim('at')} ${path}`);
  if (hint !== undefined) lines.push(`  ${c.dim('→')} ${hint}`);
  return `${lines.join('\n')}\n`;
}

export function placeText({ file, line, column }: Diagnostic): string {
  if (file === undefined) return '';
  if (line === undefined) return `${file}: `;
  return `${file}:${line}:${column ?? 1}: `;
}

/** The fields of a diagnostic that the JSON formats promise; frames are for people. */
export function diagnosticJson({
  frame: _,
  document: __,
  ...diagnostic
}: Diagnostic): Record<string, unknown> {
  return diagnostic;
}

/** `2 errors, 1 warning`. */
export function countText(diagnostics: readonly Diagnostic[]): string {
  const count = (severity: string): number => diagnostics.filter((item) => item.severity === severity).length;
  return (['error', 'warning'] as const)
    .map((severity) => [count(severity), severity] as const)
    .filter(([number]) => number > 0)
    .map(([number, severity]) => `${number} ${severity}${number === 1 ? '' : 's'}`)
    .join(', ');
}

function indent(text: string): string {
  return text.replaceAll(/^/gm, '  ');
}

/** `integrations/five9.yaml:5`; a construct has a path and no line. */
export function placeOf({ file, line }: { file: string; line?: number }): string {
  return line === undefined ? file : `${file}:${line}`;
}
