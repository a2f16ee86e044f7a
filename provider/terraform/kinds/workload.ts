import type { Client, Configuration, Workload } from '#api/client.ts';
import { checkWorkload } from '#catalog/check-workload.ts';
import { DEFAULT_LIMITS } from '#core/declaration.ts';
import { defined } from '#core/defined.ts';
import type { DesiredWorkload } from '#core/desired.ts';
import { hasErrors } from '#core/diagnostic.ts';
import type { ObservedWorkload } from '#core/observed.ts';
import { readOwnership, relation } from '#core/ownership.ts';
import type { PlanOptions } from '#core/plan.ts';
import { makePlan } from '#core/planner.ts';
import { toObserved } from '#resources/convert.ts';
import { toDesiredWorkload, toObservedWorkload } from '#resources/workload.ts';
import { all } from '#api/pages.ts';
import { applyPlan } from '../../apply-plan.ts';
import { ctyEqual, ctyObject, isCtyObject, Unknown, type CtyObject, textOf } from '../convert/cty.ts';
import { findingsOf, problem, type Finding } from '../convert/finding.ts';
import { wrongTimeouts } from '../convert/shared-attributes.ts';
import { applyContext, type Session } from '../session/session.ts';
import type { Change, Memory, Outcome, Planned, ResourceKind } from './kind.ts';
import { failures, warnings } from './reports.ts';
import { WORKLOAD_BLOCK } from './workload-block.ts';
import { queueIdsOf, referencesOf, workloadSpec, workloadState } from './workload-values.ts';

const OPTIONS: PlanOptions = {
  mode: 'apply',
  prune: false,
  adopt: true,
  allowReplace: false,
  force: true,
  limits: DEFAULT_LIMITS,
};

/** `injixo_workload`: which queues are forecast together. */
export class WorkloadKind implements ResourceKind {
  readonly block = WORKLOAD_BLOCK;

  async validate(config: CtyObject): Promise<Finding[]> {
    const problems = typeof config['time_zone'] === 'string' ? await checkWorkload(workloadSpec(config)) : [];
    const words: Record<string, string> = { timeZone: 'time_zone', planningUnit: 'planning_unit' };
    const findings = problems.map(({ message, hint, severity, path }): Finding => {
      const name = String(path[0]);
      return {
        severity: severity === 'warning' ? 'warning' : 'error',
        summary: message.replaceAll(/"(\w+)"/g, (quoted, key: string) =>
          key in words ? `"${words[key]}"` : quoted,
        ),
        ...(hint === undefined ? {} : { detail: hint }),
        attribute: [words[name] ?? name],
      };
    });
    const durations = wrongTimeouts(config).map((when) =>
      problem('The duration has no form like 90s, 20m or 1h30m.', undefined, ['timeouts', when]),
    );
    return [...findings, ...durations, ...queueProblems(config)];
  }

  async plan({ prior, planned, config }: Change): Promise<Planned> {
    const findings = await this.validate(config);
    if (prior === null) {
      // Queues that nobody manages are still read.
      return { findings };
    }
    const isMoved = !ctyEqual(prior['queues'] ?? null, planned['queues'] ?? null);
    // Live mode is for ever.
    const mode = (value: CtyObject): unknown =>
      isCtyObject(value['forecast']) ? value['forecast']['mode'] : null;
    const replaces = mode(prior) === 'live' && mode(planned) !== 'live' ? [['forecast', 'mode']] : [];
    return { findings, unknown: isMoved ? ['queue_ids'] : [], replaces };
  }

  async create(change: Change, session: Session): Promise<Outcome> {
    return this.#write(change, [], session);
  }

  async update(change: Change, session: Session, memory: Memory): Promise<Outcome> {
    const prior = change.prior!;
    const found = await session.client.getWorkload(Number(prior['id']));
    if (found === undefined) {
      return {
        state: null,
        findings: [problem(`"${textOf(prior['name'])}" does not exist any more.`, 'Plan again.')],
      };
    }
    const refusal = notOurs(found, session, memory);
    if (refusal !== undefined) return { state: prior, findings: [refusal] };
    return this.#write(change, [asOurs(found, session)], session);
  }

  async remove(state: CtyObject, session: Session, memory: Memory): Promise<Finding[]> {
    const found = await session.client.getWorkload(Number(state['id']));
    if (found === undefined) return [];
    const refusal = notOurs(found, session, memory);
    if (refusal !== undefined) return [refusal];
    const { scope } = session;
    const workloads = { desired: [], observed: [asOurs(found, session)], queues: [] };
    const plan = makePlan({
      scope,
      desired: [],
      observed: [],
      options: { ...OPTIONS, mode: 'destroy' },
      workloads,
    });
    const reports = await applyPlan(plan, applyContext(session));
    return failures(reports);
  }

  async read(state: CtyObject, session: Session): Promise<CtyObject | null> {
    const found = await session.account.workload(Number(state['id']));
    if (found === undefined) return null;
    return workloadState(found, await session.account.queues(), state);
  }

  async importById(id: string, session: Session): Promise<CtyObject | Finding> {
    const byId = /^[1-9][0-9]{0,14}$/.test(id) ? await session.account.workload(Number(id)) : undefined;
    const found = byId ?? (await findByName(id, session.client));
    if (found === undefined)
      return problem(`The account has no workload "${id}".`, 'Import by the id or the exact name.');
    const nulls = Object.keys({ ...WORKLOAD_BLOCK.attributes, ...WORKLOAD_BLOCK.blocks }).map(
      (key) => [key, null] as const,
    );
    return ctyObject([...nulls, ['id', String(found.id)], ['name', found.name]]);
  }

  async #write(change: Change, observed: ObservedWorkload[], session: Session): Promise<Outcome> {
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
    const names = new Map(known.map(({ id, name }) => [String(id), name]));
    const plan = makePlan({
      scope,
      desired: [],
      observed: known.map(toObserved),
      declaredNames: new Set(known.map(({ name }) => name)),
      options: OPTIONS,
      workloads: { desired: [desiredOf(change, names)], observed, queues: await all(client.listQueues()) },
    });
    if (hasErrors(plan.diagnostics)) return { state: prior, findings: findingsOf(plan.diagnostics) };
    const reports = await applyPlan(plan, applyContext(session));
    account.forget();
    const findings = [...failures(reports), ...warnings(reports)];
    const found = await findByName(planned['name'] as string, client);
    const isFailed = findings.some(({ severity }) => severity === 'error');
    if (found === undefined || isFailed) return { state: prior, findings };
    return { state: after(planned, found), findings };
  }
}

function after(planned: CtyObject, found: Workload): CtyObject {
  const known = Object.entries(planned).filter(([, value]) => !(value instanceof Unknown));
  return ctyObject([...known, ['id', String(found.id)], ['queue_ids', queueIdsOf(found)]]);
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

async function findByName(name: string, client: Client): Promise<Workload | undefined> {
  for await (const page of client.listWorkloads()) {
    const found = page.find((item) => item.name === name);
    if (found !== undefined) return found;
  }
  return undefined;
}

function desiredOf({ prior, planned }: Change, names: ReadonlyMap<string, string>): DesiredWorkload {
  const spec = workloadSpec(planned, prior === null ? 'create' : 'update');
  if (spec['queues'] !== undefined) {
    spec['queues'] = referencesOf(planned).map((reference) => ({
      ...reference,
      integration: names.get(reference.integration) ?? reference.integration,
    }));
  }
  const name = planned['name'] as string;
  const former = prior?.['name'] as string | undefined;
  const declaration = defined({
    kind: 'Workload' as const,
    name,
    labels: {},
    renamedFrom: former === name ? undefined : former,
    ensure: 'present' as const,
    spec,
    overrides: {},
    source: { file: 'terraform', document: 0 },
  });
  return toDesiredWorkload(declaration, spec);
}

/** As our planner would have left it: what it has was applied last. */
function asOurs(found: Workload, { scope }: Session): ObservedWorkload {
  const observed = toObservedWorkload(found);
  const { engine, workspace, environment } = scope;
  const memory = { labels: {}, preventDestroy: false, secretGenerations: {}, lastApplied: observed.settings };
  return { ...observed, owner: { ...observed.owner, engine: engine!, workspace, environment, ...memory } };
}

function notOurs(
  { annotations, name }: Workload,
  { scope }: Session,
  { imported }: Memory,
): Finding | undefined {
  const owner = readOwnership(annotations);
  if (imported === true || relation(owner, scope) !== 'other') return undefined;
  return problem(
    `"${name}" is managed by ${owner!.engine}, workspace "${owner!.workspace}".`,
    'One thing has one owner: remove it there, or import it here to take it over. (conflict/other-owner)',
  );
}

function queueProblems(config: CtyObject): Finding[] {
  const queues = Array.isArray(config['queues']) ? config['queues'] : [];
  const isWrong = queues.some(
    (queue) =>
      isCtyObject(queue) &&
      !(queue['name'] instanceof Unknown) &&
      !(queue['match'] instanceof Unknown) &&
      (queue['name'] === null) === (queue['match'] === null),
  );
  if (!isWrong) return [];
  return [
    problem(
      'A queue needs either "name" or "match".',
      '`match` takes all queues of a pattern with * and ?.',
      ['queues'],
    ),
  ];
}
