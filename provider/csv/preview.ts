/** What injixo would make of a CSV file, computed here: the rows, and what is wrong with them. */
import type { Diagnostic } from '#core/diagnostic.ts';
import type { CsvConfiguration, Encoding } from './configuration.ts';
import type { ContactRow } from './contact-check.ts';
import { contactRows, queryRows, type QueryResult } from './contacts.ts';
import { decode } from './decode.ts';
import { statusRows, type StatusRow } from './statuses.ts';
import { toTable, type Table } from './table.ts';

export interface CsvPreview {
  kind: CsvConfiguration['importData'];
  rows: (ContactRow | StatusRow)[];
  diagnostics: Diagnostic[];
  summary: {
    /** Rows of the file, without header and without what preprocessing left out. */
    read: number;
    skipped: number;
    mapped: number;
    queues: string[];
    agents: number;
    /** Of 15 minutes for single contacts, otherwise as declared. */
    intervals: number;
    /** Intervals without a row between the first and the last of a queue. */
    missingIntervals: number;
    /** The first and the last time, in UTC. */
    from?: string;
    to?: string;
  };
}

/** Runs a query over the table `uploaded_file`; a thrown Error says what SQLite says. */
export type RunQuery = (table: Table, sql: string) => Promise<QueryResult>;

export interface PreviewInput {
  file: string;
  bytes: Uint8Array;
  /** Left out: UTF-8, and anything else is an error. */
  encoding?: Encoding;
  configuration: CsvConfiguration;
  /** The channels that the integration type may have. */
  channels: readonly string[];
  runQuery: RunQuery;
}

export async function previewCsv(input: PreviewInput): Promise<CsvPreview> {
  const { file, configuration, runQuery } = input;
  const table = toTable(decode(input.bytes, file, input.encoding), file, configuration);
  const about = { file, configuration, channels: input.channels };
  if (configuration.importData === 'agent-status') {
    const { rows, diagnostics } = statusRows(table, about);
    return { kind: 'agent-status', rows, diagnostics, summary: summarize(table, rows, configuration) };
  }
  const sql = configuration.mapping?.sqlQuery;
  const { rows, diagnostics } =
    sql === undefined ? contactRows(table, about) : await queryRows(async () => runQuery(table, sql), about);
  return { kind: 'contact', rows, diagnostics, summary: summarize(table, rows, configuration) };
}

function summarize(
  table: Table,
  rows: readonly (ContactRow | StatusRow)[],
  { intervalLength = 15 }: CsvConfiguration,
): CsvPreview['summary'] {
  const contacts = rows.filter((row) => 'queue' in row);
  const times = rows.map((row) => ('queue' in row ? row.utc : row.startUtc)).sort();
  const slots = new Map<string, Set<number>>();
  for (const { queue, utc } of contacts) {
    const slot = Math.floor(Date.parse(utc) / (intervalLength * 60_000));
    slots.set(queue, (slots.get(queue) ?? new Set()).add(slot));
  }
  const counts = [...slots.values()].map((set) => ({ found: set.size, span: spanOf(set) }));
  const intervals = counts.reduce((sum, { found }) => sum + found, 0);
  return {
    read: table.rows.length,
    skipped: table.skipped,
    mapped: rows.length,
    queues: [...slots.keys()].sort(),
    agents: new Set(rows.flatMap((row) => ('queue' in row ? [] : [row.agentIdentifier]))).size,
    intervals,
    missingIntervals: counts.reduce((sum, { span }) => sum + span, 0) - intervals,
    ...(times.length === 0 ? {} : { from: times[0]!, to: times[times.length - 1]! }),
  };
}

/** How many intervals lie between the first and the last, both included. */
function spanOf(slots: ReadonlySet<number>): number {
  let [least, most] = [Infinity, -Infinity];
  for (const slot of slots) [least, most] = [Math.min(least, slot), Math.max(most, slot)];
  return most - least + 1;
}
