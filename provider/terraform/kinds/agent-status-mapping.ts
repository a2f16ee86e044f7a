import type { AgentStatus } from '#core/desired.ts';
import { resolveMapping } from '../../mappings.ts';
import { ctyObject, isCtyObject, isWhollyKnown, type CtyObject, type CtyValue } from '../convert/cty.ts';
import { problem, type Finding } from '../convert/finding.ts';
import { agentStatusOf, LISTS, MAPPING_BLOCK } from '../convert/mapping.ts';
import { nullValues } from '../convert/schema.ts';
import { validateMapping } from '../convert/validate-mapping.ts';
import type { Session } from '../session/session.ts';
import type { Change, Outcome, Planned, ResourceKind } from './kind.ts';
import { bare, located, readList } from './mapping-values.ts';
import { writeMapping } from './mapping-write.ts';

/** `injixo_agent_status_mapping`: the planner's steps pause, map, resume and import, for one integration. */
export class AgentStatusMappingKind implements ResourceKind {
  readonly block = MAPPING_BLOCK;

  async validate(config: CtyObject): Promise<Finding[]> {
    return validateMapping(config);
  }

  /** People and activities that the account does not have are found by the plan. */
  async plan({ planned }: Change, session: Session | undefined): Promise<Planned> {
    const known = [...LISTS, 'integration_id'].every((name) => isWhollyKnown(planned[name] ?? null));
    if (session === undefined || !known) return { findings: [] };
    const wanted = agentStatusOf(planned);
    const directory = await session.account.directory(wanted);
    const { diagnostics } = resolveMapping(bare(planned, wanted), directory);
    return { findings: located(diagnostics, wanted) };
  }

  async create(change: Change, session: Session): Promise<Outcome> {
    const { planned } = change;
    const findings = await writeMapping(planned, agentStatusOf(planned), session, 'create');
    const state = ctyObject([...Object.entries(planned), ['id', planned['integration_id']!]]);
    return { state: isFailed(findings) ? null : state, findings };
  }

  async update({ prior, planned }: Change, session: Session): Promise<Outcome> {
    const findings = await writeMapping(planned, agentStatusOf(planned), session, 'update');
    return { state: isFailed(findings) ? prior : planned, findings };
  }

  /** What was mapped is mapped no more; a list that was not managed stays. */
  async remove(state: CtyObject, session: Session): Promise<Finding[]> {
    const managed = LISTS.filter((list) => isCtyObject(state[list]));
    const empty = Object.fromEntries(managed.map((list) => [list, []])) as AgentStatus;
    const id = Number(state['integration_id']);
    if ((await session.client.getConfiguration(id)) === undefined) return [];
    return writeMapping(state, empty, session, 'update');
  }

  async read(state: CtyObject, session: Session): Promise<CtyObject | null> {
    const id = Number(state['integration_id']);
    const [found, mapping] = await Promise.all([
      session.account.configuration(id),
      session.account.mapping(id),
    ]);
    if (found === undefined || mapping === undefined) return null;
    // Right after an import nothing is known of it, and everything that is there is read.
    const isNew = LISTS.every((list) => (state[list] ?? null) === null);
    const wanted = agentStatusOf(state);
    const lists = isNew ? { users: [], statuses: [] } : wanted;
    const directory = await session.account.directory(lists);
    const read = (list: 'users' | 'statuses'): CtyValue => {
      if (!isNew && !isCtyObject(state[list])) return null;
      const entries = readList(list, mapping, state, directory);
      return isNew && Object.keys(entries).length === 0 ? null : entries;
    };
    return ctyObject([
      ...Object.entries(state),
      ['id', String(id)],
      ['integration_id', String(id)],
      ...LISTS.map((list) => [list, read(list)] as const),
    ]);
  }

  async importById(id: string, session: Session): Promise<CtyObject | Finding> {
    const byId = /^[1-9][0-9]{0,14}$/.test(id) ? await session.account.configuration(Number(id)) : undefined;
    const found = byId ?? (await session.client.findConfiguration(id));
    if (found === undefined)
      return problem(
        `The account has no integration "${id}".`,
        'Import by the id or the exact name of the integration.',
      );
    return ctyObject([
      ...nullValues(MAPPING_BLOCK),
      ['id', String(found.id)],
      ['integration_id', String(found.id)],
    ]);
  }
}

function isFailed(findings: readonly Finding[]): boolean {
  return findings.some(({ severity }) => severity === 'error');
}
