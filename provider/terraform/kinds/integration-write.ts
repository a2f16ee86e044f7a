/** Carries out what a plan of an integration asks for, with the planner and the executor. */
import type { Configuration } from '#api/client.ts';
import type { StepReport } from '#apply/events.ts';
import type { DesiredIntegration } from '#core/desired.ts';
import { hasErrors } from '#core/diagnostic.ts';
import type { ObservedIntegration } from '#core/observed.ts';
import { makePlan } from '#core/planner.ts';
import { toObserved } from '#resources/convert.ts';
import { applyPlan } from '../../apply-plan.ts';
import { explainError } from '../../explain.ts';
import { Unknown, type CtyObject } from '../convert/cty.ts';
import { findingsOf } from '../convert/finding.ts';
import { secretValues } from '../convert/integration.ts';
import { applyContext, type Session } from '../session/session.ts';
import { appliedState, stateOf } from './integration-values.ts';
import type { Change, Outcome } from './kind.ts';
import { OPTIONS } from './plan-options.ts';

const COMPUTED = ['id', 'paused', 'status', 'queues'];

export async function carryOut(
  type: string,
  { config }: Change,
  desired: DesiredIntegration,
  observed: ObservedIntegration[],
  session: Session,
): Promise<{ reports: StepReport[]; written?: Configuration }> {
  const plan = makePlan({ scope: session.scope, desired: [desired], observed, options: OPTIONS });
  if (hasErrors(plan.diagnostics)) {
    const refused = { outcome: 'failed', diagnostics: plan.diagnostics, seconds: 0 } as const;
    return { reports: plan.steps.map((step) => ({ step, ...refused })) };
  }
  let written: Configuration | undefined;
  const context = applyContext(session, secretValues(type, config));
  const reports = await applyPlan(plan, {
    ...context,
    written: (answer) => (written = answer as Configuration),
  });
  session.account.forget();
  return written === undefined ? { reports } : { reports, written };
}

/**
 * As our planner would have left it: Terraform's state is what was applied last. A write-only attribute that is
 * left out says nothing, so its secret stays; only together with another version of the credentials, when others
 * are given, does it mean that the secret is to go: so does a password give way to a connection string.
 */
export function asOurs(
  found: Configuration,
  prior: CtyObject,
  { scope }: Session,
  desired?: DesiredIntegration,
): ObservedIntegration {
  const observed = toObserved(found);
  const { environment, workspace, engine } = scope;
  const version = (prior['credentials_wo_version'] ?? null) as string | null;
  const { credentialsVersion: _, ...owner } = observed.owner ?? { labels: {}, preventDestroy: false };
  const given = new Set(desired?.secrets.map(({ path }) => path.join('.')));
  const isExchanged = given.size > 0 && desired?.credentialsVersion !== (version ?? undefined);
  const generations = Object.entries(observed.secretGenerations);
  return {
    ...observed,
    owner: {
      ...owner,
      engine: engine!,
      workspace,
      environment,
      preventDestroy: false,
      lastApplied: observed.settings,
      secretGenerations: Object.fromEntries(generations.filter(([key]) => isExchanged || given.has(key))),
      ...(version === null ? {} : { credentialsVersion: version }),
    },
  };
}

/** What was written must reach the state, even if what came of it cannot be read just now. */
export async function stateAfter(
  type: string,
  written: Configuration,
  { planned }: Change,
  session: Session,
  reports: readonly StepReport[],
): Promise<Outcome> {
  const { client, account, scope } = session;
  const open = COMPUTED.filter((name) => planned[name] instanceof Unknown);
  try {
    const hasImported = reports.some(({ step }) => step.action === 'import');
    const found = hasImported ? await client.getConfiguration(written.id) : written;
    const queues = open.includes('queues') ? await account.freshQueuesOf(written.id) : [];
    const actual = stateOf(type, found ?? written, queues, planned, scope);
    return { state: appliedState(planned, actual, open), findings: [] };
  } catch (error) {
    const actual = stateOf(type, written, [], planned, scope);
    return {
      state: appliedState(planned, actual, open),
      findings: findingsOf(explainError(error), 'warning'),
    };
  }
}
