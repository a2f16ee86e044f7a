import { checkSpec } from '#catalog/check.ts';
import { didYouMean } from '#catalog/suggest.ts';
import { checkWorkload } from '#catalog/check-workload.ts';
import {
  validateIntegrationDocument,
  validateSpec,
  validateWorkloadDocument,
  validateWorkloadSpec,
  validateWorkspaceDocument,
} from '#catalog/validate.ts';
import { API_VERSION, type Declaration, type DeclaredKind, type Edition } from '#core/declaration.ts';
import { isObject, type JsonObject } from '#core/json.ts';
import type { Problem } from '#core/diagnostic.ts';
import type { FoundProblem, RawDocument } from '#declarations/documents.ts';
import { effectiveSpec, existsIn, originOf } from '#declarations/overrides.ts';
import { toDeclaration } from '#declarations/read-documents.ts';
import type { CheckScope } from './load.ts';

interface Result {
  declaration?: Declaration;
  problems: FoundProblem[];
}

const KINDS = ['Integration', 'Workload', 'Workspace'];

/** How the documents and specs of each declaring kind are checked. */
const CHECKS: Record<DeclaredKind, KindChecks> = {
  Integration: { document: validateIntegrationDocument, spec: validateSpec, more: checkSpec },
  Workload: { document: validateWorkloadDocument, spec: validateWorkloadSpec, more: checkWorkload },
};

interface KindChecks {
  document: (value: JsonObject) => Problem[];
  spec: (spec: JsonObject) => Problem[];
  /** What a schema cannot say; the spec is schema-valid. */
  more: (spec: JsonObject, edition?: Edition) => Problem[] | Promise<Problem[]>;
}

/** Everything that can be said about one document alone. */
export async function validateDocument(document: RawDocument, scope: CheckScope): Promise<Result> {
  const { source, value } = document;
  const found = (problems: Problem[]): FoundProblem[] => problems.map((problem) => ({ source, problem }));
  const wrongHead = checkHead(value);
  if (wrongHead.length > 0) return { problems: found(wrongHead) };
  if (value['kind'] === 'Workspace') return { problems: found(validateWorkspaceDocument(value)) };
  const checks = CHECKS[value['kind'] as DeclaredKind];
  const problems = checks.document(value);
  if (problems.length > 0) return { problems: found([...problems, ...specProblems(value, checks)]) };
  const declaration = toDeclaration(document);
  if (declaration.ensure === 'absent' && Object.keys(declaration.spec).length === 0)
    return { declaration, problems: [] };
  return { declaration, problems: found(await checkEnvironments(declaration, scope, checks)) };
}

/** apiVersion and kind first: without them no other message would make sense. */
function checkHead(value: RawDocument['value']): Problem[] {
  const { apiVersion, kind } = value;
  const problems: Problem[] = [];
  if (apiVersion !== API_VERSION) {
    const message =
      apiVersion === undefined
        ? '"apiVersion" is missing.'
        : '"apiVersion" is not one that this version reads.';
    problems.push({
      code: 'document/api-version',
      message,
      hint: `Write "apiVersion: ${API_VERSION}".`,
      path: ['apiVersion'],
    });
  }
  if (typeof kind !== 'string' || !KINDS.includes(kind)) {
    const message = kind === undefined ? '"kind" is missing.' : `"kind" must be ${KINDS.join(' or ')}.`;
    const hint = typeof kind === 'string' ? didYouMean(kind, KINDS) : undefined;
    problems.push({
      code: 'document/kind',
      message,
      path: ['kind'],
      ...(hint === undefined ? {} : { hint }),
    });
  }
  return problems;
}

/** Also look into the spec when the envelope is wrong: all problems in one run. */
function specProblems({ spec }: RawDocument['value'], checks: KindChecks): Problem[] {
  if (!isObject(spec)) return [];
  return checks.spec(spec).map((problem) => ({ ...problem, path: ['spec', ...problem.path] }));
}

async function checkEnvironments(
  declaration: Declaration,
  scope: CheckScope,
  checks: KindChecks,
): Promise<Problem[]> {
  const problems: Problem[] = [];
  const seen = new Set<string>();
  const every = [undefined, ...Object.keys(declaration.overrides)];
  for (const environment of scope.environments === 'all' ? every : scope.environments) {
    if (!existsIn(declaration, environment)) continue;
    if (environment !== undefined && !Object.hasOwn(declaration.overrides, environment) && seen.has('base'))
      continue;
    if (environment === undefined || !Object.hasOwn(declaration.overrides, environment)) seen.add('base');
    const spec = effectiveSpec(declaration, environment);
    const wrong = checks.spec(spec);
    const checked = wrong.length > 0 ? wrong : await checks.more(spec, scope.edition);
    for (const problem of checked) {
      const path = originOf(declaration, environment, problem.path);
      const key = JSON.stringify([problem.code, problem.message, path]);
      if (!seen.has(key)) problems.push({ ...problem, path });
      seen.add(key);
    }
  }
  return problems;
}
