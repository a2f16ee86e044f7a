import type { Edition } from '#core/declaration.ts';
import type { Problem } from '#core/diagnostic.ts';
import { getAt, type Json, type JsonObject } from '#core/json.ts';
import type { CatalogEntry, PropertyCheck } from './catalog-entry.ts';
import { integrationType, typeOf } from './catalog.ts';
import { checkAgentStatus } from './checks/agent-status.ts';
import { checkDateTimeFormat, recased } from './checks/date-format.ts';
import { checkSql, dialectOf, loadSqlBuild, type SqlBuild, type SqlBuilds } from './checks/sql.ts';
import { timeZoneProblems } from './checks/time-zone.ts';

/** What a schema cannot say: time zones, formats, SQL columns and editions. The spec is schema-valid. */
export async function checkSpec(spec: JsonObject, edition?: Edition): Promise<Problem[]> {
  return checkSpecNow(spec, edition, await loadSqlBuilds(spec));
}

/** The parsers that the queries of a spec need. */
export async function loadSqlBuilds(spec: JsonObject): Promise<SqlBuilds> {
  const builds = new Map<string, SqlBuild>();
  for (const dialect of dialectsIn(spec)) builds.set(dialect, await loadSqlBuild(dialect));
  return (dialect) => builds.get(dialect)!;
}

/** The same for who cannot wait: with the parsers of SQL at hand, which are too large to be loaded in vain. */
export function checkSpecNow(spec: JsonObject, edition: Edition | undefined, builds: SqlBuilds): Problem[] {
  const entry = integrationType(typeOf(spec));
  if (entry === undefined) return [];
  const found = expand(entry, spec).flatMap((check) => runCheck(check, spec, builds));
  const mapping = spec['agentStatus'] === undefined ? [] : checkAgentStatus(spec);
  return [...found, ...mapping, ...checkEdition(entry, spec, edition)];
}

function dialectsIn(spec: JsonObject): string[] {
  const entry = integrationType(typeOf(spec));
  const rules = entry === undefined ? [] : expand(entry, spec).filter(({ sql }) => sql !== undefined);
  return rules.flatMap(({ path, sql }) => dialectOf(sql!, (property) => sibling(spec, path, property)) ?? []);
}

interface Found extends PropertyCheck {
  value: string;
}

/** The checks whose property is there. */
function expand(entry: CatalogEntry, spec: JsonObject): Found[] {
  return entry.checks.flatMap((check) => {
    const value = getAt(spec, check.path);
    return typeof value === 'string' ? [{ ...check, value }] : [];
  });
}

function runCheck({ path, check, value, sql }: Found, spec: JsonObject, builds: SqlBuilds): Problem[] {
  if (check === 'time-zone') return timeZoneProblems(value, path);
  if (check === 'sql-columns') {
    const findings = checkSql(value, sql!, (property) => sibling(spec, path, property), builds);
    return findings.map((finding) => ({ ...finding, path }));
  }
  const kind = check.replace('-format', '') as 'date' | 'time' | 'timestamp';
  const wrong = checkDateTimeFormat(kind, value);
  if (wrong === undefined) return [];
  const better = recased(kind, value);
  const hint = better === undefined ? {} : { hint: `Did you mean "${better}"?` };
  return [{ code: 'check/date-format', message: `The ${kind} format is wrong: ${wrong}.`, ...hint, path }];
}

/** `layout` is a property beside the checked one, `../layout` one a level up. */
function sibling(spec: JsonObject, path: readonly string[], property: string): Json | undefined {
  const up = property.split('../').length;
  return getAt(spec, [...path.slice(0, -up), property.replaceAll('../', '')]);
}

function checkEdition(entry: CatalogEntry, spec: JsonObject, edition: Edition | undefined): Problem[] {
  if (edition === undefined) return [];
  const needs = (plans: readonly string[]): string => `It needs the edition ${plans.join(' or ')}.`;
  if (!entry.plans.includes(edition)) {
    const message = `${entry.title} is not part of the edition ${edition}.`;
    return [{ code: 'check/edition', message, hint: needs(entry.plans), path: ['type'] }];
  }
  return entry.limited
    .filter(({ path, plans }) => getAt(spec, path) === true && !plans.includes(edition))
    .map(({ path, plans }) => {
      const message = `"${path[path.length - 1]}" is not part of the edition ${edition}.`;
      return { code: 'check/edition', message, hint: needs(plans), path };
    });
}
