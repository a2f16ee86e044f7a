import { placeOf } from './diagnostics.ts';
import { DRIFT_STATES, type Diagnostic, type DriftItem, type DriftState, type Scope } from '#provider';
import type { Colours } from './colour.ts';
import { diagnosticJson } from './diagnostics.ts';
import { fieldText } from './plan-text.ts';

/** What one look at the account found (schemas/drift-report.v1.schema.json). */
export interface DriftResult {
  scope: Scope;
  /** Whether something of ours was changed or deleted in the account. */
  drifted: boolean;
  items: readonly DriftItem[];
  diagnostics: readonly Diagnostic[];
  requests: Readonly<Record<string, number>>;
}

export function driftJson({ scope, drifted, items, diagnostics, requests }: DriftResult): object {
  return {
    formatVersion: 1,
    kind: 'DriftReport',
    scope,
    drifted,
    summary: countStates(items),
    items: items.map(({ source, ...item }) => ({
      ...item,
      ...(source === undefined ? {} : { file: source.file, line: source.line }),
    })),
    diagnostics: diagnostics.map(diagnosticJson),
    requests,
  };
}

/** What needs a look, in full; the rest as a count. */
export function driftText({ scope, items }: DriftResult, c: Colours): string {
  const environment = scope.environment === '' ? '' : `, environment ${c.bold(scope.environment)}`;
  const shown = items.filter(({ state }) => state !== 'in-sync');
  const lines = shown.map((item) => itemText(item, c));
  const head = `Drift of workspace ${c.bold(scope.workspace)}${environment} at ${scope.endpoint}\n`;
  return `${head}${lines.length === 0 ? '' : `\n${lines.join('\n')}\n`}\n${driftSummary(items)}\n`;
}

function itemText(item: DriftItem, c: Colours): string {
  const { state, kind, name, fields, source } = item;
  const paint = state === 'drifted' || state === 'missing' ? c.red : state === 'pending' ? c.yellow : c.dim;
  const place = source === undefined ? '' : c.dim(`  ${placeOf(source)}`);
  const what = kind === 'Workload' ? 'workload ' : '';
  const owner = state === 'missing' || state === 'drifted' ? '' : c.dim(`  owner: ${ownerText(item)}`);
  const title = `  ${paint(state.padEnd(10))} ${what}${c.bold(name)}${place}${owner}`;
  return [title, ...fields.map((field) => fieldText(field, 'update', c))].join('\n');
}

export function driftSummary(items: readonly DriftItem[]): string {
  const counts = countStates(items);
  const parts = DRIFT_STATES.filter((state) => counts[state] > 0).map((state) => `${counts[state]} ${state}`);
  return parts.length === 0 ? 'Nothing is declared, and the account is empty.' : `${parts.join(', ')}.`;
}

export function ownerText({ owner }: DriftItem): string {
  if (owner === undefined) return 'nobody';
  const where = [owner.workspace, owner.environment].filter((part) => part !== '').join('/');
  const commit = owner.commit === undefined ? '' : ` at ${owner.commit.slice(0, 10)}`;
  return `${where} (${owner.engine}${commit})`;
}

function countStates(items: readonly DriftItem[]): Record<DriftState, number> {
  const counts = Object.fromEntries(DRIFT_STATES.map((state) => [state, 0])) as Record<DriftState, number>;
  for (const { state } of items) counts[state] += 1;
  return counts;
}
