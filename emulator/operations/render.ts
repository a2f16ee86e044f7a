import type { Account } from '../account.ts';
import { ok, type Answer } from '../answer.ts';
import type { StoredConfiguration } from '../store.ts';
import { etagOf } from './handler.ts';
import { renderImport } from './imports.ts';

export function answerWith(account: Account, configuration: StoredConfiguration): Answer {
  return ok(renderConfiguration(account, configuration), etagOf(configuration.version));
}

/** What a read shows: never the value of a secret. */
export function renderConfiguration(account: Account, configuration: StoredConfiguration): unknown {
  const { id, name, type, paused, credentials, annotations, connection, createdAt, updatedAt } =
    configuration;
  const last =
    configuration.lastImportId === null ? undefined : account.store.imports.get(configuration.lastImportId);
  return {
    id,
    name,
    type,
    state: stateOf(account, configuration),
    paused,
    etag: etagOf(configuration.version),
    credentials,
    configuration: configuration.configuration,
    secrets: Object.entries(configuration.secrets).map(([path, { generation, setAt }]) => ({
      path,
      generation,
      setAt,
    })),
    annotations,
    connection,
    lastImport: last === undefined ? null : renderImport(last, account.now()),
    createdAt,
    updatedAt,
  };
}

function stateOf({ types, store }: Account, configuration: StoredConfiguration): string {
  if (configuration.paused) return 'paused';
  const onPremise = types.get(configuration.type)!.deliveryMode === 'on-premise';
  if (onPremise && !configuration.cloudLinked) return 'awaiting_cloud_link';
  if (configuration.connection.state === 'failed') return 'connection_failed';
  return configuration.lastImportId !== null && store.openImports.has(configuration.lastImportId)
    ? 'importing'
    : 'operational';
}
