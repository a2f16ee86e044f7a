import type { Diagnostic, Step, Summary } from '#provider';
import { colours } from '../colour.ts';
import type { Report, ReportItem, Tone } from '../model.ts';
import { summaryText, type ShownPlan } from '../plan-text.ts';
import { toReportField } from './fields.ts';

export function planReport(
  plan: ShownPlan & { summary: Summary },
  diagnostics: readonly Diagnostic[],
): Report {
  return {
    command: 'plan',
    title: `Plan for ${scopeText(plan.scope)}`,
    summary: plan.steps.length === 0 ? 'No changes.' : summaryText(plan.summary, colours(false)),
    ok: !diagnostics.some(({ severity }) => severity === 'error'),
    facts: scopeFacts(plan.scope),
    columns: ['Before', 'After'],
    items: plan.steps.map(stepItem),
    diagnostics,
  };
}

export function scopeText({ workspace, environment }: ShownPlan['scope']): string {
  return environment === '' ? `workspace ${workspace}` : `workspace ${workspace}, environment ${environment}`;
}

export function scopeFacts({ endpoint, workspace, environment }: ShownPlan['scope']): [string, string][] {
  return [
    ['Endpoint', endpoint],
    ['Workspace', workspace],
    ...(environment === '' ? [] : [['Environment', environment] as [string, string]]),
  ];
}

export function stepItem(step: Step): ReportItem {
  const { file, line } = step.source ?? {};
  return {
    id: step.id,
    status: step.action,
    tone: toneOf(step),
    kind: step.kind,
    name: step.name,
    facts: [step.cost, step.note].filter((text) => text !== undefined),
    fields: step.fields.map(toReportField),
    ...(file === undefined ? {} : { file }),
    ...(line === undefined ? {} : { line }),
  };
}

function toneOf({ action }: Step): Tone {
  if (action === 'delete' || action === 'replace') return 'bad';
  if (action === 'create') return 'good';
  return action === 'import' || action === 'resume' ? 'quiet' : 'warn';
}
