import { DateTime } from 'luxon';
import type { WhenColumns } from './configuration.ts';

const TOKENS: Record<string, string> = {
  D: 'd',
  DD: 'dd',
  M: 'L',
  MM: 'LL',
  YY: 'yy',
  YYYY: 'yyyy',
  h: 'H',
  hh: 'HH',
  m: 'm',
  mm: 'mm',
  s: 's',
  ss: 'ss',
};

export type When = { time: string; iso: string } | { problem: string };

/** injixo's format in luxon's words; every other character stands for itself. */
export function luxonFormat(format: string): string {
  return format.replaceAll(/(D+|M+|Y+|h+|m+|s+)|([^DMYhms]+)/g, (run, token?: string) => {
    if (token !== undefined && TOKENS[token] !== undefined) return TOKENS[token];
    return `'${run}'`;
  });
}

/** The time that a row means, as the clocks of the time zone show it and in UTC. */
export function whenOf(columns: WhenColumns, cell: (column: string) => string, zone: string): When {
  const parts = [
    columns.timestamp ?? columns.date,
    columns.timestamp === undefined ? columns.time : undefined,
  ];
  const found = parts.filter((part) => part !== undefined);
  const text = found.map(({ column }) => cell(column).trim()).join(' ');
  const format = found.map((part) => part.format).join(' ');
  return parseTime(text, format, zone);
}

export function parseTime(text: string, format: string, zone: string): When {
  // An apostrophe is luxon's own sign for literal text, so it is parsed in another guise.
  const plain = (value: string): string => value.replaceAll("'", '’');
  const written = luxonFormat(plain(format));
  const parsed = DateTime.fromFormat(plain(text), written, { zone });
  if (!parsed.isValid) return { problem: `"${text}" is not of the form ${format}.` };
  // A time that the clocks skipped is moved by luxon, which a round trip through a clockless zone shows.
  const asWritten = DateTime.fromFormat(plain(text), written, { zone: 'utc' });
  const moved = asWritten.toFormat('HH:mm') !== parsed.toFormat('HH:mm');
  if (moved) return { problem: `"${text}" does not exist in ${zone}: the clocks were put forward.` };
  return {
    time: parsed.toFormat('yyyy-MM-dd HH:mm:ss'),
    iso: parsed.toUTC().toISO({ suppressMilliseconds: true }),
  };
}

/** What a query returns as a timestamp: the forms that SQLite's own date functions write. */
export function sqlTime(value: string | number | null | undefined, zone: string): When {
  const text = String(value ?? '').trim();
  for (const format of [
    'YYYY-MM-DD hh:mm:ss',
    'YYYY-MM-DD hh:mm',
    'YYYY-MM-DDThh:mm:ss',
    'YYYY-MM-DDThh:mm',
  ]) {
    const when = parseTime(text.replace('T', format.includes('T') ? 'T' : ' '), format, zone);
    // A time that is well written and skipped by the clocks has no other reading.
    if ('iso' in when || when.problem.includes('does not exist')) return when;
  }
  return { problem: `The timestamp "${text}" is not of the form YYYY-MM-DD hh:mm:ss.` };
}
