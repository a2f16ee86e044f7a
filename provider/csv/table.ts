import { parse } from 'csv-parse/sync';
import { DiagnosedError, failure } from '#core/diagnostic.ts';
import type { CsvConfiguration } from './configuration.ts';

export interface Table {
  columns: string[];
  rows: { line: number; cells: string[] }[];
  /** How many rows the preprocessing left out. */
  skipped: number;
}

interface Parsed {
  record: string[];
  info: { lines: number };
  raw: string;
}

/** Preprocessing and parsing, in the order in which injixo's form lists them. Lines count from 1. */
export function toTable(text: string, file: string, configuration: CsvConfiguration): Table {
  const { columnSeparator, preprocessing = {} } = configuration;
  const {
    skipFirstRows = 0,
    skipRowsContaining = [],
    skipEmptyRows = false,
    addHeaderRow = false,
  } = preprocessing;
  const parsed = read(withoutFirst(text, skipFirstRows), file, columnSeparator);
  const kept = parsed.filter(({ record, raw }) => {
    if (skipRowsContaining.some((part) => raw.includes(part))) return false;
    return !(skipEmptyRows && record.every((cell) => cell.trim() === ''));
  });
  const width = Math.max(0, ...kept.map(({ record }) => record.length));
  const header = addHeaderRow
    ? Array.from({ length: width }, (_, index) => `column${index + 1}`)
    : (kept.shift()?.record.map((name) => name.trim()) ?? []);
  const rows = kept.map(({ record, info }) => ({ line: info.lines + skipFirstRows, cells: record }));
  return {
    columns: header,
    rows,
    skipped: parsed.length - kept.length - (addHeaderRow ? 0 : 1) + skipFirstRows,
  };
}

function withoutFirst(text: string, count: number): string {
  let start = text.startsWith('\ufeff') ? 1 : 0;
  for (let left = count; left > 0; left--) {
    const end = text.indexOf('\n', start);
    if (end === -1) return '';
    start = end + 1;
  }
  return text.slice(start);
}

function read(text: string, file: string, delimiter: string): Parsed[] {
  try {
    return parse(text, {
      delimiter,
      info: true,
      raw: true,
      relaxColumnCount: true,
      relaxQuotes: true,
    }) as unknown as Parsed[];
  } catch (error) {
    const { lines } = error as { lines?: number };
    throw new DiagnosedError({
      ...failure('csv/row', `${file} cannot be read as CSV: ${(error as Error).message}`),
      file,
      ...(lines === undefined ? {} : { line: lines }),
    });
  }
}
