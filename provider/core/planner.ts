import type { DesiredIntegration, DesiredWorkload } from './desired.ts';
import type { Diagnostic } from './diagnostic.ts';
import type { ObservedIntegration, ObservedQueue, ObservedWorkload } from './observed.ts';
import { orderSteps } from './order.ts';
import { integrationRules } from './plan-integrations.ts';
import { planKind, type KindInput, type PlannedKind } from './plan-kind.ts';
import { leftBehind, workloadRules } from './plan-workloads.ts';
import type { PlannedIntegration } from './workload-queues.ts';
import type { Kind, Plan, Step } from './plan.ts';
import { checkCircles, checkLimits, checkStep } from './safety.ts';

/** Everything in the account; what nobody declares and we do not own is left alone. */
export interface PlanInput extends KindInput<DesiredIntegration, ObservedIntegration> {
  /** Left out when no workload is declared and none can be affected. */
  workloads?: Pick<KindInput<DesiredWorkload, ObservedWorkload>, 'desired' | 'observed' | 'declaredNames'> & {
    queues: readonly ObservedQueue[];
  };
}

/**
 * Declared and observed in, steps out. Pure: the same input gives the same plan, which is why a
 * saved plan can be checked and why preview and apply cannot disagree.
 */
export function makePlan(input: PlanInput): Plan {
  const integrations = planKind(input, integrationRules);
  const workloads = planWorkloads(input, integrations);
  const steps = orderSteps([...stepsOf(integrations), ...stepsOf(workloads)]);
  const { observed, queues } = input.workloads ?? { observed: [], queues: [] };
  return {
    steps,
    unchanged: integrations.unchanged + workloads.unchanged,
    diagnostics: [
      ...findings(integrations),
      ...findings(workloads),
      ...leftBehind(steps, observed, queues),
      ...steps.flatMap((step) => checkStep(step, input)),
      ...checkCircles(steps),
      ...checkLimits(ofKind(steps, 'Integration'), integrations.owned, input.options, 'integrations'),
      ...checkLimits(ofKind(steps, 'Workload'), workloads.owned, input.options, 'workloads'),
    ],
    observed: [...relevant('Integration', integrations), ...relevant('Workload', workloads)],
  };
}

type Integrations = PlannedKind<DesiredIntegration, ObservedIntegration>;
type Workloads = PlannedKind<DesiredWorkload, ObservedWorkload>;

function planWorkloads(input: PlanInput, integrations: Integrations): Workloads {
  const { desired = [], observed = [], queues = [], declaredNames } = input.workloads ?? {};
  const { scope, options, inReach } = input;
  const sides = { scope, options, desired, observed };
  return planKind(
    {
      ...sides,
      ...(declaredNames === undefined ? {} : { declaredNames }),
      ...(inReach === undefined ? {} : { inReach }),
    },
    workloadRules({ queues, integration: plannedIntegrations(input, integrations) }),
  );
}

/** What becomes of the integrations that workloads refer to, by their declared names. */
function plannedIntegrations(
  { observed }: PlanInput,
  integrations: Integrations,
): (name: string) => PlannedIntegration | undefined {
  const steps = new Map<string, Step[]>();
  for (const step of stepsOf(integrations)) steps.set(step.name, [...(steps.get(step.name) ?? []), step]);
  const declared = new Map(integrations.matches.map((match) => [match.desired.name, match]));
  const existing = new Map(observed.map((item) => [item.name, item]));
  return (name) => {
    const match = declared.get(name);
    const found = match === undefined ? existing.get(name) : match.observed;
    const own = steps.get(name) ?? [];
    const fresh = own.some(({ action }) => action === 'create' || action === 'replace');
    if ((found === undefined && !fresh) || match?.desired.ensure === 'absent') return undefined;
    const lastStep = own[own.length - 1]?.id;
    return {
      ...(found === undefined ? {} : { id: found.id }),
      fresh,
      ...(lastStep === undefined ? {} : { lastStep }),
    };
  };
}

function stepsOf({ parts }: Integrations | Workloads): Step[] {
  return parts.flatMap((part) => part.steps);
}

function findings({ diagnostics, parts }: Integrations | Workloads): Diagnostic[] {
  return [...diagnostics, ...parts.flatMap((part) => part.diagnostics)];
}

function ofKind(steps: readonly Step[], kind: Kind): Step[] {
  return steps.filter((step) => step.kind === kind);
}

function relevant(kind: Kind, planned: Integrations | Workloads): Plan['observed'] {
  return planned.relevant.map(({ id, name, etag }) => ({ kind, id, name, etag })).sort((a, b) => a.id - b.id);
}
