/**
 * The rules of the catalogue for constructs. It is the largest part of the code, so it is a file of its own
 * that is read when the first stack is synthesized.
 */
import type { SqlBuild } from '#catalog/checks/sql.ts';
import type { Edition } from '#core/declaration.ts';
import {
  ctyObject,
  UNKNOWN as UNKNOWN_VALUE,
  type CtyObject,
  type CtyValue,
} from '#terraform/convert/cty.ts';
import type { Finding } from '#terraform/convert/finding.ts';
import { INTEGRATION_PREFIX, snakeCase } from '#terraform/convert/names.ts';
import { integrationTypeNames } from '#terraform/convert/integration.ts';
import { timeoutFindings } from '#terraform/convert/shared-attributes.ts';
import { validateIntegrationNow } from '#terraform/convert/validate-integration.ts';
import { validateMapping } from '#terraform/convert/validate-mapping.ts';
import { validateWorkload } from '#terraform/convert/validate-workload.ts';
import { camelCase } from './attributes.ts';
import type { PropertyProblem } from './check-types.ts';
import type { Known } from './known.ts';

const INTEGRATION_TYPES = new Map(integrationTypeNames().map((name) => [snakeCase(name), name]));

/* eslint-disable @typescript-eslint/no-require-imports */
/** The parsers of SQL are large: each is a file beside this one. */
const SQL_BUILDS: Record<string, () => unknown> = {
  mysql: () => require('./sql-mysql.cjs'),
  postgresql: () => require('./sql-postgresql.cjs'),
  sqlite: () => require('./sql-sqlite.cjs'),
  transactsql: () => require('./sql-transactsql.cjs'),
};
/* eslint-enable @typescript-eslint/no-require-imports */

function sqlBuild(dialect: string): SqlBuild {
  return SQL_BUILDS[dialect]!() as SqlBuild;
}

/** Everything that can be said without an account about the resource `type` with these values. */
export function problemsOf(
  type: string,
  values: { [key: string]: Known },
  edition: Edition | undefined,
): PropertyProblem[] {
  return findings(type, toCty(values) as CtyObject, edition).map(
    ({ severity, summary, detail, attribute }) => ({
      severity,
      message: summary,
      property: propertyOf(attribute ?? []),
      ...(detail === undefined ? {} : { hint: detail }),
    }),
  );
}

function findings(type: string, values: CtyObject, edition: Edition | undefined): Finding[] {
  if (type.startsWith(INTEGRATION_PREFIX)) {
    const integration = INTEGRATION_TYPES.get(type.slice(INTEGRATION_PREFIX.length))!;
    const options = {
      secretsNeeded: false,
      nameOf: camelCase,
      ...(edition === undefined ? {} : { edition }),
    };
    return validateIntegrationNow(integration, values, options, sqlBuild);
  }
  if (type === 'injixo_workload') return validateWorkload(values, camelCase);
  if (type === 'injixo_agent_status_mapping') return validateMapping(values);
  return timeoutFindings(values);
}

function toCty(value: Known): CtyValue {
  if (typeof value === 'symbol') return UNKNOWN_VALUE;
  if (Array.isArray(value)) return value.map(toCty);
  if (typeof value !== 'object' || value === null) return value;
  return ctyObject(Object.entries(value).map(([key, item]) => [key, toCty(item)]));
}

function propertyOf(path: NonNullable<Finding['attribute']>): string {
  const steps = path.map((step) => {
    if (typeof step === 'number') return `[${step}]`;
    return typeof step === 'string' ? `.${camelCase(step)}` : `.${step.key}`;
  });
  return steps.join('').replace(/^\./, '');
}
