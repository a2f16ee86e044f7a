import type { Client } from '#api/client.ts';
import { all } from '#api/pages.ts';
import { integrationType, typeOf } from '#catalog/catalog.ts';
import type { Declaration, DeclaredKind } from '#core/declaration.ts';
import type { DesiredIntegration, DesiredWorkload } from '#core/desired.ts';
import type { Diagnostic } from '#core/diagnostic.ts';
import { matchObserved } from '#core/match.ts';
import type { ObservedIntegration } from '#core/observed.ts';
import type { PlanInput } from '#core/planner.ts';
import { matches, type Requirement } from '#core/selector.ts';
import { effectiveSpec, existsIn } from '#declarations/overrides.ts';
import { toObserved } from '#resources/convert.ts';
import { toDesired } from '#resources/desired.ts';
import { toDesiredWorkload, toObservedWorkload } from '#resources/workload.ts';
import { readDirectory, readMappings, resolveMapping } from './mappings.ts';

export interface DesiredSelection {
  /** Undefined: the base, without overrides. */
  environment?: string;
  selector?: readonly Requirement[];
}

export interface Desired {
  integrations: DesiredIntegration[];
  workloads: DesiredWorkload[];
}

/** What the declarations ask for in one environment, narrowed by a label selector. */
export function desiredIn(
  declarations: readonly Declaration[],
  { environment, selector }: DesiredSelection,
): Desired {
  const desired: Desired = { integrations: [], workloads: [] };
  for (const declaration of declarations) {
    if (!existsIn(declaration, environment)) continue;
    if (selector !== undefined && !matches(declaration.labels, selector)) continue;
    const spec = effectiveSpec(declaration, environment);
    if (declaration.kind === 'Workload') desired.workloads.push(toDesiredWorkload(declaration, spec));
    else desired.integrations.push(toDesired(declaration, spec, integrationType(typeOf(spec))));
  }
  return desired;
}

/** Present and former names of all declarations of a kind that exist in an environment. */
export function namesIn(
  declarations: readonly Declaration[],
  environment: string | undefined,
  kind: DeclaredKind,
): Set<string> {
  const names = declarations
    .filter((declaration) => declaration.kind === kind && existsIn(declaration, environment))
    .flatMap(({ name, renamedFrom }) => (renamedFrom === undefined ? [name] : [name, renamedFrom]));
  return new Set(names);
}

/** Everything in the account, page by page and nothing else. */
export async function readObserved(client: Client): Promise<ObservedIntegration[]> {
  const observed: ObservedIntegration[] = [];
  for await (const page of client.listConfigurations()) observed.push(...page.map(toObserved));
  return observed;
}

export async function readWorkloads(
  client: Client,
): Promise<Pick<NonNullable<PlanInput['workloads']>, 'observed' | 'queues'>> {
  const [workloads, queues] = await Promise.all([all(client.listWorkloads()), all(client.listQueues())]);
  return { observed: workloads.map(toObservedWorkload), queues };
}

/** Fills in declared and present mappings; asks for nothing where no mapping is declared. */
export async function withMappings<T extends Pick<PlanInput, 'scope' | 'desired' | 'observed'>>(
  client: Client,
  input: T,
): Promise<{ input: T; diagnostics: Diagnostic[] }> {
  if (input.desired.every(({ agentStatus }) => agentStatus === undefined)) return { input, diagnostics: [] };
  const directory = await readDirectory(
    client,
    input.desired.map(({ agentStatus }) => agentStatus),
  );
  const resolved = input.desired.map((item) =>
    item.agentStatus === undefined ? { desired: item, diagnostics: [] } : resolveMapping(item, directory),
  );
  const present = await readMappings(client, matchObserved(input).matches, directory);
  const observed = input.observed.map((item) => {
    const mapping = present.get(item.id);
    return mapping === undefined ? item : { ...item, mapping };
  });
  return {
    // Half a mapping would look as if the other half were to be taken away.
    input: {
      ...input,
      observed,
      desired: resolved.map(({ desired, diagnostics }, i) =>
        diagnostics.length > 0 ? input.desired[i]! : desired,
      ),
    },
    diagnostics: resolved.flatMap(({ diagnostics }) => diagnostics),
  };
}
