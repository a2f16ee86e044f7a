import type { StepReport } from '#provider';
import { applySummary, type ApplyResult } from '../apply-report.ts';
import type { Report, ReportItem } from '../model.ts';
import { scopeFacts, scopeText, stepItem } from './plan.ts';

export function applyReport(result: ApplyResult): Report {
  const { scope, reports, diagnostics } = result;
  const found = [...reports.flatMap((report) => report.diagnostics), ...diagnostics];
  return {
    command: 'apply',
    title: `Apply to ${scopeText(scope)}`,
    summary: applySummary(result),
    ok: !found.some(({ severity }) => severity === 'error'),
    facts: scopeFacts(scope),
    columns: ['Before', 'After'],
    items: reports.map(toItem),
    diagnostics: found,
  };
}

function toItem({ step, outcome, diagnostics, seconds }: StepReport): ReportItem {
  const item = stepItem(step);
  const isDone = outcome === 'done';
  const said = diagnostics.length > 0 ? { said: true as const } : {};
  const text = diagnostics.map(({ message }) => message).join(' ') || outcome;
  return {
    ...item,
    status: outcome,
    tone: isDone ? 'good' : outcome === 'failed' ? 'bad' : 'warn',
    facts: [step.action, ...item.facts, ...diagnostics.map(({ message }) => message)],
    seconds,
    ...(isDone ? {} : { problem: { severity: 'error', rule: `apply/${outcome}`, text, ...said } }),
  };
}
