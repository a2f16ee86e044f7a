import type { Report, ReportItem, Tone } from '../model.ts';
import { commitText, diffSummary, type DiffChange, type DiffResult } from '../diff-text.ts';
import { toReportField } from './fields.ts';

const TONES: Record<DiffChange['risk'], Tone> = { high: 'bad', medium: 'warn', low: 'quiet' };

export function diffReport(result: DiffResult): Report {
  const { base, head, changes, diagnostics } = result;
  return {
    command: 'diff',
    title: `Changes from ${base} to ${head}`,
    summary: diffSummary(changes),
    ok: !diagnostics.some(({ severity }) => severity === 'error'),
    facts: [
      ['From', base],
      ['To', head],
    ],
    columns: ['Before', 'After'],
    items: changes.map(toItem),
    diagnostics,
  };
}

function toItem(change: DiffChange): ReportItem {
  const { kind, name, action, fields, risk, reasons, environments, commits, file, line } = change;
  const why = reasons.length === 0 ? '' : ` (${reasons.join(', ')})`;
  return {
    id: `${kind}:${name}:${environments.join(',')}`,
    status: action,
    tone: TONES[risk],
    kind,
    name,
    facts: [
      `Risk: ${risk}${why}`,
      ...(environments.length === 0 ? [] : [`Environments: ${environments.join(', ')}`]),
      ...(change.formerName === undefined ? [] : [`Formerly: ${change.formerName}`]),
      ...commits.map(commitText),
    ],
    fields: fields.map(toReportField),
    ...(file === undefined ? {} : { file }),
    ...(line === undefined ? {} : { line }),
    ...(risk === 'low'
      ? {}
      : {
          problem: {
            severity: risk === 'high' ? 'warning' : 'info',
            rule: `risk/${risk}`,
            text: `${action} of "${name}": ${reasons.join(', ')}.`,
          },
        }),
  };
}
