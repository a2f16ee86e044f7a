import type { Diagnostic } from '#core/diagnostic.ts';
import { didYouMean } from '#catalog/suggest.ts';
import type { ContactColumns, CsvConfiguration } from './configuration.ts';
import type { Table } from './table.ts';
import { sqlTime, whenOf, type When } from './times.ts';

export interface ContactRow {
  line?: number;
  queue: string;
  /** As the clocks of the time zone show it. */
  timestamp: string;
  utc: string;
  offered: number;
  handled: number;
  channel: string;
  /** Seconds. */
  aht?: number;
  /** Seconds. */
  duration?: number;
}

export interface QueryResult {
  columns: string[];
  rows: Record<string, string | number | null>[];
}

export interface About {
  file: string;
  configuration: CsvConfiguration;
  channels: readonly string[];
}

export interface Mapped<T> {
  rows: T[];
  diagnostics: Diagnostic[];
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

interface RawContact {
  line?: number;
  queue: string;
  when: When;
  offered: string;
  handled: string;
  channel: string;
  aht?: string;
  duration?: string;
}

function checkContacts(raw: readonly RawContact[], about: About): Mapped<ContactRow> {
  const rows: ContactRow[] = [];
  const diagnostics: Diagnostic[] = [];
  const seen = new Map<string, number>();
  for (const [index, item] of raw.entries()) {
    const problems = problemsOf(item, about);
    const row = 'iso' in item.when ? toRow(item, item.when) : undefined;
    if (row !== undefined && about.configuration.layout === 'interval-based') {
      const key = JSON.stringify([row.queue, row.utc]);
      const first = seen.get(key);
      if (first !== undefined)
        problems.push(`The interval stands there twice; the first time in ${place(raw[first]!, first)}.`);
      seen.set(key, first ?? index);
    }
    if (problems.length === 0) rows.push(row!);
    else diagnostics.push(finding(problems, item, index, about.file));
  }
  return { rows, diagnostics };
}

function problemsOf(item: RawContact, { configuration, channels }: About): string[] {
  const { layout, intervalLength = 15 } = configuration;
  const problems: string[] = [];
  if (item.queue === '') problems.push('The name of the queue is empty.');
  if ('problem' in item.when) problems.push(item.when.problem);
  else if (layout === 'interval-based' && Date.parse(item.when.iso) % (intervalLength * 60_000) !== 0)
    problems.push(`${item.when.time} does not begin an interval of ${intervalLength} minutes.`);
  problems.push(...numberProblems(item));
  if (!channels.includes(item.channel))
    problems.push(`The channel "${item.channel}" is not one of ${channels.join(', ')}.`);
  return problems;
}

function numberProblems(item: RawContact): string[] {
  const counts = (['offered', 'handled'] as const)
    .filter((key) => !/^\d+$/.test(item[key].trim()))
    .map((key) => `${key} "${item[key]}" is not a whole number.`);
  const durations = (['aht', 'duration'] as const).flatMap((key) => {
    const text = item[key]?.trim();
    if (text === '' && key === 'duration') return ['duration is empty.'];
    return text === undefined || text === '' || Number(text) >= 0
      ? []
      : [`${key} "${text}" is not a duration.`];
  });
  return [...counts, ...durations];
}

function toRow(item: RawContact, { time, iso }: Extract<When, { iso: string }>): ContactRow {
  const { line, queue, offered, handled, channel, aht, duration } = item;
  return {
    ...(line === undefined ? {} : { line }),
    queue,
    timestamp: time,
    utc: iso,
    offered: Number(offered),
    handled: Number(handled),
    channel,
    ...(aht === undefined || aht.trim() === '' ? {} : { aht: Number(aht) }),
    ...(duration === undefined ? {} : { duration: Number(duration) }),
  };
}

/** `00:03:20` as 200. What is no duration stays as it is, for the check to refuse. */
function seconds(text: string, unit: 'seconds' | 'hh:mm:ss'): string {
  const match = unit === 'hh:mm:ss' ? /^(\d+):([0-5]?\d):([0-5]?\d)$/.exec(text.trim()) : null;
  if (unit === 'hh:mm:ss' && match === null && text.trim() !== '') return `${text} (not hh:mm:ss)`;
  if (match === null) return text.trim();
  return String(Number(match[1]) * 3600 + Number(match[2]) * 60 + Number(match[3]));
}

export function finding(
  problems: readonly string[],
  { line }: { line?: number },
  index: number,
  file: string,
): Diagnostic {
  const where = line === undefined ? `Row ${index + 1} of the query: ` : '';
  return {
    code: 'csv/row',
    severity: 'error',
    message: `${where}${problems.join(' ')}`,
    file,
    ...(line === undefined ? {} : { line }),
  };
}

function place({ line }: { line?: number }, index: number): string {
  return line === undefined ? `row ${index + 1}` : `line ${line}`;
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
