import { createReadStream, statSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { parse } from 'csv-parse';
import {
  checkHeader,
  DiagnosedError,
  failure,
  fromJson,
  fromRow,
  type Line,
  type PushEndpoint,
} from '#provider';

export interface EventSource {
  endpoint: PushEndpoint;
  /** `-` is standard input. */
  file: string;
  form: 'csv' | 'ndjson';
  separator: string;
}

/** The form of a file by its name: `.csv`, otherwise NDJSON. */
export function formOf(file: string, named: string | undefined): EventSource['form'] {
  if (named === 'csv' || named === 'ndjson') return named;
  return /\.(csv|tsv|txt)$/i.test(file) ? 'csv' : 'ndjson';
}

/** Line after line, as fast as they are taken: nothing is read ahead of what is sent. */
export async function* readEvents(
  source: EventSource,
  onBytes: (bytes: number) => void,
): AsyncGenerator<Line> {
  const stream = openStream(source.file, onBytes);
  try {
    if (source.form === 'ndjson') yield* readLines(stream, source.endpoint);
    else yield* readRows(stream, source);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (error instanceof DiagnosedError || code === undefined) throw error;
    throw new DiagnosedError(failure('file/not-found', `${source.file} could not be read (${code}).`));
  }
}

/** The size of a file in bytes; undefined for standard input. */
export function sizeOf(file: string): number | undefined {
  return file === '-' ? undefined : statSync(file, { throwIfNoEntry: false })?.size;
}

function openStream(file: string, onBytes: (bytes: number) => void): Readable {
  const stream = file === '-' ? process.stdin : createReadStream(file);
  let bytes = 0;
  stream.on('data', (chunk: Buffer) => onBytes((bytes += chunk.length)));
  stream.pause();
  return stream;
}

async function* readLines(stream: Readable, endpoint: PushEndpoint): AsyncGenerator<Line> {
  let line = 0;
  for await (const text of createInterface({ input: stream, crlfDelay: Infinity })) {
    line += 1;
    const clean = line === 1 ? text.replace(/^\ufeff/, '') : text;
    if (clean.trim() !== '') yield fromJson(endpoint, clean, line);
  }
}

interface Row {
  record: string[];
  info: { lines: number };
}

async function* readRows(stream: Readable, { endpoint, separator }: EventSource): AsyncGenerator<Line> {
  const parser = stream.pipe(
    parse({
      delimiter: separator,
      bom: true,
      info: true,
      relaxColumnCount: true,
      skipEmptyLines: true,
      relaxQuotes: true,
    }),
  );
  stream.on('error', (error) => parser.destroy(error));
  let header: string[] | undefined;
  for await (const { record, info } of parser as AsyncIterable<Row>) {
    if (header === undefined) {
      header = record.map((name) => name.trim());
      checkHeader(endpoint, header);
      continue;
    }
    const row = Object.fromEntries(header.map((name, index) => [name, record[index] ?? '']));
    if (record.length === header.length) yield fromRow(endpoint, row, info.lines);
    else
      yield {
        line: info.lines,
        raw: record,
        reason: `It has ${record.length} columns; the header has ${header.length}.`,
      };
  }
}
