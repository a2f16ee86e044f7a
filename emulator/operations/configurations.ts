import { createHash } from 'node:crypto';
import { cancelImport, startImport, type Account } from '../account.ts';
import { ok, Refusal, type Answer } from '../answer.ts';
import type { StoredConfiguration } from '../store.ts';
import {
  annotate,
  assertVersion,
  configurationOf,
  page,
  touch,
  type AnnotationsPatch,
  type Call,
  type Handler,
} from './handler.ts';
import { answerWith, renderConfiguration } from './render.ts';
import { applySettings, assertValid, testConnection, type Settings } from './settings.ts';

interface NewConfiguration extends Settings {
  name: string;
  type: string;
  paused?: boolean;
  annotations?: Record<string, string>;
}

type Patch = Partial<Settings> & { name?: string; annotations?: AnnotationsPatch };

function list(account: Account, call: Call): Answer {
  const { store } = account;
  const name = call.query['name'];
  const id = name === undefined ? undefined : store.configurationByName.get(name);
  const named = id === undefined ? [] : [store.configurations.get(id)!];
  const items = name === undefined ? [...store.configurations.values()] : named;
  return page(items, call, (item) => renderConfiguration(account, item));
}

function create(account: Account, call: Call): Answer {
  const { store, now } = account;
  const key = call.headers.get('idempotency-key')!;
  const digest = createHash('sha256').update(JSON.stringify(call.body)).digest('hex');
  const earlier = store.idempotency.get(key);
  if (earlier !== undefined) return repeat(account, earlier, digest);
  const body = call.body as unknown as NewConfiguration;
  if (account.types.get(body.type) === undefined) {
    throw new Refusal(422, 'invalid', 'The content is invalid.', [
      { path: 'type', message: 'is not an integration type' },
    ]);
  }
  assertFree(account, body.name);
  const time = new Date(now()).toISOString();
  const configuration: StoredConfiguration = {
    id: 0,
    version: 1,
    name: body.name,
    type: body.type,
    paused: body.paused ?? false,
    credentials: {},
    configuration: {},
    secrets: {},
    annotations: body.annotations ?? {},
    connection: { state: 'untested', message: null },
    lastImportId: null,
    cloudLinked: account.cloudLinkConnected,
    apiKey: null,
    userMappings: [],
    statusMappings: [],
    createdAt: time,
    updatedAt: time,
  };
  applySettings(account, configuration, body);
  assertValid(account, configuration);
  configuration.id = store.nextId();
  store.configurations.set(configuration.id, configuration);
  store.configurationByName.set(configuration.name, configuration.id);
  store.rememberKey(key, { digest, id: configuration.id });
  testConnection(account, configuration);
  if (pulls(account, configuration)) startImport(account, configuration);
  return { ...answerWith(account, configuration), status: 201 };
}

/** The same request again answers what the first one did; another body under the key is a mistake. */
function repeat(account: Account, earlier: { digest: string; id: number }, digest: string): Answer {
  if (earlier.digest !== digest)
    throw new Refusal(422, 'idempotency_mismatch', 'The key was used with another body.');
  const configuration = account.store.configurations.get(earlier.id);
  if (configuration === undefined)
    throw new Refusal(409, 'idempotency_gone', 'What the key created was deleted.');
  return { ...answerWith(account, configuration), status: 201 };
}

function update(account: Account, call: Call): Answer {
  const configuration = configurationOf(account, call);
  assertVersion(call, configuration.version);
  const patch = call.body as Patch;
  const renamed = patch.name !== undefined && patch.name !== configuration.name;
  if (renamed) assertFree(account, patch.name!);
  const draft = structuredClone(configuration);
  applySettings(account, draft, patch);
  assertValid(account, draft, configuration);
  annotate(draft, patch.annotations);
  draft.name = patch.name ?? draft.name;
  if (renamed) {
    account.store.configurationByName.delete(configuration.name);
    account.store.configurationByName.set(draft.name, draft.id);
  }
  if (patch.credentials !== undefined || patch.configuration !== undefined) testConnection(account, draft);
  Object.assign(configuration, draft);
  return answerWith(account, touch(account, configuration));
}

function remove(account: Account, call: Call): Answer {
  const configuration = configurationOf(account, call);
  assertVersion(call, configuration.version);
  cancelImport(account, configuration, 'The integration was deleted.');
  account.store.configurations.delete(configuration.id);
  account.store.configurationByName.delete(configuration.name);
  for (const queue of account.store.queues.values()) {
    if (queue.integrationConfigurationId === configuration.id) queue.active = false;
  }
  return { status: 204 };
}

function pause(account: Account, call: Call): Answer {
  const configuration = configurationOf(account, call);
  assertVersion(call, configuration.version);
  if (configuration.paused) return answerWith(account, configuration);
  cancelImport(account, configuration, 'The integration was paused.');
  configuration.paused = true;
  annotate(configuration, call.body['annotations'] as Patch['annotations']);
  return answerWith(account, touch(account, configuration));
}

function resume(account: Account, call: Call): Answer {
  const configuration = configurationOf(account, call);
  assertVersion(call, configuration.version);
  if (!configuration.paused) return answerWith(account, configuration);
  configuration.paused = false;
  annotate(configuration, call.body['annotations'] as Patch['annotations']);
  if (pulls(account, configuration)) startImport(account, configuration);
  return answerWith(account, touch(account, configuration));
}

function assertFree({ store }: Account, name: string): void {
  if (store.configurationByName.has(name))
    throw new Refusal(409, 'name_taken', 'An integration of this name exists.');
}

function pulls({ types }: Account, { type, paused, cloudLinked }: StoredConfiguration): boolean {
  const mode = types.get(type)!.deliveryMode;
  return !paused && (mode === 'cloud' || (mode === 'on-premise' && cloudLinked));
}

export const configurationHandlers: Record<string, Handler> = {
  listIntegrationConfigurations: list,
  createIntegrationConfiguration: create,
  getIntegrationConfiguration: (account, call) => {
    return answerWith(account, configurationOf(account, call));
  },
  updateIntegrationConfiguration: update,
  deleteIntegrationConfiguration: remove,
  pauseIntegrationConfiguration: pause,
  resumeIntegrationConfiguration: resume,
  testConnection: (account, call) => {
    const configuration = configurationOf(account, call);
    testConnection(account, configuration);
    return ok(configuration.connection);
  },
  listIntegrationTypes: ({ types }) => {
    const data = types.names.map((type) => ({
      type,
      title: types.get(type)!.title,
      deliveryMode: types.get(type)!.deliveryMode,
    }));
    return ok({ data });
  },
};
