import type { Edition } from '#core/declaration.ts';
import type { Problem } from '#core/diagnostic.ts';
import { getAt, type Json, type JsonObject } from '#core/json.ts';
import type { CatalogEntry, PropertyCheck } from './catalog-entry.ts';
import { integrationType, typeOf } from './catalog.ts';

/** What a schema cannot say: time zones, formats, SQL columns and editions. The spec is schema-valid. */
export async function checkSpec(spec: JsonObject, edition?: Edition): Promise<Problem[]> {
  const entry = integrationType(typeOf(spec));
  if (entry === undefined) return [];
  const found = await Promise.all(expand(entry, spec).map(async (check) => runCheck(check, spec)));
  const mapping = spec['agentStatus'] === undefined ? [] : await checkMapping(spec);
  return [...found.flat(), ...mapping, ...checkEdition(entry, spec, edition)];
}

async function checkMapping(spec: JsonObject): Promise<Problem[]> {
  const { checkAgentStatus } = await import('./checks/agent-status.ts');
  return checkAgentStatus(spec);
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

async function runCheck({ path, check, value, sql }: Found, spec: JsonObject): Promise<Problem[]> {
  if (check === 'time-zone') {
    const { timeZoneProblems } = await import('./checks/time-zone.ts');
    return timeZoneProblems(value, path);
  }
  if (check === 'sql-columns') {
    const { checkSql } = await import('./checks/sql.ts');
    const findings = await checkSql(value, sql!, (property) => sibling(spec, path, property));
    return findings.map((finding) => ({ ...finding, path }));
  }
  const kind = check.replace('-format', '') as 'date' | 'time' | 'timestamp';
  const { checkDateTimeFormat, recased } = await import('./checks/date-format.ts');
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
