import { ACTIONS, type Diagnostic, type Summary } from '#provider';
import { exitCodeOf } from './exit-code.ts';
import { sayDiagnostics, writeData } from './io/terminal.ts';
import { diagnosticJson } from './report/diagnostics.ts';

/** Also a plan that could not be made is JSON where JSON was asked for. */
export function reportFailure(
  diagnostics: Diagnostic[],
  flags: { format: 'text' | 'json'; output?: string },
): number {
  if (flags.format === 'json') {
    const summary = Object.fromEntries([...ACTIONS, 'unchanged'].map((action) => [action, 0])) as Summary;
    const report = {
      formatVersion: 1,
      kind: 'Failure',
      summary,
      steps: [],
      diagnostics: diagnostics.map(diagnosticJson),
      requests: {},
    };
    writeData(JSON.stringify(report, null, 2), flags.output);
  } else sayDiagnostics(diagnostics);
  return exitCodeOf(diagnostics);
}
