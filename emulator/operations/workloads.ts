import type { Account } from '../account.ts';
import { ok, Refusal, type Answer } from '../answer.ts';
import type { StoredWorkload } from '../store.ts';
import { annotate, assertVersion, etagOf, page, type Call, type Handler } from './handler.ts';

function workloadOf({ store }: Account, { id }: Call): StoredWorkload {
  const workload = store.workloads.get(id);
  if (workload === undefined) throw new Refusal(404, 'not_found', 'There is no such workload.');
  return workload;
}

/** All queues of a workload have the same interval and the same channel. */
function assertQueues({ store }: Account, queueIds: number[]): void {
  const queues = queueIds.map((id) => store.queues.get(id));
  const refuse = (message: string): Refusal =>
    new Refusal(422, 'invalid', 'The content is invalid.', [{ path: 'queueIds', message }]);
  if (queues.includes(undefined)) throw refuse('names a queue that does not exist');
  const kinds = new Set(queues.map((queue) => `${queue!.channel} every ${queue!.intervalMinutes} minutes`));
  if (kinds.size > 1) throw refuse(`mixes ${[...kinds].join(' and ')}`);
}

function assertFree({ store }: Account, name: string, self?: number): void {
  const taken = [...store.workloads.values()].some((item) => item.name === name && item.id !== self);
  if (taken) throw new Refusal(409, 'name_taken', 'A workload of this name exists.');
}

const create: Handler = (account, call) => {
  const { store } = account;
  const earlier = store.idempotency.get(call.headers.get('idempotency-key')!);
  if (earlier !== undefined)
    return { ...render(workloadOf(account, { ...call, id: earlier.id })), status: 201 };
  const body = call.body as unknown as Omit<StoredWorkload, 'id' | 'version'>;
  assertFree(account, body.name);
  assertQueues(account, body.queueIds);
  const workload = { ...body, annotations: body.annotations ?? {}, id: store.nextId(), version: 1 };
  store.workloads.set(workload.id, workload);
  store.rememberKey(call.headers.get('idempotency-key')!, { digest: '', id: workload.id });
  return { ...render(workload), status: 201 };
};

const update: Handler = (account, call) => {
  const workload = workloadOf(account, call);
  assertVersion(call, workload.version);
  const { annotations, ...patch } = call.body as Partial<StoredWorkload>;
  if (patch.name !== undefined) assertFree(account, patch.name, workload.id);
  if (workload.forecastMode === 'live' && patch.forecastMode === 'test')
    throw new Refusal(422, 'invalid', 'The content is invalid.', [
      { path: 'forecastMode', message: 'cannot go back from live' },
    ]);
  if (patch.queueIds !== undefined) assertQueues(account, patch.queueIds);
  for (const [key, value] of Object.entries({ ...patch })) {
    if (value === null) delete (workload as unknown as Record<string, unknown>)[key];
    else Object.assign(workload, { [key]: value });
  }
  annotate(workload, annotations);
  workload.version += 1;
  return render(workload);
};

function render({ version, ...workload }: StoredWorkload): Answer {
  return ok({ ...workload, etag: etagOf(version) }, etagOf(version));
}

export const workloadHandlers: Record<string, Handler> = {
  listWorkloads: ({ store }, call) => page([...store.workloads.values()], call, (item) => render(item).body),
  createWorkload: create,
  getWorkload: (account, call) => render(workloadOf(account, call)),
  updateWorkload: update,
  deleteWorkload: (account, call) => {
    const workload = workloadOf(account, call);
    assertVersion(call, workload.version);
    account.store.workloads.delete(workload.id);
    return { status: 204 };
  },
};
