import nock from 'nock';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ApiError } from '#api/errors.ts';
import { OutcomeUnknownError } from '#api/errors.ts';
import { client, collect, ENDPOINT, FakeClock, PATH } from '#tests/support/http.ts';

beforeEach(() => nock.disableNetConnect());
afterEach(() => {
  const pending = nock.pendingMocks();
  nock.cleanAll();
  expect(pending).toEqual([]);
});

const api = (): nock.Scope =>
  nock(ENDPOINT, { reqheaders: { authorization: 'Bearer canary-token', accept: 'application/json' } });
const PAGE = { data: [], nextCursor: null };

describe('requests on the wire', () => {
  it('reads pages one after the other until there is no cursor', async () => {
    api()
      .get(PATH)
      .query({ limit: '500' })
      .reply(200, { data: [{ id: 1 }], nextCursor: 'abc' });
    api()
      .get(PATH)
      .query({ limit: '500', cursor: 'abc' })
      .reply(200, { data: [{ id: 2 }], nextCursor: null });
    const reader = client();
    expect(await collect(reader.listConfigurations())).toEqual([{ id: 1 }, { id: 2 }]);
    expect(reader.requests).toEqual({ GET: 2 });
  });

  it('creates with an idempotency key', async () => {
    nock(ENDPOINT, { reqheaders: { 'idempotency-key': 'key-1', 'content-type': 'application/json' } })
      .post(PATH, { name: 'A', type: 'five9' })
      .reply(201, { id: 7 });
    expect(
      await client()
        .createConfiguration({ name: 'A', type: 'five9', paused: false }, 'key-1')
        .catch(() => 'other body'),
    ).toBe('other body');
    expect(await client().createConfiguration({ name: 'A', type: 'five9' } as never, 'key-1')).toEqual({
      id: 7,
    });
  });

  it.each([
    [
      'patches',
      'patch',
      `${PATH}/7`,
      (c: ReturnType<typeof client>) => c.updateConfiguration(7, '"3"', { name: 'B' }),
    ],
    ['deletes', 'delete', `${PATH}/7`, (c: ReturnType<typeof client>) => c.deleteConfiguration(7, '"3"')],
    [
      'pauses',
      'post',
      `${PATH}/7/pause`,
      (c: ReturnType<typeof client>) => c.pauseConfiguration(7, '"3"', {}),
    ],
    [
      'resumes',
      'post',
      `${PATH}/7/resume`,
      (c: ReturnType<typeof client>) => c.resumeConfiguration(7, '"3"', {}),
    ],
  ] as const)('%s only the version that was read', async (_, method, path, call) => {
    nock(ENDPOINT, { reqheaders: { 'if-match': '"3"' } })
      [method](path)
      .reply(200, {});
    await call(client());
  });

  it('reads up to a hundred imports with one request', async () => {
    const ids = Array.from({ length: 150 }, (_, i) => i + 1);
    api()
      .get('/external-systems/imports')
      .query({ ids: ids.slice(0, 100).join(','), limit: '100' })
      .reply(200, PAGE);
    api()
      .get('/external-systems/imports')
      .query({ ids: ids.slice(100).join(','), limit: '100' })
      .reply(200, PAGE);
    await client().getImports(ids);
  });

  it('looks an integration up by its exact name', async () => {
    api()
      .get(PATH)
      .query({ name: 'A & B' })
      .reply(200, { data: [{ id: 1 }], nextCursor: null });
    expect(await client().findConfiguration('A & B')).toEqual({ id: 1 });
  });

  it('answers undefined for an integration that does not exist', async () => {
    api().get(`${PATH}/7`).reply(404, { id: 'not_found' });
    expect(await client().getConfiguration(7)).toBeUndefined();
  });
});

describe('retries', () => {
  it('waits as long as the server asks after 429, for any method', async () => {
    const clock = new FakeClock();
    api().post(PATH).reply(429, {}, { 'retry-after': '7' });
    api().post(PATH).reply(201, { id: 1 });
    await client({ clock }).createConfiguration({ name: 'A', type: 'five9' } as never, 'k');
    expect(clock.sleeps[0]).toBe(7000);
  });

  it('gives up after several 429', async () => {
    api().get(PATH).query(true).times(6).reply(429, {}, { 'retry-after': '1' });
    await expect(collect(client().listConfigurations())).rejects.toMatchObject({
      code: 'api/rate-limited',
      status: 429,
    });
  });

  it.each([500, 502, 503, 504])('reads again after %i', async (status) => {
    api().get(PATH).query(true).reply(status, 'oops');
    api().get(PATH).query(true).reply(200, PAGE);
    expect(await collect(client().listConfigurations())).toEqual([]);
  });

  it('reads again when an answer was cut off', async () => {
    api().get(PATH).query(true).reply(200, '{"data": [');
    api().get(PATH).query(true).reply(200, PAGE);
    expect(await collect(client().listConfigurations())).toEqual([]);
  });

  it('reads a web page once: it will be there the next time too', async () => {
    const clock = new FakeClock();
    api().get(PATH).query(true).reply(200, '<!doctype html>');
    await expect(collect(client({ clock }).listConfigurations())).rejects.toMatchObject({
      code: 'api/unreadable',
    });
    expect(clock.sleeps).toEqual([]);
  });

  it.each([
    [
      'a reset',
      (scope: nock.Interceptor) =>
        scope.replyWithError(Object.assign(new Error('x'), { code: 'ECONNRESET' })),
    ],
    ['a server error', (scope: nock.Interceptor) => scope.reply(500, {})],
    ['an unreadable answer', (scope: nock.Interceptor) => scope.reply(201, '{"id": 1')],
    ['a web page', (scope: nock.Interceptor) => scope.reply(200, '<!doctype html>')],
  ])('never sends a write again by itself after %s: its outcome is unknown', async (_, reply) => {
    reply(api().post(PATH));
    const error = await client()
      .createConfiguration({ name: 'A', type: 'five9' } as never, 'k')
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(OutcomeUnknownError);
  });

  it('tries again when the connection was refused, for writes too: nothing was sent', async () => {
    api()
      .post(PATH)
      .replyWithError(Object.assign(new Error('x'), { code: 'ECONNREFUSED' }));
    api().post(PATH).reply(201, { id: 1 });
    expect(await client().createConfiguration({ name: 'A', type: 'five9' } as never, 'k')).toEqual({ id: 1 });
  });
});

describe('errors have a code and say what to do', () => {
  it.each([
    [400, 'api/invalid'],
    [401, 'api/unauthorized'],
    [403, 'api/forbidden'],
    [404, 'api/not-found'],
    [409, 'api/conflict'],
    [412, 'api/precondition'],
    [422, 'api/invalid'],
    [302, 'api/redirect'],
  ])('%i is %s', async (status, code) => {
    api().get(PATH).query(true).reply(status, { message: 'said' }, { location: 'https://evil.test/' });
    const error = (await collect(client().listConfigurations()).catch(
      (thrown: unknown) => thrown,
    )) as ApiError;
    expect(error).toMatchObject({ code, status });
    expect(error.toDiagnostic()).toMatchObject({ severity: 'error', code });
    expect(JSON.stringify(error.toDiagnostic())).not.toContain('canary-token');
  });

  it.each([
    ['CERT_HAS_EXPIRED', 'api/tls'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'api/tls'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'api/tls'],
    ['ENOTFOUND', 'api/unreachable'],
    ['ECONNREFUSED', 'api/unreachable'],
    ['UND_ERR_HEADERS_TIMEOUT', 'api/timeout'],
  ])('%s is %s', async (code, expected) => {
    api()
      .get(PATH)
      .query(true)
      .times(6)
      .replyWithError(Object.assign(new Error('x'), { code }));
    await expect(collect(client().listConfigurations())).rejects.toMatchObject({ code: expected });
    nock.cleanAll();
  });

  it.each([
    ['HTML', '<!doctype html><title>Sign in</title>'],
    ['JSON that is always truncated', '{"data": ['],
    ['JSON that is no page', '{"hello": 1}'],
  ])('%s is api/unreadable', async (_, body) => {
    api().get(PATH).query(true).times(3).reply(200, body);
    await expect(collect(client().listConfigurations())).rejects.toMatchObject({ code: 'api/unreadable' });
    nock.cleanAll();
  });

  it('passes on which fields were refused', async () => {
    api()
      .post(PATH)
      .reply(422, { message: 'x', errors: [{ path: 'configuration.region', message: 'is required' }] });
    await expect(client().createConfiguration({} as never, 'k')).rejects.toMatchObject({
      fields: [{ path: 'configuration.region', message: 'is required' }],
    });
  });
});

describe('the token', () => {
  it.each(['http://api.injixo.com', 'http://10.0.0.1:80', 'ftp://x'])('is not sent to %s', (endpoint) => {
    expect(() => client({ endpoint })).toThrow('https');
  });

  it.each(['http://127.0.0.1:4010', 'http://localhost:1', 'http://[::1]:1', 'https://x'])(
    'may be sent to %s',
    (endpoint) => {
      expect(() => client({ endpoint })).not.toThrow();
    },
  );
});
