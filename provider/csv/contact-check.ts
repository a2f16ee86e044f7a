import type { Diagnostic } from '#core/diagnostic.ts';
import type { CsvConfiguration } from './configuration.ts';
import type { When } from './times.ts';

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

export interface About {
  file: string;
  configuration: CsvConfiguration;
  channels: readonly string[];
}

export interface Mapped<T> {
  rows: T[];
  diagnostics: Diagnostic[];
}

/** A row as its cells say it, before anybody looked whether they make sense. */
export interface RawContact {
  line?: number;
  queue: string;
  when: When;
  offered: string;
  handled: string;
  channel: string;
  aht?: string;
  duration?: string;
}

/** Rows that can be imported, and what is wrong with the others. */
export function checkContacts(raw: readonly RawContact[], about: About): Mapped<ContactRow> {
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
