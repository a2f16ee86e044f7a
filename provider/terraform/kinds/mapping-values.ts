/** Values of `injixo_agent_status_mapping`, and what the planner and the API call the same things. */
import type { Mappings } from '#api/client.ts';
import type { AgentStatus, DesiredIntegration } from '#core/desired.ts';
import type { Diagnostic } from '#core/diagnostic.ts';
import { PRESENT } from '#core/mapping.ts';
import { resolveMapping, type Directory } from '../../mappings.ts';
import { ctyObject, isCtyObject, textOf, type CtyObject } from '../convert/cty.ts';
import { agentStatusOf } from '../convert/mapping.ts';
import { findingsOf, type Finding } from '../convert/finding.ts';

const DEFAULT_TIMEOUT_SECONDS = 20 * 60;

/** An entry keeps the words of the configuration where they still mean what injixo has. */
export function readList(
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
export function located(diagnostics: readonly Diagnostic[], wanted: AgentStatus): Finding[] {
  return diagnostics.flatMap((diagnostic) => {
    const [finding] = findingsOf([diagnostic]);
    if (finding === undefined) return [];
    const [, list, index] = /agentStatus\.(users|statuses)\[(\d+)\]/.exec(diagnostic.path ?? '') ?? [];
    const key =
      list === 'users' ? wanted.users?.[Number(index)]?.identifier : wanted.statuses?.[Number(index)]?.status;
    return [list === undefined || key === undefined ? finding : { ...finding, attribute: [list, { key }] }];
  });
}

/** An integration that declares nothing but its mapping. */
export function bare(value: CtyObject, agentStatus: AgentStatus): DesiredIntegration {
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
