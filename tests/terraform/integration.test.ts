import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { integrationTypes } from '#catalog/catalog.ts';
import type { JsonObject } from '#core/json.ts';
import { getAt } from '#core/json.ts';
import { ctyObject, isCtyObject, UNKNOWN, type CtyObject } from '#terraform/convert/cty.ts';
import { integrationBlock, settingsState, specOf } from '#terraform/convert/integration.ts';
import { blockAttributes } from '#terraform/convert/schema.ts';
import { validateIntegration } from '#terraform/convert/validate-integration.ts';
import { ATTRIBUTES } from '#terraform/generated/attributes.ts';

const FIXTURES = 'tests/fixtures/integration-types';

/** The valid specifications of all types, without what other resources manage. */
function validSpecs(): [string, JsonObject][] {
  return integrationTypes().flatMap(([type]) => {
    const folder = path.join(FIXTURES, type, 'valid');
    return readdirSync(folder).flatMap((file) =>
      parseAllDocuments(readFileSync(path.join(folder, file), 'utf8')).map(
        (document): [string, JsonObject] => {
          const { spec } = document.toJS() as { spec: JsonObject };
          const { credentials, configuration } = spec;
          return [
            `${type}/${file}`,
            { type, credentials: credentials ?? {}, configuration: configuration ?? {} },
          ];
        },
      ),
    );
  });
}

/** As somebody writes it in a configuration of Terraform. */
function configOf(spec: JsonObject): CtyObject {
  const type = spec['type'] as string;
  const secrets = Object.entries(ATTRIBUTES[type]!).flatMap(([name, { path: at, writeOnly }]) =>
    writeOnly === true && getAt(spec, at) !== undefined ? [[name, 'canary-secret'] as const] : [],
  );
  const version = getAt(spec, ['credentials', 'version']);
  return ctyObject([
    ...blockAttributes(integrationBlock(type)).map((name) => [name, null] as const),
    ...Object.entries(settingsState(type, spec)),
    ...secrets,
    ['name', 'A name'],
    ...(version === undefined ? [] : [['credentials_wo_version', version as string] as const]),
  ]);
}

const specs = validSpecs();

describe('a specification as the attributes of a resource', () => {
  it('there is a fixture of every type', () => {
    expect(new Set(specs.map(([, { type }]) => type)).size).toBe(19);
  });

  it.each(specs)('%s comes back as it was', (_, spec) => {
    const { spec: read, hasUnknowns } = specOf(spec['type'] as string, configOf(spec));
    const strip = (value: JsonObject): unknown =>
      JSON.parse(
        JSON.stringify(value).replaceAll(
          /\{"from(?:Env|File|Command)":(?:"[^"]*"|\[[^\]]*\])\}/g,
          '"secret"',
        ),
      );
    expect(strip(read)).toEqual(
      strip({
        type: spec['type']!,
        ...Object.fromEntries(
          Object.keys(read)
            .filter((key) => key !== 'type')
            .map((key) => [key, spec[key]!]),
        ),
      }),
    );
    expect(hasUnknowns).toBe(false);
  });

  it.each(specs)('%s is valid', async (_, spec) => {
    expect(
      await validateIntegration(spec['type'] as string, configOf(spec), { secretsNeeded: true }),
    ).toEqual([]);
  });

  it('values that are only known after apply are let through', async () => {
    const blank = (config: CtyObject, hidden: ReadonlySet<string>): CtyObject =>
      ctyObject(
        Object.entries(config).map(([name, value]) => {
          if (value === null) return [name, value];
          if (hidden.has(name)) return [name, UNKNOWN];
          return [name, isCtyObject(value) ? blank(value, hidden) : value];
        }),
      );
    const names = [...new Set(Object.values(ATTRIBUTES).flatMap((attributes) => Object.keys(attributes)))];
    const drawn = fc.record({ spec: fc.constantFrom(...specs), hidden: fc.subarray(names) });
    await fc.assert(
      fc.asyncProperty(drawn, async ({ spec: [, spec], hidden }) => {
        const config = blank(configOf(spec), new Set(hidden));
        const found = await validateIntegration(spec['type'] as string, config, { secretsNeeded: true });
        expect(found).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
});

describe('a mistake', () => {
  const five9 = configOf(specs.find(([name]) => name === 'five9/minimal.yaml')![1]);
  const csv = configOf(specs.find(([name]) => name === 'csv/full.yaml')![1]);
  const check = async (type: string, config: CtyObject, secretsNeeded = true): Promise<unknown> =>
    validateIntegration(type, config, { secretsNeeded });

  it('names the attribute in its own words', async () => {
    expect(await check('five9', ctyObject([...Object.entries(five9), ['queue_grouping', 'skil']]))).toEqual([
      {
        severity: 'error',
        summary: '"queue_grouping" must be campaign or skill.',
        detail: 'Did you mean "skill"?',
        attribute: ['queue_grouping'],
      },
    ]);
  });

  it('is found inside of objects', async () => {
    const mapping = ctyObject([
      ['columns', null],
      ['sql_query', 'select 1 as queue from uploaded_file'],
    ]);
    const [finding] = (await check(
      'csv',
      ctyObject([...Object.entries(csv), ['mapping', mapping]]),
    )) as any[];
    expect(finding).toMatchObject({ attribute: ['mapping', 'sql_query'] });
  });

  it('a missing secret counts only where it is needed', async () => {
    const without = ctyObject([...Object.entries(five9), ['password_wo', null]]);
    expect(await check('five9', without)).toMatchObject([
      { summary: '"password_wo" is missing.', attribute: ['password_wo'] },
    ]);
    expect(await check('five9', without, false)).toEqual([]);
  });

  it('two secrets of one key are told apart', async () => {
    const odigo = configOf(specs.find(([name]) => name === 'odigo/full.yaml')![1]);
    const without = ctyObject([...Object.entries(odigo), ['web_service_password_wo', null]]);
    expect(await check('odigo', without)).toMatchObject([
      {
        summary: expect.stringContaining('"web_service_password_wo" is missing'),
        attribute: ['web_service_password_wo'],
      },
    ]);
  });

  it('a duration has a form', async () => {
    const timeouts = ctyObject([
      ['create', '20 minutes'],
      ['update', null],
    ]);
    expect(await check('five9', ctyObject([...Object.entries(five9), ['timeouts', timeouts]]))).toMatchObject(
      [{ attribute: ['timeouts', 'create'] }],
    );
  });
});
