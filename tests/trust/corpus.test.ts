/**
 * Inputs that broke a parser here or elsewhere, one a file. What a fuzz test finds is laid beside them. Nesting
 * is made here: a file of it would only be long.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { parsePlanFile } from '#cli/report/plan-file.ts';
import { VERSION } from '#cli/version.ts';
import { DiagnosedError } from '#core/diagnostic.ts';
import { createApp } from '#emulator/server.ts';
import { decodeValue } from '#terraform/convert/msgpack-reader.ts';
import { DeclarationSet } from '../../provider/load.ts';
import { compilePolicies } from '../../provider/policies/compile.ts';
import { fromJson } from '../../provider/push/events.ts';
import { readStacks } from '../../provider/stacks/read-stacks.ts';
import { BASE, CONFIGURATIONS, emulatorOptions, TOKEN } from '../support/emulator.ts';

const FOLDER = path.join(import.meta.dirname, 'corpus');
const LEVELS = 200_000;
const DEEP = {
  lists: '['.repeat(LEVELS) + ']'.repeat(LEVELS),
  objects: '{"a":'.repeat(LEVELS) + '1' + '}'.repeat(LEVELS),
};

const KINDS = ['lists', 'objects'] as const;

/** What each reader says of an input: the codes of its diagnostics, or that it took it. */
const READERS: Record<string, (bytes: Uint8Array) => Promise<string[]>> = {
  declarations: async (bytes) => {
    const set = new DeclarationSet();
    set.add({ name: 'a.yaml', bytes });
    return (await set.check({ environments: 'all' })).diagnostics.map(({ code }) => code);
  },
  stacks: async (bytes) => {
    return said(() =>
      readStacks([{ name: 's', file: 's', text: text(bytes) }], { names: [] }, () => undefined),
    );
  },
  plans: async (bytes) => said(() => parsePlanFile('plan.json', text(bytes))),
  'push-lines': async (bytes) =>
    text(bytes)
      .trim()
      .split('\n')
      .flatMap((line, index) => {
        const read = fromJson('contact-events', line, index + 1);
        JSON.stringify(read);
        return read.reason === undefined ? [] : ['rejected'];
      }),
};

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

async function said(run: () => unknown): Promise<string[]> {
  try {
    const result = (await run()) as { diagnostics?: { code: string }[] };
    return (result.diagnostics ?? []).map(({ code }) => code);
  } catch (error) {
    if (!(error instanceof DiagnosedError)) throw error;
    return error.diagnostics.map(({ code }) => code);
  }
}

describe.each(Object.entries(READERS))('%s', (name, read) => {
  test.each(readdirSync(path.join(FOLDER, name)))('%s is refused with a diagnostic', async (file) => {
    const found = await read(readFileSync(path.join(FOLDER, name, file)));
    expect(found.length).toBeGreaterThan(0);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  test.each(KINDS)('%s nested without end are refused with a diagnostic', async (kind) => {
    expect((await read(new TextEncoder().encode(DEEP[kind]))).length).toBeGreaterThan(0);
  });
});

describe('values nested without end, inside of what is right', () => {
  const encode = (value: string): Uint8Array => new TextEncoder().encode(value);

  test.each(KINDS)('%s', async (kind) => {
    const deep = DEEP[kind];
    const { declarations, plans, stacks, ...others } = READERS;
    const head = 'apiVersion: injixo-as-code/v1\nkind: Integration\nmetadata: { name: A }\nspec:';
    expect(await declarations!(encode(`${head} ${deep}`))).toEqual(['yaml/depth-limit']);
    const plan = `{"formatVersion":1,"kind":"Plan","version":"${VERSION}","diagnostics":[],"observed":[],"steps":${deep}}`;
    expect(await plans!(encode(plan))).toEqual(['stale/version']);
    const stack = `{"provider":{"injixo":[{}]},"resource":{"injixo_workload":{"w":{"name":${deep}}}}}`;
    expect(await stacks!(encode(stack))).toEqual(['cdktf/unreadable']);
    expect(await others['push-lines']!(encode(`{"queue":${deep}}`))).toEqual(['rejected']);
    const { faults } = compilePolicies([{ name: 'p.json', text: `{"allOf":[${deep}]}` }]);
    expect(faults).toHaveLength(1);
  });

  test.each(KINDS)('%s sent to the emulator', async (kind) => {
    const deep = DEEP[kind];
    const app = createApp(emulatorOptions());
    const headers = { authorization: `Bearer ${TOKEN}`, 'idempotency-key': 'deep' };
    const body = `{"name":"A","type":"injixo-api","configuration":${deep}}`;
    const created = await app.request(`${BASE}${CONFIGURATIONS}`, { method: 'POST', headers, body });
    expect(created.status).toBe(400);
    const faults = await app.request(`${BASE}/__emulator/faults`, { method: 'PUT', body: deep });
    expect(faults.status).toBe(422);
  });

  test('of Terraform', () => {
    const list = new Uint8Array(LEVELS).fill(0x91);
    expect(() => decodeValue(list, 'dynamic')).toThrow(RangeError);
    expect(() => decodeValue(list, { list: 'string' } as never)).toThrow(RangeError);
  });
});
