import { randomUUID } from 'node:crypto';
import type { Client } from '#api/client.ts';
import type { Edition, SecretReference } from '#core/declaration.ts';
import { DiagnosedError, failure } from '#core/diagnostic.ts';
import type { Scope } from '#core/plan.ts';
import type { ApplyContext } from '../../apply-plan.ts';
import { sleep } from '../../connect.ts';
import type { LogLevel } from '../wire/log.ts';
import { AccountReader } from './account-reader.ts';
import { OneAtATime } from './one-at-a-time.ts';

export type Log = (level: LogLevel, message: string, fields?: Record<string, unknown>) => void;

/** One configured provider: from ConfigureProvider to the end of the process or the next configuration. */
export interface Session {
  client: Client;
  scope: Scope;
  edition?: Edition;
  parallelism: number;
  account: AccountReader;
  /** Names of integrations that this plan creates, to find two of the same name. */
  plannedNames: Map<string, 'create' | 'replace'>;
  /** What a creation of this apply found to be there already, so that no removal may take it away. */
  takenBack: Set<number>;
  /** Work on one integration: an import must not run into the pause of a mapping. */
  integrations: OneAtATime;
  /** Aborted when Terraform asks the provider to stop. */
  signal: AbortSignal;
  log: Log;
}

export function openSession(
  parts: Pick<Session, 'client' | 'scope' | 'parallelism' | 'signal' | 'log'> & { edition?: Edition },
): Session {
  return {
    ...parts,
    account: new AccountReader(parts.client),
    plannedNames: new Map(),
    takenBack: new Set(),
    integrations: new OneAtATime(),
  };
}

/** What the executor needs. References to secrets are names of write-only attributes. */
export function applyContext(
  session: Session,
  secrets: ReadonlyMap<string, string> = new Map(),
): ApplyContext {
  const { client, scope, parallelism, signal, log } = session;
  return {
    client,
    scope,
    parallelism,
    signal,
    emit: (event) => {
      if (event.type === 'started') log('debug', `${event.step.action} ${event.step.name}`);
      if (event.type === 'waiting') log('info', `waiting for import ${event.importId} of ${event.step.name}`);
      if (event.type === 'progress')
        log('debug', `import ${event.importId}: ${event.state} ${event.percent} %`);
    },
    newId: randomUUID,
    now: Date.now,
    sleep,
    resolveSecret: async (reference) => secretOf(reference, secrets),
  };
}

function secretOf(reference: SecretReference, secrets: ReadonlyMap<string, string>): string {
  const value = 'fromEnv' in reference ? secrets.get(reference.fromEnv) : undefined;
  if (value !== undefined && value !== '') return value;
  const name = 'fromEnv' in reference ? reference.fromEnv : 'a write-only attribute';
  throw new DiagnosedError(failure('secret/missing', `"${name}" is empty.`, 'Give it a value.'));
}
