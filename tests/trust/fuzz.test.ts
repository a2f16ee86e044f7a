import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { parsePlanFile } from '#cli/report/plan-file.ts';
import { DiagnosedError } from '#core/diagnostic.ts';
import { mergePatch } from '#core/merge-patch.ts';
import type { Json } from '#core/json.ts';
import { createApp } from '#emulator/server.ts';
import { decodeValue } from '#terraform/convert/msgpack-reader.ts';
import { UNKNOWN } from '#terraform/convert/cty.ts';
import { DeclarationSet } from '../../provider/load.ts';
import { fromJson, fromRow } from '../../provider/push/events.ts';
import { readStacks } from '../../provider/stacks/read-stacks.ts';
import { BASE, emulatorOptions, TOKEN } from '../support/emulator.ts';

const RUNS = Number(process.env['TRUST_RUNS'] ?? 500);
const EXAMPLES = path.join(import.meta.dirname, '../../examples');
const DOCUMENT = readFileSync(path.join(EXAMPLES, 'acme/integrations/cloud/five9.yaml'), 'utf8');

/** What breaks parsers: signs of the language, odd keys, deep and wide values, parts of what is right. */
const odd = fc.constantFrom(
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  '',
  '\u0000',
  '${var.a}',
  '%{',
  '<<',
  '*a',
  '&a',
  '!!js',
  '../..',
  '1e999',
  '-0',
  '😀',
);
const key = fc.oneof(
  odd,
  fc.constantFrom(
    'kind',
    'spec',
    'metadata',
    'name',
    'type',
    'resource',
    'provider',
    'injixo',
    'injixo_workload',
    'queues',
    'steps',
    'scope',
  ),
);
const json: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5 },
    odd,
    fc.string(),
    fc.double(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.array(fc.tuple(key, tie('value')), { maxLength: 4 }).map((entries) => withKeys(entries)),
  ),
})).value;

/** Also `__proto__` as a key of its own. */
function withKeys(entries: readonly (readonly [string, Json])[]): Json {
  const object = {};
  for (const [name, value] of entries)
    Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
  return object;
}

/** A text with a piece cut out, doubled, or replaced by something odd. */
const damaged = (text: string): fc.Arbitrary<string> =>
  fc
    .tuple(
      fc.nat(text.length),
      fc.nat(40),
      fc.oneof(odd, fc.string(), fc.constantFrom(':', '\t', '- ', '{', ']', '"', '\n')),
    )
    .map(([at, length, piece]) => text.slice(0, at) + piece + text.slice(at + length));

/** Runs something that may refuse its input with a diagnostic, and with nothing else. */
function survives(run: () => unknown): void {
  try {
    run();
  } catch (error) {
    if (!(error instanceof DiagnosedError)) throw error;
    expect(error.diagnostics.length).toBeGreaterThan(0);
  }
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  expect(Object.keys(Object.prototype)).toEqual([]);
}

const check = (property: fc.IProperty<any> | fc.IAsyncProperty<any>): Promise<void> | void =>
  fc.assert(property as fc.IProperty<any>, { numRuns: RUNS });

describe('whatever comes in ends in a result or a diagnostic', () => {
  test('declarations', async () => {
    const texts = fc.oneof(
      damaged(DOCUMENT),
      json.map((value) => JSON.stringify(value)),
      fc.string(),
    );
    await check(
      fc.asyncProperty(texts, fc.boolean(), async (text, asBytes) => {
        const set = new DeclarationSet();
        const bytes = asBytes
          ? Uint8Array.from([...text].map((sign) => sign.codePointAt(0)! & 0xff))
          : new TextEncoder().encode(text);
        set.add({ name: 'a.yaml', bytes });
        const { diagnostics } = await set.check({ environments: 'all' });
        for (const { message, code } of diagnostics)
          expect([typeof message, code]).toEqual(['string', expect.stringMatching(/^[a-z]+\/[a-z-]+$/)]);
        survives(() => undefined);
      }),
    );
  });

  test('overrides', () =>
    check(fc.property(json, json, (target, patch) => survives(() => mergePatch(target, patch)))));

  test('synthesized stacks', () => {
    const stack = JSON.stringify({
      provider: { injixo: [{ workspace: 'acme' }] },
      variable: { p: { sensitive: true } },
      resource: {
        injixo_integration_five9: {
          eu: { name: 'A', username: 'u', region: 'EU', queue_grouping: '${var.q}', password_wo: '${var.p}' },
        },
        injixo_workload: {
          w: {
            name: 'W',
            time_zone: 'UTC',
            queues: [{ integration_id: '${injixo_integration_five9.eu.id}', name: 'q' }],
          },
        },
      },
    });
    const blocks = json.map((value) =>
      JSON.stringify({
        provider: { injixo: [{}] },
        resource: { injixo_integration_five9: { a: value }, injixo_workload: { b: value } },
        variable: value,
        locals: value,
      }),
    );
    return check(
      fc.property(
        fc.oneof(
          damaged(stack),
          blocks,
          json.map((value) => JSON.stringify(value)),
        ),
        (text) =>
          survives(() => readStacks([{ name: 's', file: 's', text }], { names: [] }, () => undefined)),
      ),
    );
  });

  test('saved plans', () => {
    const plan = JSON.stringify({
      formatVersion: 1,
      kind: 'Plan',
      scope: { endpoint: 'x', workspace: 'y', environment: '' },
      steps: [],
      observed: [],
      digest: 'z',
    });
    return check(
      fc.property(
        fc.oneof(
          damaged(plan),
          json.map((value) => JSON.stringify(value)),
        ),
        (text) => survives(() => parsePlanFile('plan.json', text)),
      ),
    );
  });

  test('values of Terraform', () => {
    const types = fc.constantFrom(
      'string',
      'number',
      'bool',
      'dynamic',
      { list: 'string' },
      { map: 'number' },
      { object: { a: 'string', b: { list: 'bool' } } },
    );
    return check(
      fc.property(fc.uint8Array({ maxLength: 60 }), types, (bytes, type) => {
        try {
          decodeValue(bytes, type as never);
        } catch (error) {
          // What is malformed is a RangeError, which the server answers as a diagnostic.
          expect(error).toBeInstanceOf(RangeError);
        }
        expect(UNKNOWN.refinements).toEqual({});
      }),
    );
  });

  test('rows and lines to push', () =>
    check(
      fc.property(
        fc.constantFrom('contact-events', 'agent-statuses'),
        json,
        fc.array(fc.tuple(key, fc.string())),
        (endpoint, value, row) => {
          survives(() => fromJson(endpoint, JSON.stringify(value), 1));
          survives(() => fromRow(endpoint, withKeys(row) as never, 1));
        },
      ),
    ));

  test('requests to the emulator, which never fails inside', async () => {
    const app = createApp(emulatorOptions());
    const ids = fc.oneof(
      fc.constantFrom(
        '',
        '/1',
        '/1001',
        '/__proto__',
        '/1/pause',
        '/1/imports',
        '/../x',
        '/%00',
        '/1/user-mappings',
      ),
      fc.string().map((text) => `/${encodeURIComponent(text)}`),
    );
    const root = fc.constantFrom(
      '/external-systems/integration-configurations',
      '/forecast/workloads',
      '/external-systems/queues',
      '/external-systems/imports',
      '/external-systems/contact-events',
      '/people',
    );
    const query = fc.constantFrom(
      '',
      '?limit=-1',
      '?limit=1e9',
      '?cursor=%ff',
      '?ids=1,x',
      '?name=__proto__',
    );
    const body = fc.oneof(
      json.map((value) => JSON.stringify(value)),
      fc.string(),
      damaged('{"name":"A","type":"injixo-api","configuration":{},"credentials":{},"annotations":{}}'),
    );
    await check(
      fc.asyncProperty(
        fc.constantFrom('GET', 'POST', 'PATCH', 'PUT', 'DELETE'),
        root,
        ids,
        query,
        body,
        async (method, at, id, search, text) => {
          const headers = {
            authorization: `Bearer ${TOKEN}`,
            'idempotency-key': text.slice(0, 8).replaceAll(/[^\x21-\x7e]/g, '-'),
            'if-match': '"1"',
          };
          const response = await app.request(`${BASE}${at}${id}${search}`, {
            method,
            headers,
            ...(method === 'GET' ? {} : { body: text }),
          });
          expect(response.status).toBeLessThan(500);
          survives(() => undefined);
        },
      ),
    );
  });
});
