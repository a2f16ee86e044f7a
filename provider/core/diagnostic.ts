import type { DiagnosticCode } from './diagnostic-codes.ts';
import type { Path } from './json.ts';

export type Severity = 'error' | 'warning' | 'info';

/** A place in a file. Lines and columns count from 1, columns in UTF-16 units, the end is exclusive. */
export interface SourceRange {
  file: string;
  line: number;
  column: number;
  endLine: number;
  endColumn: number;
}

/** Something a person should know, always as a value, never thrown. */
export interface Diagnostic {
  code: DiagnosticCode;
  severity: Severity;
  message: string;
  /** What to do next, in one sentence. */
  hint?: string;
  /** The JSON path in the document: `spec.configuration.region`. */
  path?: string;
  file?: string;
  /** Which document of the file, from 0; lets a later stage look up the line of `path`. */
  document?: number;
  line?: number;
  column?: number;
  endLine?: number;
  endColumn?: number;
  /** The lines of the file around the place, with a caret. */
  frame?: string;
}

/** A finding inside one document, before anybody looked up its place in the file. */
export interface Problem {
  code: DiagnosticCode;
  severity?: Severity;
  message: string;
  hint?: string;
  path: Path;
  /** Whether the offending thing is the key at the path or its value. */
  at?: 'key' | 'value';
}

export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((diagnostic) => diagnostic.severity === 'error');
}

/** A failure that is explained by a diagnostic and therefore needs no stack trace. */
export class DiagnosedError extends Error {
  override readonly name = 'DiagnosedError';
  readonly diagnostics: readonly Diagnostic[];
  constructor(...diagnostics: Diagnostic[]) {
    super(diagnostics.map((diagnostic) => diagnostic.message).join('; '));
    this.diagnostics = diagnostics;
  }
}

/** Shorthand for a diagnostic of severity error without a place. */
export function failure(code: DiagnosticCode, message: string, hint?: string): Diagnostic {
  return { code, severity: 'error', message, ...(hint === undefined ? {} : { hint }) };
}
