import type { DeclaredChange, Diagnostic } from '#provider';
import type { Colours } from './colour.ts';
import { diagnosticJson } from './diagnostics.ts';
import { fieldText } from './plan-text.ts';

export interface Commit {
  /** The full hash. */
  commit: string;
  author: string;
  /** ISO 8601. */
  date: string;
  subject: string;
}

/** A change with where it applies and who made it. */
export interface DiffChange extends DeclaredChange {
  /** Empty for a workspace without environments. */
  environments: string[];
  commits: Commit[];
  file?: string;
  line?: number;
}

/** What changed between two revisions (schemas/diff-report.v1.schema.json). */
export interface DiffResult {
  base: string;
  head: string;
  changes: readonly DiffChange[];
  diagnostics: readonly Diagnostic[];
}

export function diffJson({ base, head, changes, diagnostics }: DiffResult): object {
  return {
    formatVersion: 1,
    kind: 'DiffReport',
    base,
    head,
    summary: { ...countBy(changes, ({ action }) => action), risk: countBy(changes, ({ risk }) => risk) },
    changes,
    diagnostics: diagnostics.map(diagnosticJson),
  };
}

export function diffText({ base, head, changes }: DiffResult, c: Colours): string {
  const parts = changes.map((change) => changeText(change, c));
  const list = parts.length === 0 ? '' : `\n${parts.join('\n')}\n`;
  return `Changes from ${c.bold(base)} to ${c.bold(head)}\n${list}\n${diffSummary(changes)}\n`;
}

function changeText(change: DiffChange, c: Colours): string {
  const { kind, name, action, risk, reasons, environments, fields, commits, formerName } = change;
  const paint = { high: c.red, medium: c.yellow, low: c.dim }[risk];
  const what = kind === 'Integration' ? '' : `${kind.toLowerCase()} `;
  const why = reasons.length === 0 ? '' : `: ${reasons.join(', ')}`;
  const where = environments.length === 0 ? '' : c.dim(`  in ${environments.join(', ')}`);
  const was = formerName === undefined ? '' : c.dim(` (was ${formerName})`);
  return [
    `  ${action.padEnd(8)} ${what}${c.bold(name)}${was}  ${paint(`${risk} risk${why}`)}${where}`,
    ...fields.map((field) => fieldText(field, action, c)),
    ...commits.map((commit) => `      ${c.dim(commitText(commit))}`),
  ].join('\n');
}

export function commitText({ commit, author, date, subject }: Commit): string {
  return `${commit.slice(0, 10)} ${author}, ${date.slice(0, 10)}: ${subject}`;
}

export function diffSummary(changes: readonly DiffChange[]): string {
  if (changes.length === 0) return 'No changes.';
  const text = (counts: Record<string, number>): string =>
    Object.entries(counts)
      .map(([word, count]) => `${count} ${word}`)
      .join(', ');
  const risks = countBy(changes, ({ risk }) => risk);
  return `${text(countBy(changes, ({ action }) => action))}. Risk: ${text(risks)}.`;
}

function countBy(
  changes: readonly DiffChange[],
  key: (change: DiffChange) => string,
): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const change of changes) counts[key(change)] = (counts[key(change)] ?? 0) + 1;
  return counts;
}
