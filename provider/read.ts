import type { Client } from '#api/client.ts';
import { integrationType, typeOf } from '#catalog/catalog.ts';
import type { Declaration } from '#core/declaration.ts';
import type { DesiredIntegration } from '#core/desired.ts';
import type { ObservedIntegration } from '#core/observed.ts';
import { matches, type Requirement } from '#core/selector.ts';
import { effectiveSpec, existsIn } from '#declarations/overrides.ts';
import { toObserved } from '#resources/convert.ts';
import { toDesired } from '#resources/desired.ts';

export interface DesiredSelection {
  /** Undefined: the base, without overrides. */
  environment?: string;
  selector?: readonly Requirement[];
}

/** What the declarations ask for in one environment, narrowed by a label selector. */
export function desiredIn(
  declarations: readonly Declaration[],
  { environment, selector }: DesiredSelection,
): DesiredIntegration[] {
  return declarations
    .filter((declaration) => existsIn(declaration, environment))
    .filter(({ labels }) => selector === undefined || matches(labels, selector))
    .map((declaration) => {
      const spec = effectiveSpec(declaration, environment);
      return toDesired(declaration, spec, integrationType(typeOf(spec)));
    });
}

/** Present and former names of all declarations that exist in an environment. */
export function namesIn(declarations: readonly Declaration[], environment: string | undefined): Set<string> {
  const names = declarations
    .filter((declaration) => existsIn(declaration, environment))
    .flatMap(({ name, renamedFrom }) => (renamedFrom === undefined ? [name] : [name, renamedFrom]));
  return new Set(names);
}

/** Everything in the account, page by page and nothing else. */
export async function readObserved(client: Client): Promise<ObservedIntegration[]> {
  const observed: ObservedIntegration[] = [];
  for await (const page of client.listConfigurations()) observed.push(...page.map(toObserved));
  return observed;
}
