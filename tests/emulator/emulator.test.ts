import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseFault, FAULT_KINDS } from '#emulator/faults.ts';
import { CONFIGURATIONS, create, emulator, faults, FIVE9 } from '#tests/support/emulator.ts';

const wait = async (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe('access', () => {
  it('refuses a wrong token in the published words', async () => {
    const { status, body } = await emulator()('GET', CONFIGURATIONS, undefined, {
      authorization: 'Bearer wrong',
    });
    expect([status, body.message]).toEqual([401, 'Invalid token']);
  });

  it('refuses pushed data for an unknown integration in the published words', async () => {
    const data = { data: [], meta: { integrationConfigurationId: 1 } };
    expect(await emulator()('POST', '/external-systems/contact-events', data)).toMatchObject({
      status: 404,
      body: { id: 'not_found' },
    });
  });
});

describe('creating', () => {
  it('answers 201 with an ETag and starts the first import', async () => {
    const { status, body, headers } = await create(emulator({ importSeconds: 60 }));
    expect(status).toBe(201);
    expect(headers.get('etag')).toBe(body.etag);
    expect(body).toMatchObject({
      name: 'Five9 EU',
      state: 'importing',
      connection: { state: 'ok' },
      lastImport: { state: 'queued' },
    });
  });

  it('never shows a secret again: only that it is set, and how often', async () => {
    const send = emulator();
    const { body } = await create(send);
    expect(body.secrets).toMatchObject([{ path: 'credentials.password', generation: 1 }]);
    const read = await send('GET', `${CONFIGURATIONS}/${body.id}`);
    expect(JSON.stringify([body, read.body])).not.toContain('canary-secret');
  });

  it('refuses a name that is taken', async () => {
    const send = emulator();
    await create(send);
    expect(await create(send)).toMatchObject({ status: 409, body: { id: 'name_taken' } });
  });

  it('repeats its answer for the same Idempotency-Key, and refuses another body under it', async () => {
    const send = emulator();
    const key = { 'idempotency-key': 'k' };
    const first = await send('POST', CONFIGURATIONS, FIVE9, key);
    const second = await send('POST', CONFIGURATIONS, FIVE9, key);
    expect([second.status, second.body.id]).toEqual([201, first.body.id]);
    expect(await send('POST', CONFIGURATIONS, { ...FIVE9, name: 'B' }, key)).toMatchObject({
      status: 422,
      body: { id: 'idempotency_mismatch' },
    });
  });

  it.each([
    ['no key', FIVE9, {}, 400],
    ['no JSON', '{"name"', { 'idempotency-key': 'k' }, 400],
    ['an unknown type', { ...FIVE9, type: 'nope' }, { 'idempotency-key': 'k' }, 422],
    ['an unknown property', { ...FIVE9, extra: 1 }, { 'idempotency-key': 'k' }, 422],
    ['a missing secret', { ...FIVE9, credentials: { username: 'x' } }, { 'idempotency-key': 'k' }, 422],
    ['a missing setting', { ...FIVE9, configuration: { region: 'EU' } }, { 'idempotency-key': 'k' }, 422],
  ])('refuses %s', async (_, body, headers, status) => {
    expect((await emulator()('POST', CONFIGURATIONS, body, headers)).status).toBe(status);
  });

  it('names the fields that are wrong', async () => {
    const { body } = await create(emulator(), { configuration: { queueGrouping: 'skill' } });
    expect(body.errors).toEqual([{ path: 'configuration.region', message: 'is required' }]);
  });

  it('tests the connection: a secret that starts with "wrong" is refused by the external system', async () => {
    const { body } = await create(emulator(), { credentials: { username: 'x', password: 'wrong one' } });
    expect(body).toMatchObject({ state: 'connection_failed', connection: { state: 'failed' } });
  });
});

describe('changing', () => {
  it('needs the version that was read', async () => {
    const send = emulator();
    const { body } = await create(send);
    const at = `${CONFIGURATIONS}/${body.id}`;
    expect((await send('PATCH', at, { name: 'B' })).status).toBe(400);
    expect((await send('PATCH', at, { name: 'B' }, { 'if-match': '"99"' })).status).toBe(412);
    const changed = await send('PATCH', at, { name: 'B' }, { 'if-match': body.etag });
    expect([changed.status, changed.body.name, changed.body.etag === body.etag]).toEqual([200, 'B', false]);
    expect((await send('DELETE', at, undefined, { 'if-match': body.etag })).status).toBe(412);
  });

  it('merges settings, removes by null, keeps secrets and counts their writes', async () => {
    const send = emulator();
    const { body } = await create(send, {
      type: 'genesys-cloud',
      credentials: { apiKey: 'k', apiSecret: 's' },
      configuration: { region: 'x', importDetailedOnQueueStatuses: true },
    });
    const patch = {
      configuration: { importDetailedOnQueueStatuses: null, region: 'y' },
      credentials: { apiSecret: 't' },
    };
    const changed = await send('PATCH', `${CONFIGURATIONS}/${body.id}`, patch, { 'if-match': body.etag });
    expect(changed.body).toMatchObject({
      configuration: { region: 'y' },
      credentials: { apiKey: 'k' },
      secrets: [{ generation: 2 }],
    });
    expect(changed.body.configuration).not.toHaveProperty('importDetailedOnQueueStatuses');
  });

  it('refuses to change what is immutable', async () => {
    const send = emulator();
    const { body } = await create(send, {
      type: 'zendesk',
      credentials: { domain: 'a.zendesk.com', username: 'u', apiToken: 't' },
      configuration: { queueGrouping: 'ivr' },
    });
    const changed = await send(
      'PATCH',
      `${CONFIGURATIONS}/${body.id}`,
      { configuration: { queueGrouping: 'phone-number' } },
      { 'if-match': body.etag },
    );
    expect(changed).toMatchObject({
      status: 422,
      body: {
        errors: [{ path: 'configuration.queueGrouping', message: 'cannot be changed after creation' }],
      },
    });
  });
});

describe('imports', () => {
  it('take their time, show progress and bring queues', async () => {
    const send = emulator({ importSeconds: 0.3 });
    const { body } = await create(send);
    await wait(150);
    const [running] = (await send('GET', `/external-systems/imports?ids=${body.lastImport.id}`)).body.data;
    expect(running.state).toBe('running');
    expect(running.progress).toBeGreaterThan(10);
    expect((await send('GET', '/external-systems/queues')).body.data).toEqual([]);
    await wait(200);
    expect((await send('GET', `${CONFIGURATIONS}/${body.id}`)).body).toMatchObject({
      state: 'operational',
      lastImport: { state: 'succeeded', progress: 100 },
    });
    const queues = (await send('GET', `${CONFIGURATIONS}/${body.id}/queues`)).body.data;
    expect(queues.map(({ name }: { name: string }) => name)).toEqual([
      'Customer Support',
      'Sales',
      'Back Office',
    ]);
  });

  it('name queues as the external system does', async () => {
    const send = emulator();
    await create(send, {
      type: 'zendesk',
      credentials: { domain: 'a.zendesk.com', username: 'u', apiToken: 't' },
      configuration: { queueGrouping: 'ivr' },
    });
    const names = (await send('GET', '/external-systems/queues')).body.data.map(
      ({ name }: { name: string }) => name,
    );
    expect(names).toContain('Calls Inbound For Sales');
    expect(names).toContain('Calls Inbound Ungrouped');
  });

  it('are one at a time, and bring no queue twice', async () => {
    const send = emulator({ importSeconds: 0.1 });
    const { body } = await create(send);
    const started = await send('POST', `${CONFIGURATIONS}/${body.id}/imports`);
    expect([started.status, started.body.id]).toEqual([202, body.lastImport.id]);
    await wait(120);
    await send('POST', `${CONFIGURATIONS}/${body.id}/imports`);
    await wait(120);
    expect((await send('GET', '/external-systems/queues')).body.data).toHaveLength(3);
  });

  it('do not exist for data that customers send', async () => {
    const send = emulator();
    const { body } = await create(send, {
      type: 'injixo-api',
      credentials: undefined,
      configuration: undefined,
    });
    expect(body).toMatchObject({ state: 'operational', lastImport: null });
    expect((await send('POST', `${CONFIGURATIONS}/${body.id}/imports`)).status).toBe(422);
  });

  it('stop with pause and start again with resume', async () => {
    const send = emulator({ importSeconds: 60 });
    const { body } = await create(send);
    const paused = await send('POST', `${CONFIGURATIONS}/${body.id}/pause`);
    expect(paused.body).toMatchObject({ state: 'paused', paused: true, lastImport: { state: 'failed' } });
    expect((await send('POST', `${CONFIGURATIONS}/${body.id}/imports`)).status).toBe(422);
    const resumed = await send('POST', `${CONFIGURATIONS}/${body.id}/resume`);
    expect(resumed.body).toMatchObject({ state: 'importing', paused: false });
    expect(resumed.body.lastImport.id).not.toBe(body.lastImport.id);
  });

  it('overwrite the status mapping while they run, and leave it alone when paused', async () => {
    const send = emulator({ importSeconds: 60 });
    const { body } = await create(send);
    const at = `${CONFIGURATIONS}/${body.id}`;
    const mapping = { data: [{ status: 'Ready', activityId: 2 }] };
    await send('PUT', `${at}/status-mappings`, mapping);
    expect((await send('GET', `${at}/status-mappings`)).body.data).toContainEqual({
      status: 'Ready',
      activityId: 1,
    });
    await send('POST', `${at}/pause`);
    await send('PUT', `${at}/status-mappings`, mapping);
    expect((await send('GET', `${at}/status-mappings`)).body).toEqual(mapping);
  });

  it('leave queues behind, inactive, when the integration is deleted', async () => {
    const send = emulator();
    const { body } = await create(send);
    await send('GET', CONFIGURATIONS);
    await send('DELETE', `${CONFIGURATIONS}/${body.id}`, undefined, { 'if-match': '*' });
    const queues = (await send('GET', '/external-systems/queues')).body.data;
    expect(queues.map(({ active }: { active: boolean }) => active)).toEqual([false, false, false]);
  });

  it('wait for Cloud Link where it is not connected', async () => {
    const send = emulator({ cloudLinkConnected: false, importSeconds: 60 });
    const { body } = await create(send, {
      type: 'sikom',
      credentials: { username: 'u', password: 'p' },
      configuration: { timeZone: 'UTC', host: 'h', port: 1 },
    });
    expect(body).toMatchObject({ state: 'awaiting_cloud_link', lastImport: null });
    expect((await send('PUT', `${CONFIGURATIONS}/${body.id}/cloud-link`, { pin: '000000' })).status).toBe(
      422,
    );
    await send('PUT', `${CONFIGURATIONS}/${body.id}/cloud-link`, { pin: '123456' });
    expect((await send('GET', `${CONFIGURATIONS}/${body.id}`)).body.state).toBe('importing');
  });
});

describe('pages', () => {
  it('show every integration once', async () => {
    const send = emulator();
    for (const name of ['A', 'B', 'C', 'D', 'E']) await create(send, { name });
    const seen: string[] = [];
    let cursor = '';
    for (let i = 0; i < 3; i++) {
      const { body } = await send('GET', `${CONFIGURATIONS}?limit=2${cursor}`);
      seen.push(...body.data.map(({ name }: { name: string }) => name));
      cursor = `&cursor=${body.nextCursor}`;
      if (i === 2) expect(body.nextCursor).toBeNull();
    }
    expect(seen).toEqual(['A', 'B', 'C', 'D', 'E']);
  });

  it.each(['limit=0', 'limit=501', 'limit=x', 'cursor=!'])('refuse %s', async (query) => {
    expect((await emulator()('GET', `${CONFIGURATIONS}?${query}`)).status).toBe(400);
  });
});

describe('push', () => {
  it('takes contact events with the API key of the integration, and makes queues of them', async () => {
    const send = emulator();
    const { body } = await create(send, {
      type: 'injixo-api',
      credentials: undefined,
      configuration: undefined,
    });
    const { value } = (await send('POST', `${CONFIGURATIONS}/${body.id}/api-key`)).body;
    const event = {
      properties: { offered: true, handled: true },
      queueName: 'L1',
      queueIdentifier: '1',
      timestamp: '2021-12-06T10:34:22Z',
      channel: 'calls',
    };
    const pushed = {
      data: [event, event, { ...event, queueName: 'L2' }],
      meta: { integrationConfigurationId: body.id },
    };
    const key = { authorization: `Bearer ${value}` };
    expect((await send('POST', '/external-systems/contact-events', pushed, key)).status).toBe(200);
    expect((await send('GET', '/external-systems/queues')).body.data).toHaveLength(2);
    expect((await send('GET', CONFIGURATIONS, undefined, key)).status).toBe(401);
    expect(
      (
        await send(
          'POST',
          '/external-systems/contact-events',
          { data: [{ ...event, channel: 'fax' }], meta: pushed.meta },
          key,
        )
      ).status,
    ).toBe(422);
  });
});

describe('workloads', () => {
  it('hold queues of one interval and one channel, and keep their time zone', async () => {
    const send = emulator();
    await create(send, {
      type: 'genesys-cloud',
      credentials: { apiKey: 'k', apiSecret: 's' },
      configuration: { region: 'x' },
    });
    const queues = (await send('GET', '/external-systems/queues')).body.data as {
      id: number;
      channel: string;
    }[];
    const calls = queues.filter(({ channel }) => channel === 'calls').map(({ id }) => id);
    const new_ = { name: 'W', timeZone: 'UTC', queueIds: calls };
    const made = await send('POST', '/forecast/workloads', new_, { 'idempotency-key': 'w1' });
    expect([made.status, made.body.queueIds]).toEqual([201, calls]);
    expect((await send('POST', '/forecast/workloads', new_, { 'idempotency-key': 'w2' })).status).toBe(409);
    const mixed = await send(
      'POST',
      '/forecast/workloads',
      { ...new_, name: 'M', queueIds: queues.map(({ id }) => id) },
      { 'idempotency-key': 'w3' },
    );
    expect(mixed).toMatchObject({ status: 422 });
    const at = `/forecast/workloads/${made.body.id}`;
    expect(
      (await send('PATCH', at, { timeZone: 'Europe/Berlin' }, { 'if-match': made.body.etag })).status,
    ).toBe(422);
    expect((await send('PATCH', at, { name: 'W2' }, { 'if-match': made.body.etag })).body.name).toBe('W2');
  });
});

describe('state on disk', () => {
  it('survives a restart, holds no secret and is written whole', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'emulator-'));
    const dataFile = path.join(folder, 'data.json');
    const { body } = await create(emulator({ dataFile }));
    const text = readFileSync(dataFile, 'utf8');
    expect(text).not.toContain('canary-secret');
    expect(readdirSync(folder)).toEqual(['data.json']);
    const read = await emulator({ dataFile })('GET', `${CONFIGURATIONS}/${body.id}`);
    expect(read.body).toMatchObject({ name: 'Five9 EU', etag: body.etag });
    expect((await create(emulator({ dataFile }))).status).toBe(409);
  });
});

describe('faults on demand', () => {
  it.each([
    ['rate-limit,retry-after=3', 429, '3'],
    ['error,status=503', 503, '1'],
    ['error,status=403', 403, null],
  ])('%s', async (fault, status, retry) => {
    const { status: seen, headers } = await emulator({ faults: faults(fault) })('GET', CONFIGURATIONS);
    expect([seen, headers.get('retry-after')]).toEqual([status, retry]);
  });

  it('hit only what they name, as often as they say', async () => {
    const send = emulator({ faults: faults('error,method=GET,path=/queues,times=1') });
    const statuses = [];
    for (const path_ of [CONFIGURATIONS, '/external-systems/queues', '/external-systems/queues'])
      statuses.push((await send('GET', path_)).status);
    expect(statuses).toEqual([200, 503, 200]);
  });

  it('every=2 hits every second request, and a probability repeats with its seed', async () => {
    const every = emulator({ faults: faults('error,every=2') });
    const pattern = async (send: typeof every): Promise<number[]> => {
      const all = [];
      for (let i = 0; i < 8; i++) all.push((await send('GET', CONFIGURATIONS)).status);
      return all;
    };
    expect(await pattern(every)).toEqual([200, 503, 200, 503, 200, 503, 200, 503]);
    const random = async () => pattern(emulator({ faults: faults('error,probability=0.5'), seed: 7 }));
    expect(await random()).toEqual(await random());
  });

  it('reset before commit does nothing, reset after commit does it all', async () => {
    for (const [kind, count] of [
      ['reset-before-commit', 0],
      ['reset-after-commit', 1],
    ] as const) {
      const send = emulator({ faults: faults(`${kind},method=POST`) });
      await create(send);
      expect((await send('GET', CONFIGURATIONS)).body.data).toHaveLength(count);
    }
  });

  it('html and truncated answers', async () => {
    expect((await emulator({ faults: faults('html') })('GET', CONFIGURATIONS)).body).toContain(
      '<!doctype html>',
    );
    expect(typeof (await emulator({ faults: faults('truncated') })('GET', CONFIGURATIONS)).body).toBe(
      'string',
    );
  });

  it('imports that fail or are slow, connections that fail', async () => {
    const failing = emulator({ faults: faults('failing-import,name=Five9') });
    const { body } = await create(failing);
    expect((await failing('GET', `${CONFIGURATIONS}/${body.id}`)).body.lastImport).toMatchObject({
      state: 'failed',
    });
    const slow = emulator({ importSeconds: 0.01, faults: faults('slow-import,factor=1000') });
    await create(slow);
    await wait(50);
    expect((await slow('GET', CONFIGURATIONS)).body.data[0].lastImport.state).not.toBe('succeeded');
    expect((await create(emulator({ faults: faults('failing-connection') }))).body.connection.state).toBe(
      'failed',
    );
  });

  it('can be changed while it runs', async () => {
    const send = emulator();
    expect((await send('PUT', '/__emulator/faults', { data: ['error,status=500'] })).status).toBe(204);
    expect((await send('GET', CONFIGURATIONS)).status).toBe(500);
    expect((await send('PUT', '/__emulator/faults', { data: ['nonsense'] })).status).toBe(422);
  });

  it.each(Object.keys(FAULT_KINDS))('%s is a fault', (kind) =>
    expect(parseFault(kind)).toMatchObject({ kind }),
  );
  it.each(['', 'nope', 'latency,ms=x', 'latency,foo=1'])('"%s" is none', (text) =>
    expect(typeof parseFault(text)).toBe('string'),
  );
});

describe('the request log', () => {
  it('lists what was asked, without secrets, and can be cleared', async () => {
    const send = emulator();
    await create(send);
    const data = JSON.parse((await send('GET', '/__emulator/requests')).body);
    expect(data).toMatchObject([
      { method: 'POST', path: CONFIGURATIONS, operation: 'createIntegrationConfiguration', status: 201 },
    ]);
    expect(JSON.stringify(data)).not.toContain('canary');
    expect((await send('DELETE', '/__emulator/requests')).body).toBe(JSON.stringify(data));
    expect((await send('GET', '/__emulator/requests')).body).toBe('[]');
  });
});
