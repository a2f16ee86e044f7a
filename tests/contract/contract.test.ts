/** Client and emulator each against the OpenAPI file, which is the only thing that they share. */
import { readFileSync } from 'node:fs';
import type { ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { Validator } from '@seriousme/openapi-schema-validator';
import formats from 'ajv-formats';
import { parse } from 'yaml';
import { describe, expect, it } from 'vitest';
import { readContract } from '#emulator/contract.ts';
import { handlers } from '#emulator/operations/index.ts';
import { createApp } from '#emulator/server.ts';
import { client, collect } from '#tests/support/http.ts';
import {
  BASE,
  CONFIGURATIONS,
  create,
  emulator,
  emulatorOptions,
  FIVE9,
  type Answer,
  type Send,
  TOKEN,
} from '#tests/support/emulator.ts';

const document = parse(
  readFileSync(new URL('../../schemas/injixo-api.openapi.yaml', import.meta.url), 'utf8'),
);
const ajv = new Ajv2020({ allErrors: true, strict: false });
(formats as any)(ajv);
ajv.addSchema({ ...document, $id: 'contract' });
const compiled = new Map<string, ValidateFunction>();

interface Op {
  id: string;
  method: string;
  pattern: RegExp;
  operation: any;
}

const operations: Op[] = Object.entries<any>(document.paths).flatMap(([path, item]) =>
  Object.entries<any>(item)
    .filter(([method]) => method !== 'parameters')
    .map(([method, operation]) => ({
      id: operation.operationId,
      method: method.toUpperCase(),
      pattern: new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`),
      operation,
    })),
);

const deref = (node: any): any =>
  node?.$ref === undefined
    ? node
    : node.$ref
        .slice(2)
        .split('/')
        .reduce((value: any, key: string) => value[key], document);

function validator(pointer: string, schema: unknown): ValidateFunction {
  const known =
    compiled.get(pointer) ??
    ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/components/', '"contract#/components/')));
  compiled.set(pointer, known);
  return known;
}

/** Fails unless the contract promises such an answer to such a request. */
function assertPromised(
  method: string,
  url: string,
  { status, body }: Pick<Answer, 'status' | 'body'>,
): string {
  const found = operations.find((op) => op.method === method && op.pattern.test(new URL(url, BASE).pathname));
  expect(found, `${method} ${url} is not in the contract`).toBeDefined();
  const response = deref(found!.operation.responses[String(status)] ?? found!.operation.responses.default);
  const schema = response.content?.['application/json'].schema;
  if (schema === undefined) return found!.id;
  const validate = validator(`${found!.id} ${status}`, schema);
  expect(validate(body), `${found!.id} ${status}: ${JSON.stringify(validate.errors)}`).toBe(true);
  return found!.id;
}

const CIC = { timeZone: 'UTC', acdServerAddresses: ['host:3500'] };

describe('the contract', () => {
  it('is valid OpenAPI 3.1', async () => {
    const { valid, errors } = await new Validator().validate(structuredClone(document));
    expect([valid, errors]).toEqual([true, undefined]);
  });

  it('has a handler for each operation in the emulator, and no other', () => {
    expect(Object.keys(handlers).sort()).toEqual(
      readContract()
        .map(({ id }) => id)
        .sort(),
    );
  });

  it('has examples that fit their schemas', () => {
    let checked = 0;
    const visit = (node: any, pointer: string): void => {
      if (typeof node !== 'object' || node === null) return;
      const examples =
        node.example === undefined
          ? Object.values<any>(node.examples ?? {}).map(({ value }) => value)
          : [node.example];
      if (node.schema !== undefined && !Array.isArray(node.examples)) {
        for (const example of examples) {
          const validate = validator(pointer, node.schema);
          expect(validate(example), `${pointer}: ${JSON.stringify(validate.errors)}`).toBe(true);
          checked += 1;
        }
      }
      for (const [key, value] of Object.entries(node)) visit(value, `${pointer}/${key}`);
    };
    visit(document, '#');
    expect(checked).toBeGreaterThan(30);
  });
});

describe('the emulator keeps the contract', () => {
  const checked =
    (send: Send, seen: Set<string>): Send =>
    async (method, path, body, headers) => {
      const answer = await send(method, path, body, headers);
      seen.add(assertPromised(method, path, answer));
      return answer;
    };

  it('in every operation, for good and bad requests', async () => {
    const seen = new Set<string>();
    const send = checked(emulator(), seen);
    const { body } = await create(send);
    const at = `${CONFIGURATIONS}/${body.id}`;
    const push = (
      await create(send, {
        name: 'Push',
        type: 'injixo-api',
        credentials: undefined,
        configuration: undefined,
      })
    ).body;
    const odigo = (
      await create(send, {
        name: 'Odigo',
        type: 'odigo',
        credentials: { username: 'u', password: 'p' },
        configuration: undefined,
      })
    ).body;
    const sikom = (
      await create(send, {
        name: 'S',
        type: 'sikom',
        credentials: { username: 'u', password: 'p' },
        configuration: { timeZone: 'UTC', host: 'h', port: 1 },
      })
    ).body;
    const requests: [string, string, unknown?, Record<string, string>?][] = [
      ['GET', '/external-systems/integration-types'],
      ['GET', CONFIGURATIONS],
      ['GET', `${CONFIGURATIONS}?limit=1`],
      ['GET', `${CONFIGURATIONS}?cursor=broken`],
      ['GET', at],
      ['GET', `${CONFIGURATIONS}/999999`],
      ['PATCH', at, { configuration: { region: 'US' } }, { 'if-match': '*' }],
      ['PATCH', at, { configuration: { region: 7 } }, { 'if-match': '*' }],
      ['PATCH', at, { name: 'x' }, { 'if-match': '"0"' }],
      ['POST', `${at}/connection-test`],
      ['POST', `${at}/imports`],
      ['GET', `${at}/imports`],
      ['GET', `${at}/imports/${body.lastImport.id}`],
      ['GET', '/external-systems/imports'],
      ['GET', '/external-systems/imports?state=succeeded'],
      ['GET', `${at}/queues`],
      ['GET', '/external-systems/queues'],
      ['POST', `${at}/pause`],
      ['POST', `${at}/resume`],
      ['POST', `${at}/api-key`],
      ['POST', `${CONFIGURATIONS}/${push.id}/api-key`],
      ['POST', `${CONFIGURATIONS}/${odigo.id}/url-token`],
      ['GET', `${at}/cloud-link`],
      ['GET', `${CONFIGURATIONS}/${sikom.id}/cloud-link`],
      ['PUT', `${CONFIGURATIONS}/${sikom.id}/cloud-link`, { pin: '123456' }],
      ['GET', `${at}/user-mappings`],
      ['PUT', `${at}/user-mappings`, { data: [{ identifier: 'a', personId: 11 }] }],
      ['PUT', `${at}/user-mappings`, { data: [{ identifier: 'a', personId: 1 }] }],
      ['GET', `${at}/status-mappings`],
      ['PUT', `${at}/status-mappings`, { data: [{ status: 'Ready', activityId: 2 }] }],
      ['GET', '/people'],
      ['GET', '/activities'],
      [
        'POST',
        '/forecast/workloads',
        { name: 'W', timeZone: 'UTC', queueIds: [] },
        { 'idempotency-key': 'w' },
      ],
      ['GET', '/forecast/workloads'],
      [
        'POST',
        '/external-systems/contact-events',
        { data: [], meta: { integrationConfigurationId: push.id } },
      ],
      ['POST', '/external-systems/contact-events', { data: [], meta: { integrationConfigurationId: 1 } }],
      [
        'POST',
        '/external-systems/agent-statuses',
        { data: [], meta: { integrationConfigurationId: push.id, externalSystem: 'x' } },
      ],
      ['GET', CONFIGURATIONS, undefined, { authorization: 'Bearer nobody' }],
      ['POST', '/external-systems/contact-events', {}, { authorization: 'Bearer nobody' }],
      ['DELETE', at, undefined, { 'if-match': '*' }],
    ];
    for (const [method, path, content, headers] of requests) await send(method, path, content, headers);
    const workload = (await send('GET', '/forecast/workloads')).body.data[0];
    await send('GET', `/forecast/workloads/${workload.id}`);
    await send('GET', `/external-systems/mappings?ids=1001`);
    await send('PATCH', `/forecast/workloads/${workload.id}`, { name: 'V' }, { 'if-match': workload.etag });
    await send('DELETE', `/forecast/workloads/${workload.id}`, undefined, { 'if-match': '*' });
    expect([...seen].sort()).toEqual(operations.map(({ id }) => id).sort());
  });
});

describe('the client keeps the contract', () => {
  /** A client whose every request is held to the contract; `sent` lists the operations. */
  function checkedClient(): { api: ReturnType<typeof client>; sent: string[] } {
    const app = createApp(emulatorOptions());
    const sent: string[] = [];
    const checkedFetch = async (url: URL, init: RequestInit): Promise<Response> => {
      const op = operations.find(
        ({ method, pattern }) => method === init.method && pattern.test(url.pathname),
      );
      expect(op, `${init.method} ${url.pathname} is not in the contract`).toBeDefined();
      sent.push(op!.id);
      const headers = init.headers as Record<string, string>;
      const path = Object.entries<any>(document.paths).find(([key]) =>
        new RegExp(`^${key.replace(/\{\w+\}/g, '[^/]+')}$`).test(url.pathname),
      )![1];
      for (const parameter of [...(path.parameters ?? []), ...(op!.operation.parameters ?? [])].map(deref)) {
        const value =
          parameter.in === 'query'
            ? url.searchParams.get(parameter.name)
            : parameter.in === 'header'
              ? headers[parameter.name.toLowerCase()]
              : 'path';
        if (parameter.required && parameter.in !== 'path') expect(value, parameter.name).toBeDefined();
        if (parameter.in === 'query' && value !== null) {
          const typed = parameter.schema.type === 'integer' ? Number(value) : value;
          expect(validator(`${op!.id} ${parameter.name}`, parameter.schema)(typed), parameter.name).toBe(
            true,
          );
        }
      }
      const allowed = [...(path.parameters ?? []), ...(op!.operation.parameters ?? [])].map(
        (item) => deref(item).name,
      );
      for (const key of url.searchParams.keys()) expect(allowed).toContain(key);
      const schema = op!.operation.requestBody?.content['application/json'].schema;
      if (schema === undefined) expect(init.body).toBeUndefined();
      else if (init.body !== undefined)
        expect(validator(`${op!.id} body`, schema)(JSON.parse(String(init.body)))).toBe(true);
      return app.request(url.href, init);
    };
    return { api: client({ endpoint: BASE, token: TOKEN, fetch: checkedFetch as typeof fetch }), sent };
  }

  it('in every request that it sends', async () => {
    const { api, sent } = checkedClient();
    const made = await api.createConfiguration(FIVE9 as never, 'key');
    await collect(api.listConfigurations());
    expect(await api.findConfiguration(made.name)).toMatchObject({ id: made.id });
    const read = await api.getConfiguration(made.id);
    const changed = await api.updateConfiguration(made.id, read!.etag, { configuration: { region: 'US' } });
    const paused = await api.pauseConfiguration(made.id, changed.etag, { mark: 'mine' });
    const users = await api.putUserMappings(made.id, paused.etag, [{ identifier: 'a', personId: 11 }]);
    const statuses = await api.putStatusMappings(made.id, users, [{ status: 'Ready', activityId: 2 }]);
    expect(await api.getMappings([made.id])).toMatchObject([{ id: made.id, users: [{ personId: 11 }] }]);
    const resumed = await api.resumeConfiguration(made.id, statuses, { mark: null });
    expect(resumed.annotations).not.toHaveProperty('mark');
    expect(await collect(api.listPeople())).toHaveLength(3);
    await collect(api.listActivities());
    await api.testConnection(made.id);
    const started = await api.startImport(made.id);
    await api.getImports([started.id]);
    await collect(api.listImports());
    await collect(api.listConfigurationImports(made.id));
    await collect(api.listQueues());
    expect(await api.listIntegrationTypes()).toHaveLength(19);
    await api.deleteConfiguration(made.id, (await api.getConfiguration(made.id))!.etag);
    expect(new Set(sent).size).toBe(18);
  });

  it('also for workloads, keys, Cloud Link and pushed data', async () => {
    const { api, sent } = checkedClient();
    const workload = await api.createWorkload({ name: 'W', timeZone: 'UTC', queueIds: [] }, 'key-w');
    expect(await collect(api.listWorkloads())).toHaveLength(1);
    const changed = await api.updateWorkload(workload.id, workload.etag, { holidayRegion: 'DE-BE' });
    await api.deleteWorkload(workload.id, changed.etag);
    expect(await api.getWorkload(workload.id)).toBeUndefined();
    const push = await api.createConfiguration({ name: 'P', type: 'injixo-api' } as never, 'key-p');
    expect(await api.generateKey(push.id, 'api-key')).toMatch(/./);
    const event = {
      properties: { offered: true, handled: true },
      queueName: 'q',
      queueIdentifier: '1',
      timestamp: '2026-11-22T10:00:00Z',
      channel: 'calls',
    };
    await api.push('contact-events', [event], { integrationConfigurationId: push.id });
    const status = { agentIdentifier: 'a', activityIdentifier: 'b', startTime: '2026-11-22T10:00:00Z' };
    const meta = { integrationConfigurationId: push.id, externalSystem: 'ACD' };
    await api.push('agent-statuses', [status], meta);
    const cms = { name: 'C', type: 'interactive-intelligence-cic', configuration: CIC };
    const linked = await api.createConfiguration(cms as never, 'key-c');
    await api.connectCloudLink(linked.id, '123456');
    expect(await api.getCloudLink(linked.id)).toEqual({ state: 'connected' });
    expect(new Set(sent).size).toBe(11);
  });
});
