import type { SqlRule } from '../catalog-entry.ts';

export interface SqlFinding {
  severity: 'error' | 'warning';
  code: 'check/sql-columns' | 'check/sql-unparsed';
  message: string;
  hint?: string;
}

interface SelectColumn {
  as: string | null;
  expr: { type: string; column?: string | { expr: { value: string } } };
}
interface Select {
  type: string;
  columns: SelectColumn[] | string | null;
}
/** What a build of node-sql-parser offers. */
export interface SqlBuild {
  Parser: new () => { astify(sql: string): Select | Select[] };
}

/** Hands over the build of a dialect. */
export type SqlBuilds = (dialect: string) => SqlBuild;

/** One build per dialect, loaded only when a query of that dialect is checked. */
const DIALECTS: Record<string, () => Promise<SqlBuild>> = {
  transactsql: () => load(import('node-sql-parser/build/transactsql.js')),
  mysql: () => load(import('node-sql-parser/build/mysql.js')),
  postgresql: () => load(import('node-sql-parser/build/postgresql.js')),
  sqlite: () => load(import('node-sql-parser/build/sqlite.js')),
};

export async function loadSqlBuild(dialect: string): Promise<SqlBuild> {
  return DIALECTS[dialect]!();
}

type LookUp = (property: string) => unknown;

/** The dialect that a query is written in; undefined: unknown, or no columns are asked for. */
export function dialectOf(rule: SqlRule, lookUp: LookUp): string | undefined {
  if (columnsOf(rule, lookUp) === undefined) return undefined;
  return rule.dialect ?? rule.dialects?.[String(lookUp(rule.dialectFrom ?? ''))];
}

function columnsOf({ columns }: SqlRule, lookUp: LookUp): SqlRule['columns'][number] | undefined {
  return columns.find(({ when }) => Object.entries(when).every(([key, value]) => lookUp(key) === value));
}

/** Compares the columns that a query returns with what the import needs. `lookUp` picks the rule. */
export function checkSql(sql: string, rule: SqlRule, lookUp: LookUp, builds: SqlBuilds): SqlFinding[] {
  const columns = columnsOf(rule, lookUp);
  const dialect = dialectOf(rule, lookUp);
  if (columns === undefined || dialect === undefined) return [];
  const returned = resultColumns(sql, builds(dialect));
  if (typeof returned === 'string') return [unparsed(returned)];
  if (returned.includes('*')) {
    return [unparsed('the query selects *, so its columns are not known before it runs')];
  }
  const known = [...columns.required, ...columns.optional];
  const given = rule.lowerCase === true ? returned : returned.map((name) => name.toLowerCase());
  const missing = columns.required.filter((name) => !given.includes(name));
  const extra = given.filter((name) => !known.includes(name));
  const list = `It must return ${columns.required.join(', ')}${columns.optional.length > 0 ? ` and may return ${columns.optional.join(', ')}` : ''}.`;
  return [
    ...(missing.length === 0
      ? []
      : [mistake('error', `The query does not return ${missing.join(', ')}.`, list)]),
    ...(extra.length === 0 ? [] : [mistake('warning', `The import does not use ${extra.join(', ')}.`, list)]),
  ];
}

/** The names of the columns of the last SELECT, or why they are not known. */
function resultColumns(sql: string, { Parser }: SqlBuild): string[] | string {
  let parsed: Select | Select[];
  try {
    parsed = new Parser().astify(sql);
  } catch (error) {
    return where(error);
  }
  const statements = Array.isArray(parsed) ? parsed : [parsed];
  const select = statements[statements.length - 1];
  if (select?.type !== 'select') return 'the query is not a SELECT';
  if (!Array.isArray(select.columns)) return ['*'];
  return select.columns.map(columnName);
}

function columnName({ as, expr }: SelectColumn): string {
  if (as !== null) return as;
  if (expr.type === 'column_ref' || expr.type === 'star') {
    const { column } = expr;
    return typeof column === 'object' ? column.expr.value : (column ?? '*');
  }
  return '(expression without a name)';
}

/** Only the place: the parser's own text quotes the query, which may hold anything. */
function where(error: unknown): string {
  const start = (error as { location?: { start?: { line: number; column: number } } }).location?.start;
  return start === undefined
    ? 'it could not be parsed'
    : `it could not be parsed at its line ${start.line}, column ${start.column}`;
}

function unparsed(reason: string): SqlFinding {
  return {
    severity: 'warning',
    code: 'check/sql-unparsed',
    message: `The columns of the query were not checked: ${reason}.`,
    hint: 'injixo may still accept the query. Name every column to have them checked.',
  };
}

function mistake(severity: 'error' | 'warning', message: string, hint: string): SqlFinding {
  return { severity, code: 'check/sql-columns', message, hint };
}

/** The builds are CommonJS; bundlers and Node put their exports in different places. */
async function load(module: Promise<unknown>): Promise<SqlBuild> {
  const loaded = (await module) as SqlBuild & { default?: SqlBuild };
  return loaded.default ?? loaded;
}
