import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runQuery } from '#cli/io/sqlite.ts';
import type { CsvConfiguration } from '../../provider/csv/configuration.ts';
import { decode, UPLOAD_LIMIT } from '../../provider/csv/decode.ts';
import { previewCsv, type CsvPreview } from '../../provider/csv/preview.ts';
import { toTable } from '../../provider/csv/table.ts';
import { parseTime } from '../../provider/csv/times.ts';

const INTERVALS: CsvConfiguration = {
  importData: 'contact',
  columnSeparator: ';',
  timeZone: 'Europe/Berlin',
  layout: 'interval-based',
  intervalLength: 30,
  mapping: {
    columns: {
      queueName: 'Queue',
      date: { column: 'Date', format: 'DD.MM.YYYY' },
      time: { column: 'Time', format: 'hh:mm' },
      offered: 'In',
      handled: 'Done',
      aht: { column: 'AHT', unit: 'hh:mm:ss' },
      channel: { fixed: 'calls' },
    },
  },
};
const preview = async (text: string, configuration: CsvConfiguration): Promise<CsvPreview> =>
  previewCsv({
    file: 'f.csv',
    bytes: new TextEncoder().encode(text),
    configuration,
    channels: ['calls', 'chats'],
    runQuery,
  });
const HEAD = 'Queue;Date;Time;In;Done;AHT\n';

describe('a CSV file by columns', () => {
  it('becomes the rows that injixo would import', async () => {
    const { rows, diagnostics, summary } = await preview(
      `${HEAD}Sales;22.11.2026;10:00;5;4;00:03:20\nSales;22.11.2026;11:30;1;1;\n`,
      INTERVALS,
    );
    expect(diagnostics).toEqual([]);
    expect(rows).toEqual([
      {
        line: 2,
        queue: 'Sales',
        timestamp: '2026-11-22 10:00:00',
        utc: '2026-11-22T09:00:00Z',
        offered: 5,
        handled: 4,
        channel: 'calls',
        aht: 200,
      },
      {
        line: 3,
        queue: 'Sales',
        timestamp: '2026-11-22 11:30:00',
        utc: '2026-11-22T10:30:00Z',
        offered: 1,
        handled: 1,
        channel: 'calls',
      },
    ]);
    expect(summary).toMatchObject({
      read: 2,
      mapped: 2,
      queues: ['Sales'],
      intervals: 2,
      missingIntervals: 2,
    });
  });

  it.each([
    [
      'a date in another form',
      'Sales;2026-11-22;10:00;5;4;',
      '"2026-11-22 10:00" is not of the form DD.MM.YYYY hh:mm.',
    ],
    ['a number that is none', 'Sales;22.11.2026;10:00;five;4;', 'offered "five" is not a whole number.'],
    ['a time inside an interval', 'Sales;22.11.2026;10:10;5;4;', 'does not begin an interval of 30 minutes'],
    ['an hour that the clocks skip', 'Sales;29.03.2026;02:30;5;4;', 'the clocks were put forward'],
    ['a duration in another form', 'Sales;22.11.2026;10:00;5;4;200', 'is not a duration'],
    ['an empty queue', ';22.11.2026;10:00;5;4;', 'The name of the queue is empty.'],
  ])('says the line and what is wrong with %s', async (_, row, message) => {
    const { diagnostics, rows } = await preview(`${HEAD}${row}\n`, INTERVALS);
    expect(rows).toEqual([]);
    expect(diagnostics).toMatchObject([
      { code: 'csv/row', file: 'f.csv', line: 2, message: expect.stringContaining(message) },
    ]);
  });

  it('finds an interval that stands there twice', async () => {
    const row = 'Sales;22.11.2026;10:00;5;4;\n';
    const { diagnostics } = await preview(HEAD + row + row, INTERVALS);
    expect(diagnostics).toMatchObject([{ line: 3, message: expect.stringContaining('line 2') }]);
  });

  it('names a column that is missing, and the one that may be meant', async () => {
    const { diagnostics } = await preview(HEAD.replace('Queue', 'Queues'), INTERVALS);
    expect(diagnostics).toMatchObject([
      { code: 'csv/column', message: 'The file has no column "Queue".', hint: 'Did you mean "Queues"?' },
    ]);
  });

  it('maps single contacts, with their channel and duration', async () => {
    const { mapping, ...rest } = INTERVALS;
    const { aht: _, ...columns } = mapping!.columns!;
    const configuration: CsvConfiguration = {
      ...rest,
      layout: 'contact-based',
      mapping: { columns: { ...columns, duration: 'AHT', channel: { column: 'Channel' } } },
    };
    const { rows, diagnostics } = await preview(
      'Queue;Date;Time;In;Done;AHT;Channel\nA;22.11.2026;10:07;1;1;33.5;chats\nA;22.11.2026;10:08;1;0;;fax\n',
      configuration,
    );
    expect(rows).toMatchObject([{ queue: 'A', channel: 'chats', duration: 33.5 }]);
    expect(diagnostics[0]!.message).toBe('duration is empty. The channel "fax" is not one of calls, chats.');
  });

  it('maps agent statuses', async () => {
    const when = (column: string): { timestamp: { column: string; format: string } } => ({
      timestamp: { column, format: 'YYYY-MM-DD hh:mm:ss' },
    });
    const configuration: CsvConfiguration = {
      importData: 'agent-status',
      columnSeparator: ',',
      timeZone: 'UTC',
      agentStatusMapping: {
        agentIdentifier: 'agent',
        activityIdentifier: 'status',
        start: when('from'),
        end: when('to'),
      },
    };
    const { rows, diagnostics, summary } = await preview(
      'agent,status,from,to\nbob,Ready,2026-11-22 10:00:00,2026-11-22 11:00:00\nbob,Ready,2026-11-22 12:00:00,2026-11-22 11:00:00\n',
      configuration,
    );
    expect(rows).toMatchObject([{ line: 2, agentIdentifier: 'bob', start: '2026-11-22 10:00:00' }]);
    expect(diagnostics).toMatchObject([{ line: 3, message: 'The end lies before the start.' }]);
    expect(summary.agents).toBe(1);
  });
});

describe('preprocessing', () => {
  const base = { ...INTERVALS, columnSeparator: ',' };
  it('leaves out the first rows, rows with a text, and empty ones, and keeps the numbers of lines', () => {
    const text = '\ufeffReport\nmade today\na,b\n1,2\n,\nTotal,2\n3,4\n';
    const preprocessing = { skipFirstRows: 2, skipRowsContaining: ['Total'], skipEmptyRows: true };
    expect(toTable(text, 'f', { ...base, preprocessing })).toEqual({
      columns: ['a', 'b'],
      rows: [
        { line: 4, cells: ['1', '2'] },
        { line: 7, cells: ['3', '4'] },
      ],
      skipped: 4,
    });
  });

  it('names the columns of a file without a header', () => {
    const table = toTable('1,2\n3,4\n', 'f', { ...base, preprocessing: { addHeaderRow: true } });
    expect(table).toMatchObject({ columns: ['column1', 'column2'], rows: [{ line: 1 }, { line: 2 }] });
  });

  it('keeps quoted separators and line breaks in their cells', () => {
    const { rows } = toTable('a,b\n"x,\ny",2\n', 'f', base);
    expect(rows[0]!.cells).toEqual(['x,\ny', '2']);
  });
});

describe('a CSV file by a query', () => {
  const configuration: CsvConfiguration = {
    ...INTERVALS,
    layout: 'contact-based',
    mapping: {
      sqlQuery: `SELECT "Queue name" AS queue, at AS timestamp, 1 AS offered, ok AS handled, 'calls' AS channel, secs AS duration
                 FROM uploaded_file WHERE secs <> ''`,
    },
  };
  const file = 'Queue name;at;ok;secs\nA;2026-11-22 10:00:00;1;30\nB;2026-11-22 10:01;0;\nC;yesterday;1;5\n';

  it('runs in SQLite over the table uploaded_file', async () => {
    const { rows, diagnostics } = await preview(file, configuration);
    expect(rows).toMatchObject([{ queue: 'A', utc: '2026-11-22T09:00:00Z', duration: 30 }]);
    expect(diagnostics).toMatchObject([
      { message: expect.stringMatching(/^Row 2 of the query: .*"yesterday"/) },
    ]);
  });

  it.each([
    ['a mistake', 'SELECT nope FROM uploaded_file', 'no such column: nope'],
    ['a missing column', 'SELECT 1 AS queue FROM uploaded_file', 'returns no column "timestamp"'],
    ['no table', 'SELECT * FROM calls', 'no such table: calls'],
  ])('says what SQLite says of %s', async (_, sqlQuery, message) => {
    const { diagnostics } = await preview(file, { ...configuration, mapping: { sqlQuery } });
    expect(diagnostics).toMatchObject([{ code: 'csv/query', message: expect.stringContaining(message) }]);
  });
});

describe('the text of a file', () => {
  const bytes = (...codes: number[]): Uint8Array => Uint8Array.from(codes);

  it('is UTF-8, unless another encoding is named', () => {
    expect(decode(new TextEncoder().encode('Süd'), 'f')).toBe('Süd');
    expect(decode(bytes(0x53, 0xfc, 0x64), 'f', 'iso-8859-1')).toBe('Süd');
    expect(decode(bytes(0xfd), 'f', 'iso-8859-9')).toBe('ı');
    expect(decode(bytes(0x80), 'f', 'windows-1252')).toBe('€');
  });

  it('that is no UTF-8 is an error with its line', () => {
    expect(() => decode(bytes(0x61, 0x0a, 0xfc, 0x0a), 'f.csv')).toThrow('f.csv is not valid UTF-8.');
  });

  it('is no longer than an upload may be', () => {
    expect(() => decode(new Uint8Array(UPLOAD_LIMIT + 1), 'f.csv')).toThrow(
      /7\.0 MB; an upload may have 7 MB/,
    );
  });
});

describe('times', () => {
  it('are read as they were written, whatever the format', () => {
    const date = fc.date({ min: new Date('2000-01-01'), max: new Date('2049-12-31'), noInvalidDate: true });
    const formats = fc.constantFrom('D.M.YYYY h:mm', 'DD/MM/YY hh-mm', 'YYYYMMDD hhmm', "M'D'YYYY@hh:mm");
    fc.assert(
      fc.property(date, formats, (at, format) => {
        const two = (value: number): string => String(value).padStart(2, '0');
        const [year, month, day] = [at.getUTCFullYear(), at.getUTCMonth() + 1, at.getUTCDate()];
        const values: Record<string, string> = {
          D: String(day),
          DD: two(day),
          M: String(month),
          MM: two(month),
          YY: two(year % 100),
          YYYY: String(year),
          h: String(at.getUTCHours()),
          hh: two(at.getUTCHours()),
          mm: two(at.getUTCMinutes()),
        };
        const text = format.replaceAll(/D+|M+|Y+|h+|m+/g, (token) => values[token]!);
        const iso = `${at.toISOString().slice(0, 16)}:00Z`;
        expect(parseTime(text, format, 'UTC')).toMatchObject({ iso });
      }),
    );
  });
});
