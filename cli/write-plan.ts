import type { Diagnostic } from '#provider';
import { sayDiagnostics } from './io/terminal.ts';
import type { Colours } from './report/colour.ts';
import { planReport } from './report/models/plan.ts';
import type { PlanFile } from './report/plan-file.ts';
import { planText } from './report/plan-text.ts';
import { writeReport } from './write-report.ts';

/** A plan, fresh or saved: both are shown in the same way. Only fresh diagnostics have code frames. */
export async function writePlan(
  plan: PlanFile,
  diagnostics: readonly Diagnostic[],
  flags: { format: string; output?: string },
): Promise<void> {
  const forms = {
    text: (c: Colours) => planText(plan, c),
    json: () => plan,
    report: () => planReport(plan, diagnostics),
  };
  await writeReport(forms, flags);
  if (flags.format === 'text') sayDiagnostics(diagnostics);
}
