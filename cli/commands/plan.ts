import { isRefused } from '#provider';
import { EXIT, exitCodeOf } from '../exit-code.ts';
import { makePlanned, type PlanFlags } from '../planning.ts';
import { toPlanFile } from '../report/plan-file.ts';
import { writePlan } from '../write-plan.ts';
import { attempt } from '../io/attempt.ts';
import { reportFailure } from '../plan-failure.ts';

interface Flags extends PlanFlags {
  format: string;
  output?: string;
  detailedExitcode?: boolean;
}

/** Shows what apply would do; the JSON form is also the saved plan. */
export async function plan(args: string[], flags: Flags): Promise<number> {
  return attempt(
    async () => show(args, flags),
    (diagnostics) => reportFailure(diagnostics, 'plan', flags),
  );
}

async function show(args: string[], flags: Flags): Promise<number> {
  const { plan: made, options, target, warnings } = await makePlanned(args, flags, 'apply');
  const diagnostics = [...warnings, ...made.diagnostics];
  const file = toPlanFile(
    { ...made, diagnostics },
    { scope: target.scope, options, requests: target.client.requests },
  );
  await writePlan(file, diagnostics, flags);
  if (isRefused(made)) return exitCodeOf(made.diagnostics);
  return flags.detailedExitcode === true && made.steps.length > 0 ? EXIT.changes : EXIT.done;
}
