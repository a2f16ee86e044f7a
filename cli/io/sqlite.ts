import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { RunQuery } from '#provider';
import { packageFile } from '../package-files.ts';

type QueryRows = Awaited<ReturnType<RunQuery>>['rows'];

/** A query that has not ended by then will not end. */
const LIMIT_MS = 20_000;
/** Instructions of SQLite's machine between two looks at the clock. */
const STRIDE = 10_000;

/** Runs a query over the table `uploaded_file` in memory: SQLite as WebAssembly, no file, no network. */
export const runQuery: RunQuery = async ({ columns, rows }, sql) => {
  const { default: init } = await import('@sqlite.org/sqlite-wasm');
  const options = { wasmBinary: wasm(), print: () => undefined, printErr: () => undefined };
  const sqlite3 = await (init as (options: unknown) => ReturnType<typeof init>)(options);
  const db = new sqlite3.oo1.DB(':memory:');
  try {
    const names = columns.map((name) => `"${name.replaceAll('"', '""')}" TEXT`);
    db.exec(`CREATE TABLE uploaded_file (${names.join(', ')})`);
    insert(db, columns.length, rows);
    const deadline = Date.now() + LIMIT_MS;
    sqlite3.capi.sqlite3_progress_handler(db.pointer!, STRIDE, () => (Date.now() > deadline ? 1 : 0), 0);
    const columnNames: string[] = [];
    const found = db.exec({ sql, rowMode: 'object', returnValue: 'resultRows', columnNames });
    return { columns: columnNames, rows: found as QueryRows };
  } catch (error) {
    throw new Error(plain(error), { cause: error });
  } finally {
    db.close();
  }
};

interface Database {
  exec: (sql: string) => unknown;
  prepare: (sql: string) => {
    bind: (values: string[]) => { stepReset: () => unknown };
    finalize: () => unknown;
  };
}

function insert(db: Database, width: number, rows: readonly { cells: string[] }[]): void {
  const statement = db.prepare(`INSERT INTO uploaded_file VALUES (${Array(width).fill('?').join(', ')})`);
  db.exec('BEGIN');
  for (const { cells } of rows)
    statement.bind(Array.from({ length: width }, (_, index) => cells[index] ?? '')).stepReset();
  db.exec('COMMIT');
  statement.finalize();
}

/** Beside the bundle, or in node_modules when the sources run. */
function wasm(): Uint8Array {
  const shipped = packageFile('dist/sqlite3.wasm');
  if (existsSync(shipped)) return readFileSync(shipped);
  return readFileSync(createRequire(import.meta.url).resolve('@sqlite.org/sqlite-wasm/sqlite3.wasm'));
}

function plain(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return /interrupt/i.test(text)
    ? 'it did not end within 20 seconds'
    : text.replace(/^.*sqlite3 result code \d+: /i, '');
}
