import type { Faults } from './faults.ts';
import type { StoredConfiguration, StoredImport, Store } from './store.ts';
import type { TypeRegistry } from './types.ts';

export interface Account {
  store: Store;
  types: TypeRegistry;
  faults: Faults;
  /** Milliseconds since the epoch. */
  now: () => number;
  /** How long an import takes, in milliseconds. In injixo it can be 15 minutes. */
  importDuration: number;
  /** Whether a new on-premise integration finds its Cloud Link connected at once. */
  cloudLinkConnected: boolean;
}

const GROUPS = ['Customer Support', 'Sales', 'Back Office'];
const STATUSES = ['Ready', 'Not Ready', 'On Call'];
const PRESENT = 1;

/** Starts an import, or answers the one that runs already. */
export function startImport(account: Account, configuration: StoredConfiguration): StoredImport {
  const { store, faults, now } = account;
  const running =
    configuration.lastImportId === null ? undefined : store.imports.get(configuration.lastImportId);
  if (running?.finishedAt === null) return running;
  const about = { name: configuration.name };
  const slow = faults.hit(['slow-import'], about);
  const failing = faults.hit(['failing-import'], about);
  const refused = configuration.connection.state === 'failed';
  const started: StoredImport = {
    id: store.nextId(),
    integrationConfigurationId: configuration.id,
    startedAt: now(),
    duration: account.importDuration * (slow?.factor ?? 1) * (refused ? 0.1 : 1),
    failure: refused
      ? (configuration.connection.message ?? 'No connection.')
      : failing
        ? 'The external system stopped answering.'
        : null,
    finishedAt: null,
    state: 'queued',
    statusMappings: configuration.statusMappings,
  };
  configuration.lastImportId = started.id;
  store.addImport(started);
  return started;
}

/** Lets time pass: imports whose time has come end, and bring what they bring. No timers are needed. */
export function settle(account: Account): void {
  const { store, now } = account;
  for (const id of store.openImports) {
    const running = store.imports.get(id)!;
    const configuration = store.configurations.get(running.integrationConfigurationId);
    const elapsed = now() - running.startedAt;
    running.state = elapsed < running.duration * 0.1 ? 'queued' : 'running';
    if (configuration !== undefined) overwriteStatusMapping(account, configuration, running);
    if (elapsed < running.duration) continue;
    running.state = running.failure === null ? 'succeeded' : 'failed';
    running.finishedAt = running.startedAt + running.duration;
    store.openImports.delete(id);
    if (running.failure === null && configuration !== undefined) bringQueues(account, configuration);
  }
}

/** Ends a running import without a result, as pausing and deleting do. */
export function cancelImport(
  { store, now }: Account,
  configuration: StoredConfiguration,
  reason: string,
): void {
  const running =
    configuration.lastImportId === null ? undefined : store.imports.get(configuration.lastImportId);
  if (running?.finishedAt !== null) return;
  running.state = 'failed';
  running.failure = reason;
  running.finishedAt = now();
  store.openImports.delete(running.id);
}

export function progressOf(item: StoredImport, now: number): number {
  if (item.state === 'succeeded') return 100;
  if (item.duration === 0) return 0;
  const end = item.finishedAt ?? now;
  return Math.max(0, Math.min(99, Math.floor(((end - item.startedAt) / item.duration) * 100)));
}

/** A running import knows only the mapping it started with: what people map meanwhile is overwritten. */
function overwriteStatusMapping(
  { types }: Account,
  configuration: StoredConfiguration,
  running: StoredImport,
): void {
  if (types.get(configuration.type)?.agentStatus !== true) return;
  const known = new Map(running.statusMappings.map(({ status, activityId }) => [status, activityId]));
  const statuses = new Set([...STATUSES, ...configuration.statusMappings.map(({ status }) => status)]);
  configuration.statusMappings = [...statuses].map((status) => ({
    status,
    activityId: known.get(status) ?? PRESENT,
  }));
}

function bringQueues(account: Account, configuration: StoredConfiguration): void {
  // Agent status data has no queues.
  if (configuration.configuration['importData'] === 'agent-status') return;
  const templates = account.types.get(configuration.type)?.queues ?? [];
  const length = Number(configuration.configuration['intervalLength'] ?? 15);
  const intervalMinutes = [15, 30, 60].includes(length) ? length : 15;
  for (const { name, channel } of templates) {
    const names = name.includes('{group}') ? GROUPS.map((group) => name.replace('{group}', group)) : [name];
    for (const queue of names)
      addQueue(account, configuration.id, { name: queue, identifier: queue, channel, intervalMinutes });
  }
}

/** Each new combination of identifier, name and integration makes a new queue. */
export function addQueue(
  { store }: Account,
  integrationConfigurationId: number,
  queue: { name: string; identifier: string; channel: string; intervalMinutes: number },
): void {
  store.addQueue({ id: store.nextId(), ...queue, active: true, integrationConfigurationId });
}
