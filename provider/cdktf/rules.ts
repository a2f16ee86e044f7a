/**
 * The rules of the catalogue for constructs. It is the largest part of the code, so it is a file of its own
 * that is read when the first stack is synthesized.
 */
import type { SqlBuild } from '#catalog/checks/sql.ts';
import {
  validateIntegrationDocument,
  validateSpec,
  validateWorkloadDocument,
  validateWorkloadSpec,
} from '#catalog/validate.ts';
import type { Edition } from '#core/declaration.ts';
import type { Problem } from '#core/diagnostic.ts';
import type { JsonObject } from '#core/json.ts';
import {
  ctyObject,
  UNKNOWN as UNKNOWN_VALUE,
  type CtyObject,
  type CtyValue,
} from '#terraform/convert/cty.ts';
import type { Finding } from '#terraform/convert/finding.ts';
import { integrationTypeOf } from '#terraform/convert/integration.ts';
import { timeoutFindings } from '#terraform/convert/shared-attributes.ts';
import { validateIntegrationNow } from '#terraform/convert/validate-integration.ts';
import { validateMapping } from '#terraform/convert/validate-mapping.ts';
import { validateWorkload } from '#terraform/convert/validate-workload.ts';
import { camelCase } from './attributes.ts';
import type { PropertyProblem } from './check-types.ts';
import type { Known } from './known.ts';

/* eslint-disable @typescript-eslint/no-require-imports */
/** The parsers of SQL are large: each is a file beside this one. */
const SQL_BUILDS: Record<string, () => SqlBuild> = {
  mysql: () => require('./sql-mysql.cjs') as SqlBuild,
  postgresql: () => require('./sql-postgresql.cjs') as SqlBuild,
  sqlite: () => require('./sql-sqlite.cjs') as SqlBuild,
  transactsql: () => require('./sql-transactsql.cjs') as SqlBuild,
};
/* eslint-enable @typescript-eslint/no-require-imports */

function sqlBuild(dialect: string): SqlBuild {
  return SQL_BUILDS[dialect]!();
}

/** What the schemas say about a document. */
export function documentProblems(document: JsonObject): Problem[] {
  const { kind, spec } = document;
  if (kind !== 'Integration' && kind !== 'Workload')
    return [{ code: 'document/kind', message: '"kind" must be Integration or Workload.', path: ['kind'] }];
  const isIntegration = kind === 'Integration';
  const head = (isIntegration ? validateIntegrationDocument : validateWorkloadDocument)(document);
  if (head.length > 0 || spec === undefined) return head;
  const found = (isIntegration ? validateSpec : validateWorkloadSpec)(spec);
  return found.map((problem) => ({ ...problem, path: ['spec', ...problem.path] }));
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
  const integration = integrationTypeOf(type);
  if (integration !== undefined) {
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
