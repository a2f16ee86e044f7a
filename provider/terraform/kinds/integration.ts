import type { Configuration } from '#api/client.ts';
import { integrationType } from '#catalog/catalog.ts';
import { makePlan } from '#core/planner.ts';
import { applyPlan } from '../../apply-plan.ts';
import { ctyEqual, ctyObject, textOf, type CtyObject } from '../convert/cty.ts';
import { problem, type Finding } from '../convert/finding.ts';
import { integrationBlock, isImportable, settingsState } from '../convert/integration.ts';
import { resourceType } from '../convert/names.ts';
import { nullValues } from '../convert/schema.ts';
import type * as Validation from '../convert/validate-integration.ts';
import { applyContext, type Session } from '../session/session.ts';
import { desiredOf, differingSettings, stateOf } from './integration-values.ts';
import { takeBack } from './integration-take-back.ts';
import { asOurs, carryOut, stateAfter } from './integration-write.ts';
import type { Change, Memory, Outcome, Planned, ResourceKind } from './kind.ts';
import { checkName } from './names.ts';
import { notOurs } from './owner.ts';
import { DESTROY } from './plan-options.ts';
import { failures, isConflict, warnings } from './reports.ts';

/** The rules of all types are the largest part of the program, and not every process needs them. */
async function validation(): Promise<typeof Validation> {
  return import('../convert/validate-integration.ts');
}

/** `injixo_integration_<type>`: the catalogue gives the attributes, the planner the steps, the executor their order. */
export class IntegrationKind implements ResourceKind {
  readonly #type: string;

  constructor(type: string) {
    this.#type = type;
  }

  get block(): ResourceKind['block'] {
    return integrationBlock(this.#type);
  }

  async validate(config: CtyObject): Promise<Finding[]> {
    const { validateIntegration } = await validation();
    return validateIntegration(this.#type, config, { secretsNeeded: false });
  }

  async plan(change: Change, session: Session | undefined, isReplaced: boolean): Promise<Planned> {
    const { prior, planned, config } = change;
    const { validateIntegration } = await validation();
    const edition = session?.edition;
    const findings = await validateIntegration(this.#type, config, {
      secretsNeeded: prior === null,
      ...(edition === undefined ? {} : { edition }),
    });
    if (findings.some(({ severity }) => severity === 'error')) return { findings };
    if (session !== undefined)
      findings.push(
        ...(await checkName(change, session, { isReplaced, resource: resourceType(this.#type) })),
      );
    if (prior === null) {
      const known = config['paused'] === null ? ctyObject([['paused', false]]) : ctyObject();
      return { findings, known };
    }
    return { findings, unknown: this.#affected(prior, planned) };
  }

  /** The computed attributes that an update may change. */
  #affected(prior: CtyObject, planned: CtyObject): string[] {
    const differs = (name: string): boolean => !ctyEqual(prior[name] ?? null, planned[name] ?? null);
    const settings = [...Object.keys(settingsState(this.#type, {})), 'credentials_wo_version'].some(differs);
    const imports = settings && isImportable(integrationType(this.#type)!);
    return [...(settings || differs('paused') ? ['status'] : []), ...(imports ? ['queues'] : [])];
  }

  async read(state: CtyObject, session: Session): Promise<CtyObject | null> {
    const id = Number(state['id']);
    const found = await session.account.configuration(id);
    if (found === undefined) return null;
    const queues = await session.account.queuesOf(id);
    return stateOf(this.#type, found, queues, state, session.scope);
  }

  async create(change: Change, session: Session): Promise<Outcome> {
    const desired = desiredOf(this.#type, change);
    const done = await carryOut(this.#type, change, desired, [], session);
    const failed = failures(done.reports);
    if (done.written !== undefined) {
      const { state, findings } = await stateAfter(this.#type, done.written, change, session, done.reports);
      return { state, findings: [...failed, ...warnings(done.reports), ...findings] };
    }
    const found = isConflict(done.reports) ? await session.client.findConfiguration(desired.name) : undefined;
    if (found === undefined) return { state: null, findings: failed };
    return takeBack(this.#type, found, desired, change, session);
  }

  async update(change: Change, session: Session, memory: Memory): Promise<Outcome> {
    const id = Number(change.prior!['id']);
    return session.integrations.run(id, async () => this.#update(change, session, memory));
  }

  async #update(change: Change, session: Session, memory: Memory): Promise<Outcome> {
    const prior = change.prior!;
    const found = await session.client.getConfiguration(Number(prior['id']));
    if (found === undefined) return { state: null, findings: [gone(prior)] };
    const refusal = notOurs(found, session, memory) ?? this.#changedSince(found, prior, session);
    if (refusal !== undefined) return { state: prior, findings: [refusal] };
    const desired = desiredOf(this.#type, change);
    const observed = asOurs(found, prior, session, desired);
    const { reports, written = found } = await carryOut(this.#type, change, desired, [observed], session);
    const failed = failures(reports);
    if (failed.length === 0) {
      const { state, findings } = await stateAfter(this.#type, written, change, session, reports);
      return { state, findings: [...warnings(reports), ...findings] };
    }
    const queues = await session.account.freshQueuesOf(found.id);
    return { state: stateOf(this.#type, written, queues, prior, session.scope), findings: failed };
  }

  async remove(state: CtyObject, session: Session, memory: Memory): Promise<Finding[]> {
    return session.integrations.run(Number(state['id']), async () => this.#remove(state, session, memory));
  }

  async #remove(state: CtyObject, session: Session, memory: Memory): Promise<Finding[]> {
    const found = await session.client.getConfiguration(Number(state['id']));
    if (found === undefined) return [];
    const refusal = notOurs(found, session, memory);
    if (refusal !== undefined) return [refusal];
    if (session.takenBack.has(found.id)) return [kept(found)];
    const observed = asOurs(found, state, session);
    const plan = makePlan({
      scope: session.scope,
      desired: [],
      observed: [observed],
      options: DESTROY,
    });
    const reports = await applyPlan(plan, applyContext(session));
    session.account.forget();
    return failures(reports);
  }

  async importById(id: string, session: Session): Promise<CtyObject | Finding> {
    const { client, account } = session;
    const byId = /^[1-9][0-9]{0,14}$/.test(id) ? await account.configuration(Number(id)) : undefined;
    const found = byId ?? (await client.findConfiguration(id));
    if (found === undefined) {
      return problem(`The account has no integration "${id}".`, 'Import by the id or by the exact name.');
    }
    if (found.type === this.#type)
      return ctyObject([...nullValues(this.block), ['id', String(found.id)], ['name', found.name]]);
    const right = resourceType(found.type);
    return problem(`"${found.name}" is of the type ${found.type}.`, `Import it as ${right}.`);
  }

  /** What the plan was made from must still be there, or it would undo what somebody else just did. */
  #changedSince(found: Configuration, prior: CtyObject, { scope }: Session): Finding | undefined {
    const current = stateOf(this.#type, found, [], prior, scope);
    const changed = differingSettings(this.#type, current, prior);
    if (changed.length === 0) return undefined;
    return problem(
      `"${textOf(prior['name'])}" was changed in injixo since the plan was made: ${changed.join(', ')}.`,
      'Plan again. (conflict/stale)',
    );
  }
}

/** With create_before_destroy the new one could only be the old one, which then must not go. */
function kept({ name }: Configuration): Finding {
  return {
    severity: 'warning',
    summary: `"${name}" was kept and not replaced.`,
    detail: 'Names are unique in injixo, so create_before_destroy cannot work: leave it out to replace.',
  };
}

function gone(prior: CtyObject): Finding {
  return problem(`"${textOf(prior['name'])}" does not exist any more.`, 'Plan again: it will be created.');
}
