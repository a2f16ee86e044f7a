/** Declarations as an account would hold them right after they were applied. */
import type { DesiredIntegration, DesiredResource, DesiredWorkload } from './desired.ts';
import { PRESENT, remembered, type MappingEntry } from './mapping.ts';
import type { ObservedIntegration, ObservedWorkload, Ownership } from './observed.ts';
import { ENGINE } from './ownership.ts';
import type { Scope } from './plan.ts';
import { referenceName } from './queues.ts';

/** Nobody's account: two states of the declarations are compared in it. */
export const COMPARED: Scope = { endpoint: '', workspace: 'compared', environment: '' };

/** Names stand for themselves: nobody is asked who they are. */
export function withMapping(desired: DesiredIntegration, ids: Map<string, number>): DesiredIntegration {
  const { users, statuses } = desired.agentStatus ?? {};
  const entry = (key: string, label: string): MappingEntry => {
    const isPresent = label === 'Present' || label === String(PRESENT);
    if (!ids.has(label)) ids.set(label, ids.size + PRESENT + 1);
    return { key, label, id: isPresent ? PRESENT : ids.get(label)! };
  };
  return {
    ...desired,
    mapping: {
      ...(users === undefined ? {} : { users: users.map((item) => entry(item.identifier, item.person)) }),
      ...(statuses === undefined
        ? {}
        : { statuses: statuses.map((item) => entry(item.status, item.activity)) }),
    },
  };
}

/** Queues by their names, as a setting like any other. */
export function withQueueNames({ queues, ...desired }: DesiredWorkload): DesiredWorkload {
  if (queues === undefined) return desired;
  return { ...desired, settings: { ...desired.settings, queues: queues.map(referenceName).sort() } };
}

export function asApplied(desired: DesiredIntegration, index: number): ObservedIntegration {
  const generations = Object.fromEntries(desired.secrets.map(({ path }) => [path.join('.'), 1]));
  const { users = [], statuses = [] } = desired.mapping ?? {};
  return {
    id: index + 1,
    etag: '',
    name: desired.name,
    type: desired.type,
    paused: desired.paused ?? false,
    settings: desired.settings,
    secretGenerations: generations,
    mapping: { users, statuses },
    owner: { ...ownerOf(desired), secretGenerations: generations, mapped: remembered(desired.mapping) },
  };
}

export function asAppliedWorkload(desired: DesiredWorkload, index: number): ObservedWorkload {
  const { name, settings } = desired;
  return { id: index + 1, etag: '', name, settings, queueIds: [], owner: ownerOf(desired) };
}

function ownerOf(desired: DesiredResource): Ownership {
  return {
    engine: ENGINE,
    workspace: COMPARED.workspace,
    environment: COMPARED.environment,
    labels: desired.labels,
    lastApplied: desired.settings,
    preventDestroy: desired.lifecycle.preventDestroy,
    secretGenerations: {},
    ...(desired.credentialsVersion === undefined ? {} : { credentialsVersion: desired.credentialsVersion }),
  };
}
