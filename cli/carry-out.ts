/** Shows a plan, asks, carries it out and reports: the end that apply, adopt and destroy share. */
import { randomUUID } from 'node:crypto';
import {
  applyPlan,
  isRefused,
  notTried,
  runDiagnostics,
  summarize,
  type Diagnostic,
  type StepReport,
  sleep,
} from '#provider';
import { EXIT, exitCodeOf } from './exit-code.ts';
import { onInterrupt } from './interrupt.ts';
import { attempt } from './io/attempt.ts';
import { currentCommit } from './io/git.ts';
import { confirm, say, sayDiagnostics, wantsColour, writeData } from './io/terminal.ts';
import { reportFailure } from './plan-failure.ts';
import { createProgress } from './progress/progress.ts';
import type { ApplyFlags, Ready } from './ready.ts';
import { startRecording, type Recording } from './recording.ts';
import { applyJson, applyText, type ApplyResult } from './report/apply-report.ts';
import { colours, type Colours } from './report/colour.ts';
import { applyReport } from './report/models/apply.ts';
import { planText } from './report/plan-text.ts';
import { writeReport } from './write-report.ts';

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
      (diagnostics) => reportFailure(diagnostics, 'apply', flags),
    );
  } finally {
    interrupt.dispose();
  }
}

async function carryOut(prepared: Ready, flags: ApplyFlags, signal: AbortSignal): Promise<number> {
  const { steps, unchanged, scope, diagnostics, target } = prepared;
  const isText = flags.format === 'text';
  const silent = !isText && (flags.autoApprove === true || steps.length === 0);
  showPlan(prepared, isText ? 'stdout' : 'stderr', silent);
  const result = (reports: readonly StepReport[], found: readonly Diagnostic[]): ApplyResult => {
    return { scope, unchanged, reports, diagnostics: found, requests: target.client.requests };
  };
  if (isRefused({ diagnostics: [...diagnostics] })) {
    if (!isText) await writeResult(result(steps.map(notTried), diagnostics), flags);
    return exitCodeOf(diagnostics);
  }
  if (steps.length > 0 && flags.autoApprove !== true) await confirm('Carry out this plan?', signal);
  const { reports, found, exitCode } = await recorded(prepared, flags, signal);
  if (!isText) await writeResult(result(reports, [...diagnostics, ...found]), flags);
  else if (steps.length > 0) await writeResult(result(reports, found), flags);
  return exitCode;
}

interface Carried {
  reports: StepReport[];
  found: Diagnostic[];
  exitCode: number;
}

/** Carries out the steps with the journal beside; nothing to do leaves no trace. */
async function recorded(prepared: Ready, flags: ApplyFlags, interrupt: AbortSignal): Promise<Carried> {
  if (prepared.steps.length === 0) return { reports: [], found: [], exitCode: EXIT.done };
  const commit = await currentCommit(prepared.root);
  const recording = await startRecording(prepared, flags, commit, interrupt);
  const reports = await execute(prepared, flags, commit, recording);
  const found = runDiagnostics(reports);
  const exitCode = exitOf(reports, found);
  const unkept = await recording.end(exitCode, reports);
  // The run was stopped by its journal, not by a person.
  if (unkept.length > 0) return { reports, found: unkept, exitCode: stoppedBy(reports, unkept) };
  return { reports, found, exitCode };
}

function stoppedBy(reports: readonly StepReport[], found: readonly Diagnostic[]): number {
  return reports.some(({ outcome }) => outcome === 'done') ? EXIT.partial : exitCodeOf(found);
}

async function execute(
  { steps, target, scope, resolveSecret, place }: Ready,
  flags: ApplyFlags,
  commit: string | undefined,
  { signal, on }: Recording,
): Promise<StepReport[]> {
  const progress = await createProgress(steps.length);
  try {
    const reports = await applyPlan(
      { steps },
      {
        client: target.client,
        scope,
        parallelism: flags.parallelism ?? 10,
        signal,
        emit: (event) => {
          on(event);
          progress.on(event);
        },
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

async function writeResult(result: ApplyResult, flags: ApplyFlags): Promise<void> {
  const forms = {
    text: (c: Colours) => applyText(result, c),
    json: () => applyJson(result),
    report: () => applyReport(result),
  };
  await writeReport(forms, flags);
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
