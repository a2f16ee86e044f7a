/** Carries out what a plan of `injixo_agent_status_mapping` asks for, with the planner and the executor. */
import type { Configuration } from '#api/client.ts';
import { integrationType } from '#catalog/catalog.ts';
import type { AgentStatus, DesiredIntegration } from '#core/desired.ts';
import { hasErrors } from '#core/diagnostic.ts';
import { parseDuration } from '#core/duration.ts';
import type { ObservedIntegration } from '#core/observed.ts';
import type { Scope } from '#core/plan.ts';
import { makePlan } from '#core/planner.ts';
import { toObserved } from '#resources/convert.ts';
import { applyPlan } from '../../apply-plan.ts';
import { readMappings, resolveMapping } from '../../mappings.ts';
import { ctyObject, type CtyObject } from '../convert/cty.ts';
import { findingsOf, problem, type Finding } from '../convert/finding.ts';
import { isImportable } from '../convert/integration.ts';
import { timeoutText } from '../convert/shared-attributes.ts';
import { applyContext, type Session } from '../session/session.ts';
import { bare, located } from './mapping-values.ts';
import { OPTIONS } from './plan-options.ts';
import { failures, warnings } from './reports.ts';

const DEFAULT_TIMEOUT_SECONDS = 20 * 60;

/** Maps one integration, when no other work on it is going on. */
export async function writeMapping(
  value: CtyObject,
  wanted: AgentStatus,
  session: Session,
  when: 'create' | 'update',
): Promise<Finding[]> {
  const id = Number(value['integration_id']);
  return session.integrations.run(id, async () => map(id, value, wanted, session, when));
}

async function map(
  id: number,
  value: CtyObject,
  wanted: AgentStatus,
  session: Session,
  when: 'create' | 'update',
): Promise<Finding[]> {
  const { client, scope } = session;
  const found = await client.getConfiguration(id);
  if (found === undefined) return [problem(`There is no integration with the id ${id}.`)];
  const { data } = integrationType(found.type) ?? { data: { agentStatus: false, realTime: false } };
  if (!data.agentStatus && !data.realTime)
    return [problem(`"${found.name}" is of the type ${found.type}, which has no agent status data.`)];
  const directory = await session.account.directory(wanted);
  const timeoutSeconds = parseDuration(timeoutText(value, when) ?? '') ?? DEFAULT_TIMEOUT_SECONDS;
  const declared = {
    ...desiredOf(found, wanted),
    import: { trigger: 'on-change', wait: true, timeoutSeconds } as const,
  };
  const { desired, diagnostics } = resolveMapping(declared, directory);
  if (hasErrors(diagnostics)) return located(diagnostics, wanted);
  const plain = observedOf(found, scope);
  const present = await readMappings(client, [{ desired, observed: plain }], directory);
  const mapping = present.get(id);
  const observed = mapping === undefined ? plain : { ...plain, mapping };
  const plan = makePlan({ scope, desired: [desired], observed: [observed], options: OPTIONS });
  if (hasErrors(plan.diagnostics)) return findingsOf(plan.diagnostics);
  const reports = await applyPlan(plan, applyContext(session));
  session.account.forget();
  return [...failures(reports), ...warnings(reports)];
}

/** The integration as somebody who declares nothing of it but the mapping. */
function desiredOf(found: Configuration, agentStatus: AgentStatus): DesiredIntegration {
  const entry = integrationType(found.type);
  return {
    ...bare(ctyObject([['integration_id', String(found.id)]]), agentStatus),
    name: found.name,
    type: found.type,
    traits: { immutable: [], importable: entry !== undefined && isImportable(entry) },
  };
}

/** For the planner nothing differs but the mapping. An integration that nobody manages may be mapped by anybody. */
function observedOf(found: Configuration, scope: Scope): ObservedIntegration {
  const observed = toObserved(found);
  const { engine, workspace, environment } = scope;
  const { credentialsVersion: _, ...owner } = observed.owner ?? { engine: engine!, workspace, environment };
  const nothing = { labels: {}, preventDestroy: false, lastApplied: {}, secretGenerations: {} };
  return { ...observed, owner: { ...owner, ...nothing } };
}
