import { readSource } from '../io/files.ts';
import { dataColours, sayDiagnostics, writeData } from '../io/terminal.ts';
import { planReport } from '../report/models/plan.ts';
import { parsePlanFile } from '../report/plan-file.ts';
import { planText } from '../report/plan-text.ts';
import { render } from '../report/render.ts';

interface Flags {
  format: string;
  output?: string;
}

/** A saved plan in another form: what reviewers see is what will be applied. */
export async function show([file = '']: string[], { format, output }: Flags): Promise<number> {
  const plan = parsePlanFile(file, Buffer.from(readSource(file).bytes).toString('utf8'));
  if (format === 'json') writeData(JSON.stringify(plan, null, 2), output);
  else if (format === 'text') {
    writeData(planText(plan, dataColours(output)), output);
    sayDiagnostics(plan.diagnostics);
  } else writeData(await render(format, planReport(plan, plan.diagnostics)), output);
  return 0;
}
