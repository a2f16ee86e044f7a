import type { DriftItem, DriftState } from '#provider';
import { driftSummary, ownerText, type DriftResult } from '../drift-text.ts';
import type { Report, ReportItem, Tone } from '../model.ts';
import { toReportField } from './fields.ts';
import { scopeFacts, scopeText } from './plan.ts';

const TONES: Record<DriftState, Tone> = {
  drifted: 'bad',
  missing: 'bad',
  undeclared: 'warn',
  pending: 'warn',
  unmanaged: 'quiet',
  foreign: 'quiet',
  'in-sync': 'good',
};

export function driftReport(result: DriftResult): Report {
  return {
    command: 'drift',
    title: `Drift of ${scopeText(result.scope)}`,
    summary: driftSummary(result.items),
    ok: !result.drifted,
    facts: scopeFacts(result.scope),
    columns: ['In the account', 'Declared'],
    items: result.items.map(toItem),
    diagnostics: result.diagnostics,
  };
}

function toItem(item: DriftItem): ReportItem {
  const { kind, name, state, fields, source } = item;
  const names = fields.map(({ path }) => path.join('.')).join(', ');
  const text = `"${name}" is ${state}${names === '' ? '' : `: ${names}`}.`;
  const isBad = TONES[state] === 'bad';
  return {
    id: `${kind}:${name}`,
    status: state,
    tone: TONES[state],
    kind,
    name,
    facts: [`Owner: ${ownerText(item)}`],
    fields: fields.map(toReportField),
    ...(source === undefined ? {} : { file: source.file }),
    ...(source?.line === undefined ? {} : { line: source.line }),
    ...(isBad ? { problem: { severity: 'warning', rule: `drift/${state}`, text } } : {}),
  };
}
