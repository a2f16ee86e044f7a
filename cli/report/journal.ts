import {
  durationText,
  parseJson,
  type Action,
  type Kind,
  type Outcome,
  type Scope,
  type StepReport,
} from '#provider';
import type { Colours } from './colour.ts';
import { table } from './table.ts';

export interface JournalStart {
  type: 'started';
  formatVersion: 1;
  run: string;
  at: string;
  by: string;
  commit: string | null;
  version: string;
  scope: Scope;
  /** The digest of the plan that is carried out. */
  plan: string;
  steps: number;
}

export interface JournalStep {
  type: 'step';
  at: string;
  id: string;
  action: Action;
  kind: Kind;
  name: string;
  outcome: Outcome;
  seconds: number;
  problems: { code: string; message: string }[];
}

export interface JournalEnd {
  type: 'ended';
  at: string;
  exitCode: number;
  outcomes: Record<Outcome, number>;
}

export type JournalLine = JournalStart | JournalStep | JournalEnd;

/** One run as its file tells it. Without `ended` the process died, or the run goes on. */
export interface JournalRun {
  run: string;
  started?: JournalStart;
  steps: JournalStep[];
  ended?: JournalEnd;
  /** Lines that are no JSON, as a crash leaves them. */
  damaged: number;
}

/** What of a step is kept: no field and no value, only what was done and how it went. */
export function journalStep({ step, outcome, seconds, diagnostics }: StepReport, at: string): JournalStep {
  const { id, action, kind, name } = step;
  const problems = diagnostics.map(({ code, message }) => ({ code, message }));
  return { type: 'step', at, id, action, kind, name, outcome, seconds, problems };
}

export function parseRun(run: string, text: string): JournalRun {
  const result: JournalRun = { run, steps: [], damaged: 0 };
  for (const line of text.split('\n').filter((part) => part.trim() !== '')) {
    const entry = tryParse(line);
    if (entry?.type === 'started') result.started = entry;
    else if (entry?.type === 'step') result.steps.push(entry);
    else if (entry?.type === 'ended') result.ended = entry;
    else result.damaged += 1;
  }
  return result;
}

function tryParse(line: string): JournalLine | undefined {
  try {
    const value = parseJson(line) as JournalLine | null;
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

export function runsText(runs: readonly JournalRun[], c: Colours): string {
  if (runs.length === 0) return 'No apply has been recorded here.';
  const rows = runs.map((run) => [
    run.run,
    run.started?.by ?? '?',
    run.started === undefined ? '?' : scopeName(run.started.scope),
    run.started?.commit?.slice(0, 10) ?? '-',
    outcomeText(run, c),
  ]);
  return table(['RUN', 'BY', 'WORKSPACE', 'COMMIT', 'OUTCOME'], rows, c);
}

export function runText(run: JournalRun, c: Colours): string {
  const { started, steps, damaged } = run;
  const facts: [string, string][] = [
    ['Run', run.run],
    ['Started', started?.at ?? '?'],
    ['By', started?.by ?? '?'],
    ['Workspace', started === undefined ? '?' : `${scopeName(started.scope)} at ${started.scope.endpoint}`],
    ['Commit', started?.commit ?? '-'],
    ['Plan', started?.plan ?? '?'],
    ['Outcome', outcomeText(run, c)],
  ];
  const head = facts.map(([key, value]) => `${c.dim(key.padEnd(10))} ${value}`);
  const lines = steps.map((step) => stepText(step, c));
  const torn = damaged === 0 ? [] : [c.yellow(`${damaged} damaged lines were skipped.`)];
  return [...head, '', ...lines, ...torn].join('\n');
}

function stepText({ at, outcome, action, kind, name, seconds, problems }: JournalStep, c: Colours): string {
  const paint = outcome === 'done' ? c.green : c.red;
  const what = kind === 'Workload' ? 'workload ' : '';
  const title = `  ${c.dim(at)} ${paint(outcome.padEnd(11))} ${action} ${what}${c.bold(name)} ${c.dim(durationText(seconds))}`;
  return [title, ...problems.map(({ code, message }) => `      ${c.dim(code)} ${message}`)].join('\n');
}

function outcomeText({ ended, started, steps }: JournalRun, c: Colours): string {
  const done = steps.filter(({ outcome }) => outcome === 'done').length;
  const text = `${done} of ${started?.steps ?? '?'} steps done`;
  if (ended === undefined) return c.red(`did not end: ${text}`);
  return ended.exitCode === 0 ? c.green(text) : c.red(`exit ${ended.exitCode}: ${text}`);
}

function scopeName({ workspace, environment }: Scope): string {
  return environment === '' ? workspace : `${workspace}/${environment}`;
}
