import { randomUUID } from 'node:crypto';
import path from 'node:path';
import {
  applyPlan,
  DiagnosedError,
  failure,
  isRefused,
  readObserved,
  runDiagnostics,
  summarize,
  type Diagnostic,
  type PlanOptions,
  type Scope,
  type SecretReference,
  type Step,
} from '#provider';
import { EXIT, exitCodeOf } from '../exit-code.ts';
import { onInterrupt } from '../interrupt.ts';
import { findWorkspaceFile, readSource } from '../io/files.ts';
import { currentCommit } from '../io/git.ts';
import { createResolver } from '../io/secrets.ts';
import { confirm, say, wantsColour, writeData } from '../io/terminal.ts';
import { makePlanned, type PlanFlags } from '../planning.ts';
import { createProgress } from '../progress/progress.ts';
import { applyJson, applyText, type ApplyResult } from '../report/apply-report.ts';
import { colours } from '../report/colour.ts';
import { diagnosticsText } from '../report/diagnostics.ts';
import { parsePlanFile, type PlanFile } from '../report/plan-file.ts';
import { planText } from '../report/plan-text.ts';
import { openTarget, sleep, type Target } from '../session.ts';
import { attempt } from './attempt.ts';
import { failed } from './plan.ts';
import { workspaceOf } from './workspace.ts';

interface Flags extends PlanFlags {
  format: 'text' | 'json';
  output?: string;
  autoApprove?: boolean;
  wait: boolean;
}

/** A plan that is ready to be carried out, fresh or saved. */
interface Ready {
  scope: Scope;
  steps: Step[];
  unchanged: number;
  diagnostics: readonly Diagnostic[];
  target: Target;
  root: string;
  resolveSecret: (reference: SecretReference) => Promise<string>;
  /** Looks up lines for diagnostics that know their document; a saved plan has no documents at hand. */
  place: (diagnostics: readonly Diagnostic[]) => Promise<Diagnostic[]>;
}

export async function apply(args: string[], flags: Flags): Promise<number> {
  const isSaved = args.length === 1 && args[0]!.endsWith('.json');
  return guarded(flags, async (signal) =>
    isSaved ? ready(args[0]!, flags, signal) : fresh(args, flags, 'apply', signal),
  );
}

export async function destroy(args: string[], flags: Flags): Promise<number> {
  return guarded({ ...flags, wait: true }, async (signal) => fresh(args, flags, 'destroy', signal));
}

/** Only takes over; what else differs is left for a later apply. */
export async function adopt(args: string[], flags: Flags): Promise<number> {
  return guarded({ ...flags, wait: true }, async (signal) => {
    const made = await fresh(args, { ...flags, adopt: true }, 'apply', signal);
    const steps = made.steps.filter(({ action }) => action === 'adopt');
    const diagnostics = made.diagnostics.filter(({ code }) => code.startsWith('conflict/'));
    return { ...made, steps, diagnostics };
  });
}

async function guarded(flags: Flags, prepare: (signal: AbortSignal) => Promise<Ready>): Promise<number> {
  const interrupt = onInterrupt(() =>
    say('Interrupted: finishing what is in flight. Interrupt again to stop at once.'),
  );
  try {
    return await attempt(
      async () => carryOut(await prepare(interrupt.signal), flags, interrupt.signal),
      (diagnostics) => failed(diagnostics, flags),
    );
  } finally {
    interrupt.dispose();
  }
}

async function fresh(
  args: string[],
  flags: Flags,
  mode: PlanOptions['mode'],
  signal: AbortSignal,
): Promise<Ready> {
  const { plan, target, inputs, resolveSecret, warnings } = await makePlanned(args, flags, mode, signal);
  const { steps, unchanged } = plan;
  return {
    scope: target.scope,
    steps,
    unchanged,
    diagnostics: [...warnings, ...plan.diagnostics],
    target,
    root: inputs.root,
    resolveSecret,
    place: async (diagnostics) => inputs.set.placeDiagnostics(diagnostics),
  };
}

/** A saved plan: made for this account, by this version, and the account is as it was. */
async function ready(file: string, flags: Flags, signal: AbortSignal): Promise<Ready> {
  const saved = parsePlanFile(file, Buffer.from(readSource(file).bytes).toString('utf8'));
  const workspaceFile =
    findWorkspaceFile(process.cwd()) ?? findWorkspaceFile(path.dirname(path.resolve(file)));
  const root = workspaceFile === undefined ? process.cwd() : path.dirname(workspaceFile);
  const resolveSecret = createResolver({
    folder: flags.secretsDir ?? root,
    allowCommands: flags.allowCommands ?? false,
  });
  const environment = saved.scope.environment === '' ? {} : { environment: saved.scope.environment };
  const target = await openTarget(
    { ...environment, ...flags },
    workspaceOf(workspaceFile),
    resolveSecret,
    signal,
  );
  checkTarget(saved, target);
  await checkObserved(saved, target);
  return {
    scope: saved.scope,
    steps: saved.steps,
    unchanged: saved.unchanged,
    diagnostics: saved.diagnostics,
    target,
    root,
    resolveSecret,
    place: async (diagnostics) => [...diagnostics],
  };
}

/** The endpoint is never taken from the plan: a plan that somebody made must not lead the token elsewhere. */
function checkTarget({ scope }: PlanFile, target: Target): void {
  const text = ({ endpoint, workspace, environment }: Scope): string =>
    `${endpoint}, workspace ${workspace}${environment === '' ? '' : `, environment ${environment}`}`;
  if (text(scope) === text(target.scope)) return;
  const message = `The plan was made for ${text(scope)}; this is ${text(target.scope)}.`;
  throw new DiagnosedError(
    failure('stale/other-target', message, 'Make a plan for the target that you mean.'),
  );
}

async function checkObserved(saved: PlanFile, { client }: Target): Promise<void> {
  const planned = new Map(saved.observed.map((item) => [item.id, item]));
  const names = new Set(saved.steps.flatMap(({ name, observed }) => [name, observed?.name ?? name]));
  const now = (await readObserved(client)).filter(({ id, name }) => planned.has(id) || names.has(name));
  const changed = now.filter(({ id, etag }) => planned.get(id)?.etag !== etag).map(({ name }) => name);
  const gone = saved.observed.filter(({ id }) => !now.some((item) => item.id === id)).map(({ name }) => name);
  const affected = [...changed, ...gone];
  if (affected.length === 0) return;
  const message = `The account changed since the plan was made: ${affected.map((name) => `"${name}"`).join(', ')}.`;
  throw new DiagnosedError(failure('stale/observed', message, 'Make the plan again and review it.'));
}

async function carryOut(prepared: Ready, flags: Flags, signal: AbortSignal): Promise<number> {
  const { steps, unchanged, scope, diagnostics, target } = prepared;
  const json = flags.format === 'json';
  showPlan(prepared, json ? 'stderr' : 'stdout', json && (flags.autoApprove === true || steps.length === 0));
  const base = { scope, unchanged, requests: target.client.requests };
  if (isRefused({ diagnostics: [...diagnostics] })) {
    const reports = steps.map((step) => ({
      step,
      outcome: 'not-tried' as const,
      diagnostics: [],
      seconds: 0,
    }));
    if (json) writeData(JSON.stringify(applyJson({ ...base, reports, diagnostics }), null, 2), flags.output);
    return exitCodeOf(diagnostics);
  }
  if (steps.length > 0 && flags.autoApprove !== true) await confirm('Carry out this plan?', signal);
  const executed = steps.length === 0 ? [] : await execute(prepared, flags, signal);
  const reports = await Promise.all(
    executed.map(async (report) => ({ ...report, diagnostics: await prepared.place(report.diagnostics) })),
  );
  const found = runDiagnostics(reports);
  const result: ApplyResult = {
    ...base,
    requests: target.client.requests,
    reports,
    diagnostics: [...(json ? diagnostics : []), ...found],
  };
  if (json) writeData(JSON.stringify(applyJson(result), null, 2), flags.output);
  else if (steps.length > 0)
    writeData(
      applyText(result, colours(flags.output === undefined && wantsColour(process.stdout))),
      flags.output,
    );
  return exitOf(result, found);
}

async function execute(
  { steps, target, root, scope, resolveSecret }: Ready,
  flags: Flags,
  signal: AbortSignal,
): Promise<ApplyResult['reports']> {
  const commit = await currentCommit(root);
  const progress = await createProgress(steps.length, false);
  try {
    return await applyPlan(
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
        ...(flags.wait ? {} : { wait: false }),
      },
    );
  } finally {
    progress.stop();
  }
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
  if (diagnostics.length > 0) say(diagnosticsText(diagnostics, colours(wantsColour(process.stderr))));
}

/** Something done and something not is 5; nothing done at all is the code of what went wrong. */
function exitOf({ reports }: ApplyResult, found: readonly Diagnostic[]): number {
  if (found.length === 0) return EXIT.done;
  if (found.some(({ code }) => code === 'apply/interrupted')) return EXIT.interrupted;
  if (reports.some(({ outcome }) => outcome === 'done')) return EXIT.partial;
  return exitCodeOf(reports.flatMap(({ diagnostics }) => diagnostics));
}
