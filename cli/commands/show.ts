import { readSource } from '../io/files.ts';
import { parsePlanFile } from '../report/plan-file.ts';
import { writePlan } from '../write-plan.ts';

interface Flags {
  format: string;
  output?: string;
}

/** A saved plan in another form: what reviewers see is what will be applied. */
export async function show([file = '']: string[], flags: Flags): Promise<number> {
  const plan = parsePlanFile(file, Buffer.from(readSource(file).bytes).toString('utf8'));
  await writePlan(plan, plan.diagnostics, flags);
  return 0;
}
