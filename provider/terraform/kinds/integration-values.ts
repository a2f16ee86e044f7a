/** Values of an integration's resource, and what the planner and the API call the same things. */
import type { Configuration, Queue } from '#api/client.ts';
import { integrationType } from '#catalog/catalog.ts';
import type { DesiredIntegration } from '#core/desired.ts';
import type { JsonObject } from '#core/json.ts';
import type { Ownership } from '#core/observed.ts';
import { readOwnership, relation } from '#core/ownership.ts';
import type { Scope } from '#core/plan.ts';
import { toDesired } from '#resources/desired.ts';
import { ctyEqual, ctyObject, type CtyObject, type CtyValue } from '../convert/cty.ts';
import { secretValues, settingsState, specOf } from '../convert/integration.ts';
import { labelsState, queuesState, timeoutText } from '../convert/shared-attributes.ts';
import { declarationOf } from './declared.ts';
import type { Change } from './kind.ts';

/** What the planner shall bring about. A name that changes is a rename. */
export function desiredOf(type: string, change: Change): DesiredIntegration {
  const { prior, planned, config } = change;
  const secrets = [...secretValues(type, config).keys()].map((name) => [name, config[name]!] as const);
  // Whether it is paused is managed only where it is configured; the plan holds what is.
  const paused = ['paused', config['paused'] ?? null] as const;
  const { spec } = specOf(type, ctyObject([...Object.entries(planned), ...secrets, paused]));
  const timeout = timeoutText(planned, prior === null ? 'create' : 'update');
  spec['import'] = {
    ...(spec['import'] as JsonObject | undefined),
    ...(timeout === undefined ? {} : { timeout }),
  };
  return toDesired(declarationOf('Integration', change, spec), spec, integrationType(type));
}

/**
 * The state as injixo has it. What it does not know (the rules of imports, time limits) comes from `base`,
 * a state or a plan before.
 */
export function stateOf(
  type: string,
  configuration: Configuration,
  queues: readonly Queue[],
  base: CtyObject,
  scope: Scope,
): CtyObject {
  const { id, name, paused, state, credentials, configuration: settings, annotations } = configuration;
  const owner = readOwnership(annotations);
  const sections = { credentials, configuration: settings } as JsonObject;
  const hasVersion = 'credentials_wo_version' in base;
  return ctyObject([
    ...Object.entries(base),
    ...Object.entries(settingsState(type, sections)),
    ['id', String(id)],
    ['name', name],
    ['labels', labelsState(owner?.labels, base)],
    ['paused', paused],
    ['status', state],
    ['queues', queuesState(queues)],
    ...(hasVersion
      ? [['credentials_wo_version', versionState(configuration, owner, base, scope)] as const]
      : []),
  ]);
}

/** Null when a secret was written by somebody else since: the next apply sends ours again. */
function versionState(
  { secrets }: Configuration,
  owner: Ownership | null,
  base: CtyObject,
  scope: Scope,
): CtyValue {
  const present = new Map(secrets.map(({ path, generation }) => [path, generation]));
  const remembered = relation(owner, scope) === 'mine' ? Object.entries(owner!.secretGenerations) : [];
  if (remembered.some(([path, generation]) => present.get(path) !== generation)) return null;
  return base['credentials_wo_version'] ?? owner?.credentialsVersion ?? null;
}

/** The attributes that hold settings and differ between two states: their names. */
export function differingSettings(type: string, a: CtyObject, b: CtyObject): string[] {
  const names = Object.keys(settingsState(type, {}));
  return ['name', ...names].filter((name) => !ctyEqual(a[name] ?? null, b[name] ?? null));
}

/** The plan as a state: what is known of it as planned, and the rest as injixo answers. */
export function appliedState(planned: CtyObject, actual: CtyObject, computed: readonly string[]): CtyObject {
  return ctyObject([...Object.entries(planned), ...computed.map((name) => [name, actual[name]!] as const)]);
}
