import { progressOf, startImport } from '../account.ts';
import { ok, Refusal } from '../answer.ts';
import type { StoredImport } from '../store.ts';
import { configurationOf, page, type Handler } from './handler.ts';

export function renderImport(item: StoredImport, now: number): unknown {
  return {
    id: item.id,
    integrationConfigurationId: item.integrationConfigurationId,
    state: item.state,
    progress: progressOf(item, now),
    startedAt: new Date(item.startedAt).toISOString(),
    finishedAt: item.finishedAt === null ? null : new Date(item.finishedAt).toISOString(),
    message: item.state === 'failed' ? item.failure : null,
  };
}

const start: Handler = (account, call) => {
  const configuration = configurationOf(account, call);
  const { deliveryMode } = account.types.get(configuration.type)!;
  if (deliveryMode === 'file' || deliveryMode === 'push') {
    throw new Refusal(
      422,
      'not_supported',
      'Data of this type is sent to injixo; there is no import to start.',
    );
  }
  if (configuration.paused) throw new Refusal(422, 'paused', 'The integration is paused.');
  if (deliveryMode === 'on-premise' && !configuration.cloudLinked) {
    throw new Refusal(422, 'awaiting_cloud_link', 'injixo Cloud Link is not connected.');
  }
  return { status: 202, body: renderImport(startImport(account, configuration), account.now()) };
};

const listAll: Handler = (account, call) => {
  const { store, now } = account;
  const { ids, state } = call.query;
  const wanted =
    ids === undefined
      ? [...store.imports.values()]
      : ids.split(',').flatMap((id) => store.imports.get(Number(id)) ?? []);
  const items = wanted
    .filter((item) => state === undefined || item.state === state)
    .sort((a, b) => b.id - a.id);
  return page(items, call, (item) => renderImport(item, now()));
};

const listOne: Handler = (account, call) => {
  const { id } = configurationOf(account, call);
  const items = [...account.store.imports.values()].filter((item) => item.integrationConfigurationId === id);
  return page(items.reverse(), call, (item) => renderImport(item, account.now()));
};

const getOne: Handler = (account, call) => {
  const { id } = configurationOf(account, call);
  const item = account.store.imports.get(Number(call.params['importId']));
  if (item?.integrationConfigurationId !== id)
    throw new Refusal(404, 'not_found', 'There is no such import.');
  return ok(renderImport(item, account.now()));
};

const renderQueue = ({ identifier: _, ...queue }: { id: number; identifier: string }): unknown => queue;

export const importHandlers: Record<string, Handler> = {
  startImport: start,
  listImports: listAll,
  listConfigurationImports: listOne,
  getImport: getOne,
  listQueues: (account, call) => {
    return page([...account.store.queues.values()], call, renderQueue);
  },
  listConfigurationQueues: (account, call) => {
    const { id } = configurationOf(account, call);
    const items = [...account.store.queues.values()].filter((item) => item.integrationConfigurationId === id);
    return page(items, call, renderQueue);
  },
};
