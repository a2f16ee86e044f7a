/** Shows a plan, asks, carries it out and reports: the end that apply, adopt and destroy share. */
import { randomUUID } from 'node:crypto';
import { applyPlan, isRefused, runDiagnostics, summarize, type Diagnostic, type StepReport } from '#provider';
import { EXIT, exitCodeOf } from './exit-code.ts';
import { onInterrupt } from './interrupt.ts';
import { attempt } from './io/attempt.ts';
import { currentCommit } from './io/git.ts';
import { confirm, dataColours, say, sayDiagnostics, wantsColour, writeData } from './io/terminal.ts';
import { reportFailure } from './plan-failure.ts';
import { createProgress } from './progress/progress.ts';
import type { ApplyFlags, Ready } from './ready.ts';
import { applyJson, applyText, type ApplyResult } from './report/apply-report.ts';
import { colours } from './report/colour.ts';
import { planText } from './report/plan-text.ts';
import { sleep } from './target.ts';

/** Prepares a plan and carries it out; answers the exit code. The first interrupt lets what is in flight finish. */
export async function prepareAndCarryOut(
  flags: ApplyFlags,
  prepare: (signal: AbortSignal) => Promise<Ready>,
): Promise<number> {
  const interrupt = onInterrupt(() =>
    say('Interrupted: finishing what is in flight. Interrupt again to stop at once.'),
  );
  try {
    return await attempt(
      async () => carryOut(await prepare(interrupt.signal), flags, interrupt.signal),
      (diagnostics) => reportFailure(diagnostics, flags),
    );
  } finally {
    interrupt.dispose();
  }
}

async function carryOut(prepared: Ready, flags: ApplyFlags, signal: AbortSignal): Promise<number> {
  const { steps, unchanged, scope, diagnostics, target } = prepared;
  const silent = flags.format === 'json' && (flags.autoApprove === true || steps.length === 0);
  showPlan(prepared, flags.format === 'json' ? 'stderr' : 'stdout', silent);
  const result = (reports: readonly StepReport[], found: readonly Diagnostic[]): ApplyResult => {
    return { scope, unchanged, reports, diagnostics: found, requests: target.client.requests };
  };
  if (isRefused({ diagnostics: [...diagnostics] })) {
    const reports = steps.map((step): StepReport => ({
      step,
      outcome: 'not-tried',
      diagnostics: [],
      seconds: 0,
    }));
    if (flags.format === 'json') writeReport(result(reports, diagnostics), flags);
    return exitCodeOf(diagnostics);
  }
  if (steps.length > 0 && flags.autoApprove !== true) await confirm('Carry out this plan?', signal);
  const reports = steps.length === 0 ? [] : await execute(prepared, flags, signal);
  const found = runDiagnostics(reports);
  if (flags.format === 'json') writeReport(result(reports, [...diagnostics, ...found]), flags);
  else if (steps.length > 0) writeReport(result(reports, found), flags);
  return exitOf(reports, found);
}

async function execute(
  { steps, target, root, scope, resolveSecret, place }: Ready,
  flags: ApplyFlags,
  signal: AbortSignal,
): Promise<StepReport[]> {
  const commit = await currentCommit(root);
  const progress = await createProgress(steps.length);
  try {
    const reports = await applyPlan(
      { steps },
      {
        client: target.client,
        scope,
        parallelism: flags.parallelism ?? 10,
        signal,
        emit: progress.on,
        newId: randomUUID,
        now: Date.now,
        sleep,
        resolveSecret,
        ...(commit === undefined ? {} : { commit }),
        ...(flags.wait === false ? { wait: false } : {}),
      },
    );
    return await Promise.all(
      reports.map(async (report) => ({ ...report, diagnostics: await place(report.diagnostics) })),
    );
  } finally {
    progress.stop();
  }
}

function writeReport(result: ApplyResult, { format, output }: ApplyFlags): void {
  const c = dataColours(output);
  writeData(format === 'json' ? JSON.stringify(applyJson(result), null, 2) : applyText(result, c), output);
}

function showPlan(
  { scope, steps, unchanged, diagnostics }: Ready,
  stream: 'stdout' | 'stderr',
  silent: boolean,
): void {
  const c = colours(wantsColour(process[stream]));
  const text = planText({ scope, steps, summary: summarize({ steps, unchanged }) }, c);
  if (!silent && stream === 'stdout') writeData(text);
  else if (!silent) say(text);
  sayDiagnostics(diagnostics);
}

/** Something done and something not is 5; nothing done at all is the code of what went wrong. */
function exitOf(reports: readonly StepReport[], found: readonly Diagnostic[]): number {
  if (found.length === 0) return EXIT.done;
  if (found.some(({ code }) => code === 'apply/interrupted')) return EXIT.interrupted;
  if (reports.some(({ outcome }) => outcome === 'done')) return EXIT.partial;
  return exitCodeOf(reports.flatMap(({ diagnostics }) => diagnostics));
}
