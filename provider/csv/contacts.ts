import type { Diagnostic } from '#core/diagnostic.ts';
import { checkContacts, type About, type ContactRow, type Mapped, type RawContact } from './contact-check.ts';
import { didYouMean } from '#catalog/suggest.ts';
import type { ContactColumns } from './configuration.ts';
import type { Table } from './table.ts';
import { sqlTime, whenOf } from './times.ts';

export interface QueryResult {
  columns: string[];
  rows: Record<string, string | number | null>[];
}

/** The mapping by columns. */
export function contactRows(table: Table, about: About): Mapped<ContactRow> {
  const columns = about.configuration.mapping!.columns!;
  const missing = missingColumns(table, namesOf(columns), about.file);
  if (missing.length > 0) return { rows: [], diagnostics: missing };
  const index = new Map(table.columns.map((name, at) => [name, at]));
  const raw = table.rows.map(({ line, cells }): RawContact => {
    const cell = (column: string): string => cells[index.get(column)!] ?? '';
    const { aht, duration, channel } = columns;
    return {
      line,
      queue: cell(columns.queueName).trim(),
      when: whenOf(columns, cell, about.configuration.timeZone),
      offered: cell(columns.offered),
      handled: cell(columns.handled),
      channel: channel.fixed ?? cell(channel.column!).trim(),
      ...(aht === undefined ? {} : { aht: seconds(cell(aht.column), aht.unit) }),
      ...(duration === undefined ? {} : { duration: cell(duration) }),
    };
  });
  return checkContacts(raw, about);
}

const REQUIRED = ['queue', 'timestamp', 'offered', 'handled', 'channel'];

/** The mapping by a query. What SQLite refuses is a finding like any other. */
export async function queryRows(run: () => Promise<QueryResult>, about: About): Promise<Mapped<ContactRow>> {
  let result: QueryResult;
  try {
    result = await run();
  } catch (error) {
    const message = `SQLite refuses the query: ${(error as Error).message}`;
    return { rows: [], diagnostics: [{ code: 'csv/query', severity: 'error', message, file: about.file }] };
  }
  const isInterval = about.configuration.layout === 'interval-based';
  const wanted = [...REQUIRED, ...(isInterval ? [] : ['duration'])];
  const missing = wanted.filter((name) => !result.columns.includes(name));
  if (missing.length > 0) {
    const message = `The query returns no column ${missing.map((name) => `"${name}"`).join(', ')}.`;
    const hint = `It returns ${result.columns.join(', ')}; names are lower-case.`;
    return {
      rows: [],
      diagnostics: [{ code: 'csv/query', severity: 'error', message, hint, file: about.file }],
    };
  }
  const raw = result.rows.map((row): RawContact => ({
    queue: String(row['queue'] ?? '').trim(),
    when: sqlTime(row['timestamp'], about.configuration.timeZone),
    offered: String(row['offered'] ?? ''),
    handled: String(row['handled'] ?? ''),
    channel: String(row['channel'] ?? ''),
    ...(isInterval && result.columns.includes('aht') ? { aht: String(row['aht'] ?? '') } : {}),
    ...(isInterval ? {} : { duration: String(row['duration'] ?? '') }),
  }));
  return checkContacts(raw, about);
}

/** `00:03:20` as 200. What is no duration stays as it is, for the check to refuse. */
function seconds(text: string, unit: 'seconds' | 'hh:mm:ss'): string {
  const match = unit === 'hh:mm:ss' ? /^(\d+):([0-5]?\d):([0-5]?\d)$/.exec(text.trim()) : null;
  if (unit === 'hh:mm:ss' && match === null && text.trim() !== '') return `${text} (not hh:mm:ss)`;
  if (match === null) return text.trim();
  return String(Number(match[1]) * 3600 + Number(match[2]) * 60 + Number(match[3]));
}

export function missingColumns(table: Table, names: readonly string[], file: string): Diagnostic[] {
  return names
    .filter((name) => !table.columns.includes(name))
    .map((name) => ({
      code: 'csv/column',
      severity: 'error',
      message: `The file has no column "${name}".`,
      hint: didYouMean(name, table.columns) ?? `It has ${table.columns.join(', ')}.`,
      file,
      line: 1,
    }));
}

function namesOf(columns: ContactColumns): string[] {
  const { queueName, offered, handled, aht, duration, channel, date, time, timestamp } = columns;
  const names = [
    queueName,
    date?.column,
    time?.column,
    timestamp?.column,
    offered,
    handled,
    aht?.column,
    duration,
    channel.column,
  ];
  return names.filter((name) => name !== undefined);
}
