import {
  ACTIONS,
  durationText,
  type Action,
  type Diagnostic,
  type Outcome,
  type Scope,
  type StepReport,
} from '#provider';
import { colours, type Colours } from './colour.ts';
import { diagnosticJson, diagnosticsText } from './diagnostics.ts';

/** What an apply did, for both formats (schemas/apply-report.v1.schema.json). */
export interface ApplyResult {
  scope: Scope;
  reports: readonly StepReport[];
  unchanged: number;
  /** Beyond those of single steps. */
  diagnostics: readonly Diagnostic[];
  requests: Readonly<Record<string, number>>;
}

const OUTCOMES: readonly Outcome[] = ['done', 'failed', 'interrupted', 'not-tried'];

export function applyJson({
  scope,
  reports,
  unchanged,
  diagnostics,
  requests,
}: ApplyResult): Record<string, unknown> {
  return {
    formatVersion: 1,
    kind: 'ApplyReport',
    scope,
    summary: { ...doneByAction(reports), unchanged },
    outcomes: Object.fromEntries(OUTCOMES.map((outcome) => [outcome, count(reports, outcome)])),
    steps: reports.map(({ step, outcome, seconds, diagnostics: found }) => ({
      id: step.id,
      action: step.action,
      kind: step.kind,
      name: step.name,
      outcome,
      seconds: Math.round(seconds * 1000) / 1000,
      diagnostics: found.map(diagnosticJson),
    })),
    diagnostics: [...reports.flatMap((report) => report.diagnostics), ...diagnostics].map(diagnosticJson),
    requests,
  };
}

export function applyText({ reports, unchanged, diagnostics }: ApplyResult, c: Colours): string {
  const bad = reports.filter(({ outcome }) => outcome !== 'done');
  const lines = bad.map(
    ({ step, outcome }) => `  ${c.red(outcome.padEnd(11))} ${step.action} ${c.bold(step.name)}`,
  );
  const found = [...reports.flatMap((report) => report.diagnostics), ...diagnostics];
  const list = lines.length === 0 ? '' : `${lines.join('\n')}\n\n`;
  const problems = found.length === 0 ? '' : `${diagnosticsText(found, c)}\n`;
  return `${list}${problems}${totalText(reports, unchanged, c)}\n`;
}

/** `Apply complete: 2 created, 1 unchanged.` */
export function applySummary({ reports, unchanged }: ApplyResult): string {
  return totalText(reports, unchanged, colours(false));
}

function totalText(reports: readonly StepReport[], unchanged: number, c: Colours): string {
  const done = doneByAction(reports);
  const words: Record<Action, string> = {
    create: 'created',
    update: 'updated',
    replace: 'replaced',
    rename: 'renamed',
    adopt: 'adopted',
    pause: 'paused',
    map: 'mapped',
    resume: 'resumed',
    delete: 'deleted',
    import: 'imports finished',
  };
  const parts = ACTIONS.filter((action) => done[action] > 0).map(
    (action) => `${done[action]} ${words[action]}`,
  );
  const failed = reports.filter(({ outcome }) => outcome !== 'done').length;
  const head =
    failed === 0
      ? c.green('Apply complete:')
      : c.red(`Apply incomplete, ${failed} of ${reports.length} steps not done:`);
  return `${head} ${[...parts, `${unchanged} unchanged`].join(', ')}.`;
}

/** One line of progress for a log: what ended, and how long it took. */
export function endedLine({ step, outcome, seconds }: StepReport): string {
  const kind = step.kind === 'Workload' ? 'workload ' : '';
  const duration = seconds >= 1 ? ` (${durationText(seconds)})` : '';
  return `${outcome.padEnd(9)} ${step.action} ${kind}${step.name}${duration}`;
}

function doneByAction(reports: readonly StepReport[]): Record<Action, number> {
  const counts = Object.fromEntries(ACTIONS.map((action) => [action, 0])) as Record<Action, number>;
  for (const { step, outcome } of reports) if (outcome === 'done') counts[step.action] += 1;
  return counts;
}

function count(reports: readonly StepReport[], outcome: Outcome): number {
  return reports.filter((report) => report.outcome === outcome).length;
}
