import type { Configuration, Mappings } from '#api/client.ts';
import { integrationType } from '#catalog/catalog.ts';
import { DEFAULT_LIMITS } from '#core/declaration.ts';
import type { AgentStatus, DesiredIntegration } from '#core/desired.ts';
import { hasErrors, type Diagnostic } from '#core/diagnostic.ts';
import { PRESENT } from '#core/mapping.ts';
import type { ObservedIntegration } from '#core/observed.ts';
import type { Scope } from '#core/plan.ts';
import { makePlan } from '#core/planner.ts';
import { toObserved } from '#resources/convert.ts';
import { applyPlan } from '../../apply-plan.ts';
import { readMappings, readDirectory, resolveMapping, type Directory } from '../../mappings.ts';
import {
  ctyObject,
  isCtyObject,
  isWhollyKnown,
  type CtyObject,
  type CtyValue,
  textOf,
} from '../convert/cty.ts';
import { findingsOf, problem, type Finding } from '../convert/finding.ts';
import { isImportable } from '../convert/integration.ts';
import type { Block } from '../convert/schema.ts';
import { timeoutsBlock, timeoutText, wrongTimeouts } from '../convert/shared-attributes.ts';
import { parseDuration } from '#core/duration.ts';
import { applyContext, type Session } from '../session/session.ts';
import type { Change, Outcome, Planned, ResourceKind } from './kind.ts';
import { failures, warnings } from './reports.ts';

const BLOCK: Block = {
  description:
    'Who the external users of an integration are and what its external statuses mean. A change pauses the ' +
    'integration, writes the mapping and resumes it, since a running import would overwrite it. A map that is left ' +
    'out is not managed; an empty one maps nothing.',
  attributes: {
    integration_id: {
      type: 'string',
      required: true,
      replaces: true,
      description: 'The id of the integration.',
    },
    users: {
      type: { map: 'string' },
      optional: true,
      description:
        'Identifiers in the external system, and who they are: an e-mail address, an id or a name of a person.',
    },
    statuses: {
      type: { map: 'string' },
      optional: true,
      description:
        'Statuses of the external system, and what they mean: a name or an id of an activity. What is not listed means *Present*.',
    },
    id: { type: 'string', computed: true, description: 'The id of the integration.' },
  },
  blocks: { timeouts: timeoutsBlock('how long the import with the new mapping is waited for') },
};

const LISTS = ['users', 'statuses'] as const;
const DEFAULT_TIMEOUT_SECONDS = 20 * 60;

/** `injixo_agent_status_mapping`: the planner's steps pause, map, resume and import, for one integration. */
export class AgentStatusMappingKind implements ResourceKind {
  readonly block = BLOCK;

  async validate(config: CtyObject): Promise<Finding[]> {
    const findings = wrongTimeouts(config).map((when) =>
      problem('The duration has no form like 90s, 20m or 1h30m.', undefined, ['timeouts', when]),
    );
    if (LISTS.every((list) => config[list] === null)) {
      findings.push(
        problem('"users" or "statuses" must be given.', 'Leave the resource out to manage neither.'),
      );
    }
    for (const list of LISTS) {
      for (const [key, value] of entriesOf(config[list])) {
        if (key.trim() !== key || key === '')
          findings.push(problem(`"${key}" is empty or has spaces around it.`, undefined, [list, { key }]));
        else if (value === '' || value === null)
          findings.push(problem(`"${key}" stands for nobody.`, undefined, [list, { key }]));
      }
    }
    return findings;
  }

  /** People and activities that the account does not have are found by the plan. */
  async plan({ planned }: Change, session: Session | undefined): Promise<Planned> {
    const known = [...LISTS, 'integration_id'].every((name) => isWhollyKnown(planned[name] ?? null));
    if (session === undefined || !known) return { findings: [] };
    const wanted = agentStatusOf(planned);
    const directory = await readDirectory(session.client, [wanted]);
    const { diagnostics } = resolveMapping(bare(planned, wanted), directory);
    return { findings: located(diagnostics, wanted) };
  }

  async create(change: Change, session: Session): Promise<Outcome> {
    const { planned } = change;
    const findings = await this.#write(planned, agentStatusOf(planned), session, 'create');
    const state = ctyObject([...Object.entries(planned), ['id', planned['integration_id']!]]);
    return { state: isFailed(findings) ? null : state, findings };
  }

  async update({ prior, planned }: Change, session: Session): Promise<Outcome> {
    const findings = await this.#write(planned, agentStatusOf(planned), session, 'update');
    return { state: isFailed(findings) ? prior : planned, findings };
  }

  /** What was mapped is mapped no more; a list that was not managed stays. */
  async remove(state: CtyObject, session: Session): Promise<Finding[]> {
    const managed = LISTS.filter((list) => isCtyObject(state[list]));
    const empty = Object.fromEntries(managed.map((list) => [list, []])) as AgentStatus;
    const id = Number(state['integration_id']);
    if ((await session.client.getConfiguration(id)) === undefined) return [];
    return this.#write(state, empty, session, 'update');
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
    const directory = await readDirectory(session.client, [lists]);
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
    const nulls = Object.keys({ ...BLOCK.attributes, ...BLOCK.blocks }).map((name) => [name, null] as const);
    return ctyObject([...nulls, ['id', String(found.id)], ['integration_id', String(found.id)]]);
  }

  async #write(
    value: CtyObject,
    wanted: AgentStatus,
    session: Session,
    when: 'create' | 'update',
  ): Promise<Finding[]> {
    const id = Number(value['integration_id']);
    return session.integrations.run(id, async () => this.#map(id, value, wanted, session, when));
  }

  async #map(
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
    const directory = await readDirectory(client, [wanted]);
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
}

const OPTIONS = {
  mode: 'apply',
  prune: false,
  adopt: false,
  allowReplace: false,
  force: true,
  limits: DEFAULT_LIMITS,
} as const;

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

function bare(value: CtyObject, agentStatus: AgentStatus): DesiredIntegration {
  return {
    name: textOf(value['integration_id']),
    ensure: 'present',
    labels: {},
    settings: {},
    lifecycle: { preventDestroy: false, allowReplace: false },
    source: { file: 'terraform', document: 0 },
    type: '',
    secrets: [],
    agentStatus,
    import: { trigger: 'on-change', wait: true, timeoutSeconds: DEFAULT_TIMEOUT_SECONDS },
    traits: { immutable: [], importable: false },
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

function agentStatusOf(value: CtyObject): AgentStatus {
  const status: AgentStatus = {};
  if (isCtyObject(value['users'])) {
    status.users = entriesOf(value['users']).map(([identifier, person]) => ({
      identifier,
      person: textOf(person),
    }));
  }
  if (isCtyObject(value['statuses'])) {
    status.statuses = entriesOf(value['statuses']).map(([name, activity]) => ({
      status: name,
      activity: textOf(activity),
    }));
  }
  return status;
}

function entriesOf(value: CtyValue | undefined): [string, CtyValue][] {
  return isCtyObject(value) ? Object.entries(value) : [];
}

/** An entry keeps the words of the configuration where they still mean what injixo has. */
function readList(
  list: 'users' | 'statuses',
  mapping: Mappings,
  state: CtyObject,
  directory: Directory,
): CtyObject {
  const entries =
    list === 'users'
      ? mapping.users.map(({ identifier, personId }) => [identifier, personId] as const)
      : mapping.statuses.map(({ status, activityId }) => [status, activityId] as const);
  const { desired } = resolveMapping(bare(state, agentStatusOf(state)), directory);
  const meant = new Map((desired.mapping?.[list] ?? []).map(({ key, id }) => [key, id]));
  const words = isCtyObject(state[list]) ? state[list] : ctyObject();
  const kept = entries.filter(
    ([key, id]) => list === 'users' || id !== PRESENT || meant.get(key) === PRESENT,
  );
  const read = ctyObject(
    kept.map(([key, id]) => [key, meant.get(key) === id ? words[key]! : nameOf(list, id, directory)]),
  );
  // A status that means Present is as good as one that is not listed.
  if (list === 'statuses')
    for (const [key, id] of meant) if (id === PRESENT && !(key in read)) read[key] = words[key]!;
  return read;
}

function nameOf(list: 'users' | 'statuses', id: number, { people, activities }: Directory): string {
  if (list === 'users') return people.find((person) => person.id === id)?.email ?? String(id);
  const named = activities.find((activity) => activity.id === id);
  const isOnly = named !== undefined && activities.filter(({ name }) => name === named.name).length === 1;
  return isOnly ? named.name : String(id);
}

/** The planner names the entries of lists; the attributes are maps. */
function located(diagnostics: readonly Diagnostic[], wanted: AgentStatus): Finding[] {
  return diagnostics.flatMap((diagnostic) => {
    const [finding] = findingsOf([diagnostic]);
    if (finding === undefined) return [];
    const [, list, index] = /agentStatus\.(users|statuses)\[(\d+)\]/.exec(diagnostic.path ?? '') ?? [];
    const key =
      list === 'users' ? wanted.users?.[Number(index)]?.identifier : wanted.statuses?.[Number(index)]?.status;
    return [list === undefined || key === undefined ? finding : { ...finding, attribute: [list, { key }] }];
  });
}

function isFailed(findings: readonly Finding[]): boolean {
  return findings.some(({ severity }) => severity === 'error');
}
