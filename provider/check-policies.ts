import type { Declaration } from '#core/declaration.ts';
import type { Problem } from '#core/diagnostic.ts';
import type { JsonObject, Path } from '#core/json.ts';
import type { FoundProblem } from '#declarations/documents.ts';
import { effectiveSpec, existsIn, originOf } from '#declarations/overrides.ts';
import type { Policy } from './policies/compile.ts';

/** Holds every declaration to every policy, in each environment that it exists in. Said once for all of them. */
export function checkPolicies(
  declarations: readonly Declaration[],
  policies: readonly Policy[],
  environments: readonly (string | undefined)[],
): FoundProblem[] {
  return declarations.flatMap((declaration) =>
    policies.flatMap((policy) => {
      const broken = environments
        .filter((environment) => existsIn(declaration, environment))
        .flatMap((environment) => {
          const path = policy.brokenAt(subjectOf(declaration, environment));
          return path === undefined ? [] : [{ environment, path: placeOf(declaration, environment, path) }];
        });
      const [first] = broken;
      if (first === undefined) return [];
      const named = broken.flatMap(({ environment }) => environment ?? []);
      return [{ source: declaration.source, problem: problemOf(declaration, policy, named, first.path) }];
    }),
  );
}

/** What a policy sees: the document as it is in one environment, secrets as references. */
function subjectOf(declaration: Declaration, environment: string | undefined): JsonObject {
  const { kind, name, labels, ensure } = declaration;
  return {
    kind,
    environment: environment ?? null,
    metadata: { name, labels },
    ensure,
    spec: effectiveSpec(declaration, environment),
  };
}

function placeOf(declaration: Declaration, environment: string | undefined, path: Path): Path {
  const [head, ...rest] = path;
  if (head === 'spec') return originOf(declaration, environment, rest);
  return head === 'metadata' ? path : ['metadata', 'name'];
}

function problemOf(
  { name }: Declaration,
  policy: Policy,
  environments: readonly string[],
  path: Path,
): Problem {
  const { code, severity, message, hint } = policy;
  const where = environments.length === 0 ? '' : ` (in ${environments.join(', ')})`;
  return {
    code,
    severity,
    message: `"${name}"${where}: ${message}`,
    path,
    at: 'key',
    ...(hint === undefined ? {} : { hint }),
  };
}
