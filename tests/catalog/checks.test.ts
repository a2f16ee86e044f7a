import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkSpec } from '#catalog/check.ts';
import { checkDateTimeFormat, recased } from '#catalog/checks/date-format.ts';
import { checkSql, dialectOf, loadSqlBuild } from '#catalog/checks/sql.ts';
import { checkTimeZone } from '#catalog/checks/time-zone.ts';
import { didYouMean } from '#catalog/suggest.ts';

describe('date and time formats', () => {
  it.each([
    ['date', 'DD.MM.YYYY'],
    ['date', 'D/M/YY'],
    ['date', 'YYYYMMDD'],
    ['time', 'hh:mm'],
    ['time', 'h.mm.ss'],
    ['timestamp', 'YYYY-MM-DDThh:mm:ss'],
    ['timestamp', 'DD.MM.YYYY hh:mm'],
  ] as const)('%s %s is right', (kind, format) => expect(checkDateTimeFormat(kind, format)).toBeUndefined());

  it.each([
    ['date', 'dd.mm.yyyy', 'a day', 'DD.MM.YYYY'],
    ['date', 'MM/YYYY', 'a day', undefined],
    ['date', 'DD.DD.MM.YYYY', 'twice', undefined],
    ['date', 'DDD.MM.YYYY', '"DDD"', undefined],
    ['time', 'HH:MM', 'hours', 'hh:mm'],
    ['time', 'hh', 'minutes', undefined],
    ['time', 'hh:mm:ss:s', 'seconds', undefined],
    ['timestamp', 'YYYY-MM-DD', 'hours', undefined],
    ['timestamp', 'yyyy-mm-dd HH:MM:SS', 'a day', 'YYYY-MM-DD hh:mm:ss'],
  ] as const)('%s %s: %s', (kind, format, words, better) => {
    expect(checkDateTimeFormat(kind, format)).toContain(words);
    expect(recased(kind, format)).toBe(better);
  });

  it('any order of the parts with any separators is right', () => {
    const parts = fc.shuffledSubarray(['DD', 'MM', 'YYYY'], { minLength: 3 });
    fc.assert(
      fc.property(parts, fc.constantFrom('.', '/', '-', ' ', ', '), (order, separator) => {
        expect(checkDateTimeFormat('date', order.join(separator))).toBeUndefined();
      }),
    );
  });
});

describe('time zones', () => {
  it.each(['Europe/Berlin', 'UTC', 'America/Argentina/Buenos_Aires'])('%s', (zone) =>
    expect(checkTimeZone(zone)).toBeUndefined(),
  );
  it.each([
    ['Europe/Berlim', 'Did you mean "Europe/Berlin"?'],
    ['Berlin', 'Use a name'],
    ['CET', 'Use a name'],
    ['+01:00', 'Use a name'],
  ])('%s is none', (zone, words) => expect(checkTimeZone(zone)?.hint).toContain(words));
});

describe('columns of a query', () => {
  const rule = {
    dialectFrom: 'databaseType',
    dialects: { mssql: 'transactsql', mysql: 'mysql', postgresql: 'postgresql' },
    columns: [{ when: { importData: 'x' }, required: ['a', 'b'], optional: ['c'] }],
  };
  const check = async (sql: string, databaseType = 'postgresql') => {
    const lookUp = (property: string) => ({ databaseType, importData: 'x' })[property];
    const dialect = dialectOf(rule, lookUp);
    const build = dialect === undefined ? undefined : await loadSqlBuild(dialect);
    return checkSql(sql, rule, lookUp, () => build!).map(({ code, message }) => `${code} ${message}`);
  };

  it.each([
    ['SELECT a, b FROM t', 'postgresql'],
    ['SELECT t.a, x AS b, 1 AS c FROM t', 'postgresql'],
    ['SELECT A, B FROM t', 'postgresql'],
    ['WITH q AS (SELECT 1 AS z) SELECT z AS a, z AS b FROM q', 'postgresql'],
    ['SELECT a, b FROM t UNION ALL SELECT a, b FROM u', 'postgresql'],
    ['SELECT [t].[a], [t].[b] FROM dbo.t AS t WITH (NOLOCK)', 'mssql'],
    ['SELECT TOP 10 a, b FROM t', 'mssql'],
    ['SELECT `a`, `b` FROM `t` LIMIT 5', 'mysql'],
    ['SELECT nonsense', 'odbc'],
  ])('%s (%s) is right', async (sql, type) => expect(await check(sql, type)).toEqual([]));

  it.each([
    ['SELECT a FROM t', 'check/sql-columns The query does not return b.'],
    ['SELECT count(*) FROM t', 'check/sql-columns The query does not return a, b.'],
    ['SELECT a, b, d FROM t', 'check/sql-columns The import does not use d.'],
    ['SELECT * FROM t', 'check/sql-unparsed'],
    ['SELECT t.* FROM t', 'check/sql-unparsed'],
    ['DELETE FROM t', 'check/sql-unparsed'],
    ['SELEC a, b FROM canary', 'check/sql-unparsed'],
  ])('%s: %s', async (sql, words) => {
    const found = await check(sql);
    expect(found.join('\n')).toContain(words);
    expect(found.join('\n')).not.toContain('canary');
  });
});

describe('editions', () => {
  const codes = async (spec: object, edition: 'essential' | 'enterprise') =>
    (await checkSpec(spec as never, edition)).map(({ message }) => message);

  it('report a type that the edition lacks', async () => {
    expect(await codes({ type: 'ujet' }, 'essential')).toEqual([
      'UJET is not part of the edition essential.',
    ]);
    expect(await codes({ type: 'ujet' }, 'enterprise')).toEqual([]);
  });

  it('report an option that the edition lacks, where it is used', async () => {
    const spec = (realTime: boolean) => ({ type: 'database', configuration: { realTime } });
    expect(await codes(spec(true), 'essential')).toEqual([
      '"realTime" is not part of the edition essential.',
    ]);
    expect(await codes(spec(false), 'essential')).toEqual([]);
  });
});

describe('suggestions', () => {
  it.each([
    ['queueGroupng', 'queueGrouping'],
    ['queue_grouping', 'queueGrouping'],
    ['regoin', 'region'],
  ])('%s: %s', (name, meant) =>
    expect(didYouMean(name, ['region', 'queueGrouping'])).toBe(`Did you mean "${meant}"?`),
  );
  it('are not made when nothing is close', () => expect(didYouMean('zzz', ['region'])).toBeUndefined());
});
