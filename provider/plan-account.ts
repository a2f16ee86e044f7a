import type { Client } from '#api/client.ts';
import type { DeclaredKind } from '#core/declaration.ts';
import type { Diagnostic } from '#core/diagnostic.ts';
import { makePlan, type PlanInput } from '#core/planner.ts';
import type { Plan } from '#core/plan.ts';
import { readObserved, readWorkloads, withMappings, type Desired } from './read.ts';

export interface AccountQuestion extends Pick<PlanInput, 'scope' | 'options' | 'inReach'> {
  desired: Desired;
  /** Also what no declaration is about. */
  everything: boolean;
  names: (kind: DeclaredKind) => Set<string>;
}

/**
 * Reads what the plan needs to know and plans. Workloads are read only where some are declared, may be
 * deleted, or hold queues of an integration that is replaced.
 */
export async function planAccount(
  client: Client,
  { desired, names, everything, ...about }: AccountQuestion,
): Promise<{ plan: Plan; input: PlanInput; findings: Diagnostic[] }> {
  const { input, diagnostics } = await withMappings(client, {
    ...about,
    desired: desired.integrations,
    observed: await readObserved(client),
    declaredNames: names('Integration'),
  });
  const { prune, mode } = about.options;
  const declared = desired.workloads.length > 0 || everything;
  const alone = declared || prune || mode === 'destroy' ? undefined : makePlan(input);
  const replaces = alone?.steps.some(({ action }) => action === 'replace') ?? false;
  if (alone !== undefined && !replaces) return { plan: alone, input, findings: diagnostics };
  const workloads = await readWorkloads(client);
  const whole = {
    ...input,
    workloads: { ...workloads, desired: desired.workloads, declaredNames: names('Workload') },
  };
  return { plan: makePlan(whole), input: whole, findings: diagnostics };
}
