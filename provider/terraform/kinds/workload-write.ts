/** Carries out what a plan of `injixo_workload` asks for, with the planner and the executor. */
import type { Client, Configuration, Workload } from '#api/client.ts';
import { all } from '#api/pages.ts';
import type { StepReport } from '#apply/events.ts';
import type { DesiredWorkload } from '#core/desired.ts';
import { hasErrors } from '#core/diagnostic.ts';
import { wasApplied } from '#core/diff.ts';
import type { ObservedWorkload } from '#core/observed.ts';
import { relation } from '#core/ownership.ts';
import type { Step } from '#core/plan.ts';
import { makePlan } from '#core/planner.ts';
import { toObserved } from '#resources/convert.ts';
import { toDesiredWorkload, toObservedWorkload } from '#resources/workload.ts';
import { applyPlan } from '../../apply-plan.ts';
import { ctyObject, Unknown, type CtyObject } from '../convert/cty.ts';
import { findingsOf, problem, type Finding } from '../convert/finding.ts';
import { applyContext, type Session } from '../session/session.ts';
import type { Change, Outcome } from './kind.ts';
import { OPTIONS } from './plan-options.ts';
import { failures, isConflict, warnings } from './reports.ts';
import { declarationOf } from './declared.ts';
import { referencesOf, workloadSpec } from '../convert/workload.ts';
import { queueIdsOf } from './workload-values.ts';

/** `observed` is the workload as ours; none: it is made. */
export async function writeWorkload(
  change: Change,
  observed: ObservedWorkload[],
  session: Session,
): Promise<Outcome> {
  const { client, scope, account } = session;
  const { prior, planned } = change;
  const integrations = await integrationsOf(planned, client);
  const missing = [...integrations].filter(([, found]) => found === undefined).map(([id]) => id);
  if (missing.length > 0) {
    const findings = missing.map((id) =>
      problem(`There is no integration with the id ${id}.`, undefined, ['queues']),
    );
    return { state: prior, findings };
  }
  const known = [...integrations.values()] as Configuration[];
  const desired = desiredOf(change, new Map(known.map(({ id, name }) => [String(id), name])));
  const plan = makePlan({
    scope,
    desired: [],
    observed: known.map(toObserved),
    declaredNames: new Set(known.map(({ name }) => name)),
    options: OPTIONS,
    workloads: { desired: [desired], observed, queues: await all(client.listQueues()) },
  });
  if (hasErrors(plan.diagnostics)) return { state: prior, findings: findingsOf(plan.diagnostics) };
  const started = await importAgain(plan.steps, known, client);
  let written: Workload | undefined;
  const reports = await applyPlan(plan, {
    ...applyContext(session),
    written: (answer) => (written = answer as Workload),
  });
  account.forget();
  if (isConflict(reports) && observed.length === 0) return takeBack(change, desired, reports, session);
  const findings = [...failures(reports), ...started, ...warnings(reports)];
  if (failures(reports).length > 0) return { state: prior, findings };
  return { state: stateAfter(planned, written), findings };
}

/** Queues that are waited for come with an import; one that failed is started again, or they never would. */
async function importAgain(
  steps: readonly Step[],
  integrations: readonly Configuration[],
  client: Client,
): Promise<Finding[]> {
  const awaited = steps.flatMap((step) => (step.kind === 'Workload' ? (step.awaits ?? []) : []));
  const ids = new Set(awaited.map(({ id }) => id));
  const failed = integrations.filter(
    (item) => ids.has(item.id) && !item.paused && toObserved(item).importFailed === true,
  );
  await Promise.all(failed.map(async ({ id }) => client.startImport(id)));
  return failed.map(({ name }) => ({
    severity: 'warning',
    summary: `Another import of "${name}" was started.`,
    detail: 'Its last import failed, and the workload waits for queues that an import brings.',
  }));
}

/** A creation of ours whose answer never arrived, since the process died, is the one that Terraform asks for. */
async function takeBack(
  change: Change,
  desired: DesiredWorkload,
  reports: StepReport[],
  session: Session,
): Promise<Outcome> {
  const found = await findWorkload(desired.name, session.client);
  if (found !== undefined) {
    const observed = toObservedWorkload(found);
    const isOurs = relation(observed.owner, session.scope) === 'mine';
    if (isOurs && wasApplied(desired, observed)) {
      session.takenBack.add(found.id);
      const outcome = await writeWorkload(change, [asOurs(found, session)], session);
      if (outcome.state === null) return outcome;
      const ids = [
        ['id', String(found.id)],
        ['queue_ids', outcome.state['queue_ids'] ?? queueIdsOf(found)],
      ] as const;
      return { ...outcome, state: ctyObject([...Object.entries(outcome.state), ...ids]) };
    }
  }
  return { state: null, findings: failures(reports) };
}

/** What was written; where nothing had to be, what was planned. */
function stateAfter(planned: CtyObject, written: Workload | undefined): CtyObject {
  const known = Object.entries(planned).filter(([, value]) => !(value instanceof Unknown));
  if (written === undefined) return ctyObject(known);
  return ctyObject([...known, ['id', String(written.id)], ['queue_ids', queueIdsOf(written)]]);
}

/** The integrations that the queues refer to, by id. */
async function integrationsOf(
  value: CtyObject,
  client: Client,
): Promise<Map<string, Configuration | undefined>> {
  const ids = [...new Set(referencesOf(value).map(({ integration }) => integration))];
  const found = await Promise.all(
    ids.map(async (id) => [id, await client.getConfiguration(Number(id))] as const),
  );
  return new Map(found);
}

/** The workload of a name. */
export async function findWorkload(name: string, client: Client): Promise<Workload | undefined> {
  for await (const page of client.listWorkloads()) {
    const found = page.find((item) => item.name === name);
    if (found !== undefined) return found;
  }
  return undefined;
}

function desiredOf(change: Change, names: ReadonlyMap<string, string>): DesiredWorkload {
  const { prior, planned } = change;
  const spec = workloadSpec(planned, prior === null ? 'create' : 'update');
  if (spec['queues'] !== undefined) {
    spec['queues'] = referencesOf(planned).map((reference) => ({
      ...reference,
      integration: names.get(reference.integration) ?? reference.integration,
    }));
  }
  return toDesiredWorkload(declarationOf('Workload', change, spec), spec);
}

/** As our planner would have left it: what it has was applied last. */
export function asOurs(found: Workload, { scope }: Session): ObservedWorkload {
  const observed = toObservedWorkload(found);
  const { engine, workspace, environment } = scope;
  const memory = {
    labels: observed.owner?.labels ?? {},
    preventDestroy: false,
    secretGenerations: {},
    lastApplied: observed.settings,
  };
  return { ...observed, owner: { ...observed.owner, engine: engine!, workspace, environment, ...memory } };
}
