import { ACTIONS, type Diagnostic, type Summary } from '#provider';
import { exitCodeOf } from './exit-code.ts';
import { sayDiagnostics, writeData } from './io/terminal.ts';
import { countText, diagnosticJson } from './report/diagnostics.ts';
import type { Report } from './report/model.ts';
import { render } from './report/render.ts';

/** Also a plan that could not be made is reported in the format that was asked for. */
export async function reportFailure(
  diagnostics: Diagnostic[],
  command: Report['command'],
  flags: { format: string; output?: string },
): Promise<number> {
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
  } else if (flags.format === 'text') sayDiagnostics(diagnostics);
  else {
    const title = 'No plan could be made';
    const summary = `${countText(diagnostics)}.`;
    const report: Report = {
      command,
      title,
      summary,
      ok: false,
      facts: [],
      columns: ['', ''],
      items: [],
      diagnostics,
    };
    writeData(await render(flags.format, report), flags.output);
  }
  return exitCodeOf(diagnostics);
}
