import type { ErrorObject } from 'ajv';
import type { Problem } from '#core/diagnostic.ts';
import type { Json } from '#core/json.ts';
import { integrationType, integrationTypes } from './catalog.ts';
import { toProblem } from './explain-error.ts';
import * as validators from './generated/validators.js';
import { didYouMean } from './suggest.ts';

interface Validator {
  (data: unknown): boolean;
  errors?: ErrorObject[] | null;
}

/** Checks the parts that every Integration document has: everything but what `spec` holds. */
export function validateIntegrationDocument(document: Json): Problem[] {
  return run('document_Integration', document);
}

/** Checks the parts that every Workload document has: everything but what `spec` holds. */
export function validateWorkloadDocument(document: Json): Problem[] {
  return run('document_Workload', document);
}

/** Checks the spec of a workload. Paths start at the spec. */
export function validateWorkloadSpec(spec: Json): Problem[] {
  return run('spec_Workload', spec);
}

/** Checks one event for a published push endpoint, such as `contact-events`. */
export function validatePushed(endpoint: string, event: Json): Problem[] {
  return run(`push_${endpoint.replaceAll('-', '_')}`, event);
}

export function validateWorkspaceDocument(document: Json): Problem[] {
  return run('document_Workspace', document);
}

/** Checks a spec against the schema of its type. Paths start at the spec. */
export function validateSpec(spec: Json): Problem[] {
  const type = typeof spec === 'object' && spec !== null && !Array.isArray(spec) ? spec['type'] : undefined;
  if (typeof type === 'string' && integrationType(type) !== undefined) {
    return run(`type_${type.replaceAll('-', '_')}`, spec);
  }
  return [unknownType(type)];
}

function run(name: string, data: Json): Problem[] {
  const validate = (validators as unknown as Record<string, Validator>)[name]!;
  if (validate(data)) return [];
  const problems = (validate.errors ?? []).flatMap((error) => toProblem(error) ?? []);
  return mostTelling(problems);
}

/** Two rules may complain about one place, as a missing key and its condition do: the first is enough. */
function mostTelling(problems: Problem[]): Problem[] {
  const seen = new Set<string>();
  return problems.filter((problem) => {
    const place = JSON.stringify([problem.path, problem.code]);
    return !seen.has(place) && seen.add(place);
  });
}

function unknownType(type: Json | undefined): Problem {
  const known = integrationTypes().map(([name]) => name);
  if (type === undefined) {
    return {
      code: 'schema/missing-key',
      message: '"type" is missing.',
      hint: 'Name the integration type; "injixo types" lists them.',
      path: ['type'],
    };
  }
  const hint = typeof type === 'string' ? didYouMean(type, known) : undefined;
  return {
    code: 'schema/unknown-type',
    message: typeof type === 'string' ? `There is no integration type "${type}".` : '"type" must be a text.',
    hint: hint ?? 'Run "injixo types" for the list.',
    path: ['type'],
  };
}
