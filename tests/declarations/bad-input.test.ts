import { describe, expect, it } from 'vitest';
import type { Declaration } from '#core/declaration.ts';
import { effectiveSpec } from '#declarations/overrides.ts';
import { maskSecrets } from '#declarations/mask.ts';
import { checkBytes, checkText } from '#tests/support/check.ts';

const HEAD = 'apiVersion: injixo-as-code/v1\nkind: Integration\n';
const GOOD = `${HEAD}metadata:\n  name: Own ACD\nspec:\n  type: injixo-api\n`;
const codes = async (text: string): Promise<string[]> => (await checkText(text)).map(({ code }) => code);
const bytes = (...parts: (string | number[])[]): Uint8Array =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from(part))));

describe('bad input ends in a diagnostic with a code and a place', () => {
  it.each([
    ['tabs', `${HEAD}metadata:\n\tname: x\n`, 'yaml/syntax'],
    ['an open bracket', `${HEAD}metadata: { name: x\n`, 'yaml/syntax'],
    ['a duplicate key', `${GOOD}kind: Integration\n`, 'yaml/duplicate-key'],
    [
      'a merge key',
      `${HEAD}metadata: &a\n  name: x\nspec:\n  <<: *a\n  type: injixo-api\n`,
      'yaml/merge-key',
    ],
    [
      'a __proto__ key',
      `${HEAD}metadata:\n  name: x\n  labels:\n    __proto__: y\nspec:\n  type: injixo-api\n`,
      'yaml/forbidden-key',
    ],
    ['a list', '- a\n- b\n', 'yaml/not-a-mapping'],
    ['a text', 'just text\n', 'yaml/not-a-mapping'],
    ['another apiVersion', GOOD.replace('/v1', '/v9'), 'document/api-version'],
    ['a wrong kind', GOOD.replace('Integration', 'Integratoin'), 'document/kind'],
    ['an unknown type', GOOD.replace('injixo-api', 'injixo-apo'), 'schema/unknown-type'],
    ['no type', `${HEAD}metadata: { name: x }\nspec: {}\n`, 'schema/missing-key'],
    ['no spec', `${HEAD}metadata: { name: x }\n`, 'schema/missing-key'],
    ['an empty spec', `${HEAD}metadata: { name: x }\nspec:\n`, 'schema/type'],
    ['a name with spaces around it', GOOD.replace('Own ACD', '" Own ACD"'), 'schema/format'],
    ['a number for a text', GOOD.replace('Own ACD', '42'), 'schema/type'],
    ['the same name twice', `${GOOD}---\n${GOOD}`, 'document/duplicate-name'],
    ['names that differ by case', `${GOOD}---\n${GOOD.replace('ACD', 'acd')}`, 'document/similar-name'],
    ['a YAML tag', `${HEAD}metadata: !!js/function x\n`, 'yaml/syntax'],
    ['a reference to nothing', `${HEAD}metadata: *nobody\n`, 'yaml/syntax'],
  ])('%s', async (_, text, code) => {
    const found = await checkText(text);
    expect(found.map((item) => item.code)).toContain(code);
    for (const item of found)
      expect(item).toMatchObject({ file: 'test.yaml', line: expect.any(Number), column: expect.any(Number) });
  });

  it('names that differ by Unicode form only', async () => {
    const name = (text: string): string => GOOD.replace('Own ACD', text);
    expect(await codes(`${name('Café'.normalize('NFC'))}---\n${name('Café'.normalize('NFD'))}`)).toEqual([
      'document/duplicate-name',
    ]);
  });

  it.each([
    ['invalid UTF-8', bytes(GOOD, [0xff, 0xfe, 0x41]), 'file/encoding', 7],
    ['UTF-16', bytes([0xff, 0xfe], [0x61, 0, 0x3a, 0]), 'file/encoding', 1],
    ['10 MB', Buffer.alloc(10 * 1024 * 1024, 0x20), 'file/too-large', undefined],
  ])('%s', async (_, content, code, line) => {
    const [found] = await checkBytes(content);
    expect([found!.code, found!.line]).toEqual([code, line]);
  });

  it.each([
    ['a byte order mark', `\uFEFF${GOOD}`],
    ['CRLF', GOOD.replaceAll('\n', '\r\n')],
    ['an alias', `${HEAD}metadata: &m\n  name: x\nspec:\n  type: injixo-api\noverrides: {}\n`],
    ['an empty document', `${GOOD}---\n`],
  ])('%s is no problem', async (_, text) => expect(await checkText(text)).toEqual([]));
});

describe('YAML bombs', () => {
  const laughs = [
    'a0: &a0 [x,x,x,x,x,x,x,x,x,x]',
    ...Array.from({ length: 9 }, (_, i) => `a${i + 1}: &a${i + 1} [${Array(10).fill(`*a${i}`).join(',')}]`),
  ].join('\n');

  it.each([
    ['a billion laughs', laughs, 'yaml/alias-limit'],
    ['an alias of itself', 'a: &a [*a]\n', 'yaml/depth-limit'],
    ['deep flow', `a: ${'['.repeat(20_000)}${']'.repeat(20_000)}\n`, 'yaml/depth-limit'],
    [
      'deep blocks',
      Array.from({ length: 100 }, (_, i) => `${' '.repeat(i)}a:`).join('\n'),
      'yaml/depth-limit',
    ],
    ['deep and open', `a: ${'['.repeat(20_000)}`, 'yaml/depth-limit'],
  ])('%s', async (_, text, code) => expect(await codes(text)).toContain(code));

  it('many keys take no quadratic time', async () => {
    const keys = Array.from({ length: 100_000 }, (_, i) => `k${i}: 1`).join('\n');
    const started = performance.now();
    expect((await codes(`${keys}\nk1: 2\n`))[0]).toBe('yaml/duplicate-key');
    expect(performance.now() - started).toBeLessThan(15_000);
  });
});

describe('all problems in one run', () => {
  const TEXT = `${HEAD}metadata:
  name: X
  lables: {}
spec:
  type: five9
  credentials:
    username: 7
    password: hunter2-literal
  configuration:
    region: EU
    queueGroupng: skil
`;

  it('finds each with its line, column, path and suggestion', async () => {
    const found = await checkText(TEXT);
    expect(
      found.map(({ code, line, column, path, hint }) => [code, line, column, path, hint?.slice(0, 16)]),
    ).toEqual([
      ['schema/unknown-key', 5, 3, 'metadata.lables', 'Did you mean "la'],
      ['schema/type', 9, 15, 'spec.credentials.username', 'Put the value in'],
      ['secret/literal', 10, 15, 'spec.credentials.password', 'Write { fromEnv:'],
      ['schema/missing-key', 11, 3, 'spec.configuration.queueGrouping', undefined],
      ['schema/unknown-key', 13, 5, 'spec.configuration.queueGroupng', 'Did you mean "qu'],
    ]);
  });

  it('shows the lines around each, and never the secret', async () => {
    const found = await checkText(TEXT);
    expect(found[2]!.frame).toContain('> 10 |     password: ***');
    expect(found[4]!.frame).toMatch(/\n\s+\|\s+\^{12}$/m);
    expect(JSON.stringify(found)).not.toContain('hunter2');
  });
});

describe('overrides', () => {
  const TEXT = `${HEAD}metadata: { name: X }
spec:
  type: five9
  credentials: { username: a, password: { fromEnv: A } }
  configuration: { region: EU, queueGrouping: skill }
overrides:
  staging:
    configuration: { queueGrouping: skil }
`;

  it('are checked in the environments that are asked for, at the line of the override', async () => {
    expect(await checkText(TEXT)).toEqual([]);
    const [found] = await checkText(TEXT, 'x.yaml', { environments: [undefined, 'staging'] });
    expect(found).toMatchObject({
      code: 'schema/value',
      path: 'overrides.staging.configuration.queueGrouping',
      line: 10,
      hint: 'Did you mean "skill"?',
    });
  });
});

describe('a secret reference in an override', () => {
  it('replaces one of another kind', () => {
    const declaration = {
      spec: { credentials: { username: 'a', password: { fromEnv: 'A' } } },
      overrides: { staging: { credentials: { password: { fromFile: 'b' } } } },
    } as unknown as Declaration;
    expect(effectiveSpec(declaration, 'staging')).toEqual({
      credentials: { username: 'a', password: { fromFile: 'b' } },
    });
  });
});

describe('masking of secrets in code frames', () => {
  const keys = { secret: ['password', 'apiKey'], plain: ['username', 'version'] };
  it.each([
    ['password: hunter2', 'password: ***'],
    ['  "password": "hunter2"  # x', '  "password": ***'],
    ['{ username: a, password: hunter2 }', '{ username: a, password: ***'],
    ['credentials: { username: a, password: hunter2 }', 'credentials: { username: a, password: ***'],
    ['credentials: hunter2', 'credentials: ***'],
    ['password: { fromEnv: A }', 'password: { fromEnv: A }'],
    ['password:\n  fromEnv: A', 'password:\n  fromEnv: A'],
    ['password: |\n  hunter2\n  hunter3\nnext: x', 'password: |\n  ***\n  ***\nnext: x'],
    ['password:\n  hunter2', 'password:\n  ***'],
    ['username: password', 'username: password'],
    [
      'credentials:\n  username: a\n  passwrod: hunter2\nnext: x',
      'credentials:\n  username: a\n  passwrod: ***\nnext: x',
    ],
    ['credentials: { username: a, passwrod: hunter2 }', 'credentials: { username: a, passwrod: ***'],
    ['credentials:\n  - hunter2', 'credentials:\n  ***'],
    [
      'credentials:\n  # why\n  password: { fromEnv: A }\n  version: "1"',
      'credentials:\n  # why\n  password: { fromEnv: A }\n  version: "1"',
    ],
    [
      'credentials:\n  password:\n    fromFile: a\nconfiguration:\n  region: EU',
      'credentials:\n  password:\n    fromFile: a\nconfiguration:\n  region: EU',
    ],
    [
      'configuration:\n  webService: { url: x, password: hunter2 }',
      'configuration:\n  webService: { url: x, password: ***',
    ],
  ])('%j becomes %j', (text, masked) => expect(maskSecrets(text, keys)).toBe(masked));
});
