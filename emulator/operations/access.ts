import { randomBytes } from 'node:crypto';
import { startImport } from '../account.ts';
import { ok, Refusal } from '../answer.ts';
import { assertVersion, configurationOf, etagOf, page, touch, type Handler } from './handler.ts';

/** A value that is shown once; generating it again voids the last one. */
function generate(kind: 'api-key' | 'url-token'): Handler {
  return (account, call) => {
    const configuration = configurationOf(account, call);
    if (account.types.get(configuration.type)!.generates !== kind) {
      throw new Refusal(422, 'not_supported', `This integration type has no ${kind}.`);
    }
    configuration.apiKey = randomBytes(24).toString('base64url');
    return { status: 201, body: { value: configuration.apiKey } };
  };
}

const cloudLinkState: Handler = (account, call) => {
  const configuration = configurationOf(account, call);
  if (account.types.get(configuration.type)!.deliveryMode !== 'on-premise') {
    throw new Refusal(422, 'not_supported', 'This integration type does not use Cloud Link.');
  }
  return ok({ state: configuration.cloudLinked ? 'connected' : 'disconnected' });
};

/** PINs are valid for five minutes in injixo; the emulator takes any six digits but 000000. */
const connectCloudLink: Handler = (account, call) => {
  const configuration = configurationOf(account, call);
  cloudLinkState(account, call);
  if (call.body['pin'] === '000000') {
    throw new Refusal(422, 'invalid_pin', 'The PIN is not valid.', [
      { path: 'pin', message: 'is wrong or expired' },
    ]);
  }
  const first = !configuration.cloudLinked;
  configuration.cloudLinked = true;
  if (first && !configuration.paused) startImport(account, configuration);
  return ok({ state: 'connected' });
};

const putUserMappings: Handler = (account, call) => {
  const configuration = configurationOf(account, call);
  assertVersion(call, configuration.version);
  const data = call.body['data'] as { identifier: string; personId: number }[];
  const known = new Set(account.store.people.map(({ id }) => id));
  const wrong = data.findIndex(({ personId }) => !known.has(personId));
  if (wrong >= 0) throw unknownId(`data.${wrong}.personId`);
  configuration.userMappings = data;
  return ok({ data }, etagOf(touch(account, configuration).version));
};

const putStatusMappings: Handler = (account, call) => {
  const configuration = configurationOf(account, call);
  assertVersion(call, configuration.version);
  const data = call.body['data'] as { status: string; activityId: number }[];
  const known = new Set(account.store.activities.map(({ id }) => id));
  const wrong = data.findIndex(({ activityId }) => !known.has(activityId));
  if (wrong >= 0) throw unknownId(`data.${wrong}.activityId`);
  configuration.statusMappings = data;
  return ok({ data }, etagOf(touch(account, configuration).version));
};

function unknownId(path: string): Refusal {
  return new Refusal(422, 'invalid', 'The content is invalid.', [{ path, message: 'is not known' }]);
}

const listMappings: Handler = ({ store }, call) => {
  const wanted = call.query['ids']?.split(',').map(Number);
  const items =
    wanted === undefined
      ? [...store.configurations.values()]
      : wanted.flatMap((id) => store.configurations.get(id) ?? []);
  return page(items, call, ({ id, userMappings, statusMappings }) => ({
    id,
    users: userMappings,
    statuses: statusMappings,
  }));
};

export const accessHandlers: Record<string, Handler> = {
  generateApiKey: generate('api-key'),
  generateUrlToken: generate('url-token'),
  getCloudLink: cloudLinkState,
  connectCloudLink,
  getUserMappings: (account, call) => ok({ data: configurationOf(account, call).userMappings }),
  putUserMappings,
  getStatusMappings: (account, call) => {
    return ok({ data: configurationOf(account, call).statusMappings });
  },
  putStatusMappings,
  listMappings,
  listPeople: ({ store }, call) => page(store.people, call, (item) => item),
  listActivities: ({ store }, call) => page(store.activities, call, (item) => item),
};
