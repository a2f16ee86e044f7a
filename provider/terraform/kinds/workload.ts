import { makePlan } from '#core/planner.ts';
import { applyPlan } from '../../apply-plan.ts';
import { ctyEqual, ctyObject, isCtyObject, textOf, type CtyObject } from '../convert/cty.ts';
import { problem, type Finding } from '../convert/finding.ts';
import { nullValues } from '../convert/schema.ts';
import { validateWorkload } from '../convert/validate-workload.ts';
import { WORKLOAD_BLOCK } from '../convert/workload.ts';
import { applyContext, type Session } from '../session/session.ts';
import type { Change, Memory, Outcome, Planned, ResourceKind } from './kind.ts';
import { notOurs } from './owner.ts';
import { DESTROY } from './plan-options.ts';
import { failures } from './reports.ts';
import { workloadState } from './workload-values.ts';
import { asOurs, findWorkload, writeWorkload } from './workload-write.ts';

/** `injixo_workload`: which queues are forecast together. */
export class WorkloadKind implements ResourceKind {
  readonly block = WORKLOAD_BLOCK;

  async validate(config: CtyObject): Promise<Finding[]> {
    return validateWorkload(config);
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
    return writeWorkload(change, [], session);
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
    return writeWorkload(change, [asOurs(found, session)], session);
  }

  async remove(state: CtyObject, session: Session, memory: Memory): Promise<Finding[]> {
    const found = await session.client.getWorkload(Number(state['id']));
    if (found === undefined) return [];
    const refusal = notOurs(found, session, memory);
    if (refusal !== undefined) return [refusal];
    if (session.takenBack.has(found.id)) return [];
    const { scope } = session;
    const workloads = { desired: [], observed: [asOurs(found, session)], queues: [] };
    const plan = makePlan({
      scope,
      desired: [],
      observed: [],
      options: DESTROY,
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
    const found = byId ?? (await findWorkload(id, session.client));
    if (found === undefined)
      return problem(`The account has no workload "${id}".`, 'Import by the id or the exact name.');
    return ctyObject([...nullValues(WORKLOAD_BLOCK), ['id', String(found.id)], ['name', found.name]]);
  }
}
