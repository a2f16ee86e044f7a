import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv } from 'ajv';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  five9,
  injixo,
  ROOT,
  startEmulator,
  workspace,
  WORKSPACE,
  type TestEmulator,
} from '#tests/support/cli.ts';

let emulator: TestEmulator;
beforeAll(async () => {
  emulator = await startEmulator();
});
afterAll(async () => emulator.stop());

const SECRET = 'canary-secret';
const TOKEN = 'canary-token';
const clean = ({ stdout, stderr }: { stdout: string; stderr: string }): void => {
  expect(stdout + stderr).not.toMatch(/\n\s+at .*:\d+:\d+/);
  expect(stdout + stderr).not.toContain('canary');
};

describe('declarations that are wrong: exit code 3', () => {
  it.each([
    ['wrong types', five9('X').replace('username: injixo@acme.example', 'username: 7'), 'schema/type'],
    ['unknown keys', `${five9('X')}  unknown: 1\n`, 'schema/unknown-key'],
    [
      'a wrong override',
      `${five9('X')}overrides:\n  staging: { configuration: { region: 7 } }\n`,
      'schema/type',
    ],
    [
      'a literal secret in an override',
      `${five9('X')}overrides:\n  staging: { credentials: { password: ${SECRET} } }\n`,
      'secret/literal',
    ],
    ['a literal secret', five9('X').replace('{ fromEnv: FIVE9_PASSWORD }', SECRET), 'secret/literal'],
    ['tabs', five9('X').replace('  name', '\tname'), 'yaml/syntax'],
    ['duplicate keys', `${five9('X')}kind: Integration\n`, 'yaml/duplicate-key'],
    [
      'a billion laughs',
      [
        'a: &a [x,x,x,x,x,x,x,x,x,x]',
        ...'bcdefghi'
          .split('')
          .map((c, i) => `${c}: &${c} [${Array(10).fill(`*${'abcdefgh'[i]}`).join(',')}]`),
      ].join('\n'),
      'yaml/alias-limit',
    ],
  ])('%s', async (_, text, code) => {
    const folder = workspace({ 'x.yaml': text });
    const result = await injixo(['validate', 'x.yaml'], { cwd: folder });
    expect([result.code, result.stdout]).toEqual([3, expect.stringContaining(code)]);
    expect(result.stdout).toMatch(/x\.yaml:\d+:\d+: error/);
    clean(result);
    const json = await injixo(['validate', 'x.yaml', '--format', 'json'], { cwd: folder });
    const report = JSON.parse(json.stdout);
    expect([json.code, report.ok, json.stderr]).toEqual([3, false, '']);
    const validate = new Ajv({ strict: false }).compile(
      JSON.parse(readFileSync(path.join(ROOT, 'schemas/validate-report.v1.schema.json'), 'utf8')),
    );
    expect(validate(report), JSON.stringify(validate.errors)).toBe(true);
    clean(json);
  });

  it.each([
    ['invalid UTF-8', Buffer.from([0x61, 0x3a, 0x20, 0xff, 0x0a]), 'file/encoding'],
    ['10 MB', Buffer.alloc(10 * 1024 * 1024, 0x20), 'file/too-large'],
  ])('%s', async (_, bytes, code) => {
    const folder = workspace();
    writeFileSync(path.join(folder, 'x.yaml'), bytes);
    const result = await injixo(['validate', 'x.yaml'], { cwd: folder });
    expect([result.code, result.stdout]).toEqual([3, expect.stringContaining(code)]);
  });

  it('reports every problem of every file', async () => {
    const folder = workspace({
      'injixo.yaml': WORKSPACE,
      'a.yaml': `${five9('X')}  a: 1\n  b: 2\n`,
      'b.yaml': 'x: [',
      'c.yaml': five9('x'),
    });
    const { stdout, code } = await injixo(['validate', '--format', 'json'], { cwd: folder });
    const found = JSON.parse(stdout).diagnostics.map(({ code: c, file }: any) => `${file} ${c}`);
    expect(code).toBe(3);
    expect(found).toEqual(
      expect.arrayContaining([
        'a.yaml schema/unknown-key',
        'b.yaml yaml/syntax',
        'c.yaml document/similar-name',
      ]),
    );
  });

  it('stops plan and apply before any request', async () => {
    const folder = workspace({ 'x.yaml': `${five9('X')}  unknown: 1\n` });
    await emulator.requests();
    for (const command of ['plan', 'apply'])
      expect((await injixo([command, 'x.yaml'], { cwd: folder, env: emulator.env })).code).toBe(3);
    expect(await emulator.requests()).toEqual([]);
  });
});

describe('files that are not there: exit code 1', () => {
  it.each([
    [['validate', 'nowhere.yaml'], 'file/not-found'],
    [['validate', 'nothing/*.yaml'], 'file/not-found'],
    [['validate'], 'injixo init'],
    [['apply', 'nowhere.json'], 'file/not-found'],
  ])('%j', async (args, words) => {
    const result = await injixo(args, { cwd: workspace() });
    expect([result.code, result.stdout + result.stderr]).toEqual([1, expect.stringContaining(words)]);
    clean(result);
  });

  it('an unreadable file', async (test) => {
    const folder = workspace({ 'x.yaml': five9('X') });
    if (process.getuid?.() === 0) {
      mkdirSync(path.join(folder, 'folder.yaml'));
      const result = await injixo(['validate', 'x.yaml', '/proc/self/mem'], { cwd: folder });
      expect([result.code, result.stdout]).toEqual([3, expect.stringContaining('file/unreadable')]);
      return;
    }
    chmodSync(path.join(folder, 'x.yaml'), 0);
    expect((await injixo(['validate', 'x.yaml'], { cwd: folder })).code).toBe(3);
    await test.annotate('run without root');
  });
});

describe('secrets that are missing', () => {
  const apply = async (text: string, ...flags: string[]) => {
    const folder = workspace({ 'x.yaml': text, 'secrets/empty': '' });
    return injixo(['apply', 'x.yaml', '-y', ...flags], { cwd: folder, env: emulator.env });
  };
  const from = (reference: string): string =>
    five9('Missing secret').replace('{ fromEnv: FIVE9_PASSWORD }', reference);

  it.each([
    ['{ fromEnv: NOT_SET }', 'NOT_SET'],
    ['{ fromFile: nowhere }', 'does not exist'],
    ['{ fromFile: secrets/empty }', 'is empty'],
    ['{ fromFile: /etc/passwd }', 'outside the workspace'],
    ['{ fromFile: ../../etc/passwd }', 'secret/missing'],
    ['{ fromCommand: [echo, x] }', '--allow-commands'],
  ])('%s', async (reference, words) => {
    const result = await apply(from(reference));
    expect([result.code, result.stdout]).toEqual([1, expect.stringContaining(words)]);
    clean(result);
  });

  it('nothing was created', async () => {
    expect(
      (await emulator.send('GET', '/external-systems/integration-configurations?name=Missing%20secret')).data,
    ).toEqual([]);
  });

  it('a command that fails says so without its output', async () => {
    const result = await apply(
      from(`{ fromCommand: [sh, -c, "echo ${SECRET}; exit 3"] }`),
      '--allow-commands',
    );
    expect([result.code, result.stdout]).toEqual([1, expect.stringContaining('failed (3)')]);
    clean(result);
  });
});

describe('an API that does not work', () => {
  const plan = async (env: Record<string, string>, ...flags: string[]) => {
    const result = await injixo(['plan', 'x.yaml', ...flags], {
      cwd: workspace({ 'x.yaml': five9('X') }),
      env,
    });
    clean(result);
    return result;
  };

  it.each([
    ['is down', { INJIXO_ENDPOINT: 'http://127.0.0.1:9', INJIXO_TOKEN: TOKEN }, 1, 'api/unreachable'],
    [
      'has no such host',
      { INJIXO_ENDPOINT: 'https://injixo.invalid', INJIXO_TOKEN: TOKEN },
      1,
      'api/unreachable',
    ],
    ['is not https', { INJIXO_ENDPOINT: 'http://injixo.invalid', INJIXO_TOKEN: TOKEN }, 1, 'not https'],
    ['is no address', { INJIXO_ENDPOINT: 'nonsense', INJIXO_TOKEN: TOKEN }, 1, 'usage/invalid'],
    ['gets no token', { INJIXO_ENDPOINT: 'http://127.0.0.1:9' }, 1, 'INJIXO_TOKEN'],
    [
      'gets a token with a line break',
      { INJIXO_ENDPOINT: 'http://127.0.0.1:9', INJIXO_TOKEN: `${TOKEN}\nx` },
      1,
      'secret/missing',
    ],
  ])('%s', async (_, env, code, words) => {
    const result = await plan(env);
    expect([result.code, result.stderr]).toEqual([code, expect.stringContaining(words)]);
  });

  it('does not accept the token', async () => {
    const result = await plan({ ...emulator.env, INJIXO_TOKEN: TOKEN });
    expect([result.code, result.stderr]).toEqual([1, expect.stringContaining('api/unauthorized')]);
  });

  it.each([
    ['error,status=403', 'api/forbidden'],
    ['error,status=404', 'api/not-found'],
    ['error,status=409', 'api/conflict'],
    ['error,status=412', 'api/precondition'],
    ['error,status=422', 'api/invalid'],
    ['html', 'api/unreadable'],
    ['truncated', 'api/unreadable'],
  ])('answers %s', async (fault, code) => {
    await emulator.faults(fault);
    const result = await plan(emulator.env, '--format', 'json');
    await emulator.faults();
    expect(result.code).toBe(['api/conflict', 'api/precondition'].includes(code) ? 6 : 1);
    expect(JSON.parse(result.stdout)).toMatchObject({
      summary: { create: 0 },
      steps: [],
      diagnostics: [{ code }],
    });
  });
});

describe('command lines that are wrong: exit code 1', () => {
  it.each([
    [['plna'], 'plan'],
    [['plan', '--nonsense'], 'unknown option'],
    [['plan', '--parallelism', '0'], 'at least 1'],
    [['plan', '--format', 'yaml'], 'Allowed choices'],
    [['plan', 'x.yaml', '-l', 'a b'], 'selector'],
    [['explain', 'fiv9'], 'Did you mean "five9"?'],
    [['schema', 'nope'], 'usage/invalid'],
    [['completion', 'tcsh'], 'bash, zsh and fish'],
    [['emulator', '--fault', 'nope'], 'usage/invalid'],
    [['init', '--type', 'zendsk'], 'Did you mean "zendesk"?'],
  ])('%j', async (args, words) => {
    const result = await injixo(args, { cwd: workspace({ 'x.yaml': five9('X') }), env: emulator.env });
    expect([result.code, result.stdout + result.stderr]).toEqual([1, expect.stringContaining(words)]);
    clean(result);
  });
});
