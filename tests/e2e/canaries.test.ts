import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  five9,
  injixo,
  startEmulator,
  workspace,
  WORKSPACE,
  type Result,
  type TestEmulator,
} from '../support/cli.ts';

const CANARY = 'canary-7f3a';
const TOKEN = `emulator`;
const FORMATS = ['text', 'json', 'markdown', 'html', 'junit', 'sarif', 'github'];

/** A secret from each place that one can come from. */
const FILES = {
  'injixo.yaml': WORKSPACE,
  'env.yaml': five9('From env', {
    rest: '  agentStatus:\n    statuses: [{ status: On Call, activity: Calls }]\n',
  }),
  'file.yaml': five9('From file').replace('{ fromEnv: FIVE9_PASSWORD }', '{ fromFile: password.txt }'),
  'command.yaml': five9('From command').replace(
    '{ fromEnv: FIVE9_PASSWORD }',
    '{ fromCommand: [cat, password.txt] }',
  ),
  'password.txt': `${CANARY}-file\n`,
};

/** All files below a folder but those that hold a secret on purpose. */
function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === '.git' ? [] : filesBelow(file);
    return entry.name === 'password.txt' ? [] : [file];
  });
}

describe('a secret', () => {
  let emulator: TestEmulator;
  let cwd: string;
  let temporary: string;
  let data: string;
  beforeAll(async () => {
    temporary = mkdtempSync(path.join(tmpdir(), 'injixo-tmp-'));
    data = path.join(temporary, 'account.json');
    emulator = await startEmulator('--data', data);
    cwd = workspace(FILES);
    const git = (...args: string[]): void =>
      void execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@x.example', ...args], { cwd });
    git('init', '-q');
    git('add', '*.yaml');
    git('commit', '-qm', 'first');
  });
  afterAll(async () => emulator.stop());

  const seen: string[] = [];
  const run = async (args: string[], env: Record<string, string> = {}): Promise<Result> => {
    const result = await injixo(args, {
      cwd,
      env: {
        ...emulator.env,
        INJIXO_TOKEN: TOKEN,
        FIVE9_PASSWORD: `${CANARY}-env`,
        TMPDIR: temporary,
        INJIXO_ALLOW_COMMANDS: '1',
        ...env,
      },
    });
    seen.push(`${args.join(' ')}\n${result.stdout}${result.stderr}`);
    return result;
  };
  const leaks = (): string[] => [
    ...seen.filter((text) => text.includes(CANARY)).map((text) => text.split('\n')[0]!),
    ...[cwd, temporary].flatMap(filesBelow).filter((file) => readFileSync(file, 'utf8').includes(CANARY)),
  ];

  test('is in no output of any command in any format, and in no file that they write', async () => {
    for (const format of FORMATS) await run(['plan', '--format', format, '--debug']);
    await run(['plan', '--format', 'json', '-o', 'plan.json']);
    for (const format of FORMATS) await run(['show', 'plan.json', '--format', format]);
    expect((await run(['apply', 'plan.json', '-y', '--debug'])).code).toBe(0);
    // A new version sends all of them again, in each format once.
    for (const [index, format] of FORMATS.entries()) {
      for (const name of ['env', 'file', 'command'])
        writeFileSync(
          path.join(cwd, `${name}.yaml`),
          FILES[`${name}.yaml` as 'env.yaml'].replace('username:', `version: v${index}\n    username:`),
        );
      expect((await run(['apply', '-y', '--format', format, '--debug'])).code).toBe(0);
    }
    for (const format of FORMATS) {
      await run(['drift', '--format', format]);
      await run(['validate', '--format', format]);
      await run(['diff', 'HEAD', '--format', format]);
    }
    for (const args of [
      ['export'],
      ['export', '--format', 'terraform'],
      ['convert'],
      ['status', '--format', 'json'],
      ['queues'],
      ['doctor'],
      ['history'],
      ['imports', 'list'],
    ])
      await run([...args, '--debug']);
    expect(seen.length).toBeGreaterThan(50);
    expect(leaks()).toEqual([]);
  });

  test('is in no error: refused by the API, a command that fails, a file that cannot be read, a wrong place', async () => {
    await emulator.faults('error,status=422,method=PATCH', 'failing-connection');
    const rotated = FILES['env.yaml'].replace('username:', 'version: again\n    username:');
    writeFileSync(path.join(cwd, 'env.yaml'), rotated);
    expect((await run(['apply', '-y', '--debug'])).code).not.toBe(0);
    await emulator.faults();
    const failing = `{ fromCommand: [sh, -c, "cat password.txt; cat password.txt >&2; exit 3"] }`;
    writeFileSync(
      path.join(cwd, 'command.yaml'),
      five9('From command', { version: 'x' }).replace('{ fromEnv: FIVE9_PASSWORD }', failing),
    );
    expect((await run(['apply', '-y', '--debug'])).code).not.toBe(0);
    // In the file as a literal: the message and its code frame hide it.
    writeFileSync(
      path.join(cwd, 'env.yaml'),
      FILES['env.yaml'].replace('{ fromEnv: FIVE9_PASSWORD }', `${CANARY}-literal`),
    );
    for (const format of FORMATS) expect((await run(['validate', '--format', format])).code).toBe(3);
    writeFileSync(path.join(cwd, 'env.yaml'), FILES['env.yaml']);
    expect(leaks()).toEqual([]);
  });

  test('that is a token is in no output either', async () => {
    const token = { INJIXO_TOKEN: `${CANARY}-token` };
    for (const format of FORMATS)
      expect((await run(['plan', '--format', format, '--debug'], token)).code).toBe(1);
    expect((await run(['plan'], { INJIXO_TOKEN: `${CANARY}\nx: y` })).code).toBe(1);
    expect((await run(['plan'], { INJIXO_ENDPOINT: `http://user:${CANARY}@127.0.0.1:1` })).code).toBe(1);
    expect(leaks()).toEqual([]);
  });

  test('in a file that was written on purpose can be read by nobody else', async () => {
    await run(['apply', '-y']);
    writeFileSync(
      path.join(cwd, 'api.yaml'),
      `apiVersion: injixo-as-code/v1\nkind: Integration\nmetadata: { name: Own }\nspec: { type: injixo-api }\n`,
    );
    await run(['apply', '-y']);
    const file = path.join(cwd, 'key.txt');
    chmodSync(cwd, 0o755);
    expect((await run(['keys', 'api-key', 'Own', '--to-file', 'key.txt', '-y'])).code).toBe(0);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const key = readFileSync(file, 'utf8').trim();
    expect(seen.filter((text) => text.includes(key))).toEqual([]);
    expect(statSync(data).mode & 0o777).toBe(0o600);
  });

  test('is in nothing that Node.js writes when the process crashes', async () => {
    const crash = path.join(temporary, 'crash.mjs');
    writeFileSync(
      crash,
      `setTimeout(() => { throw Object.assign(new Error('crashed'), { environment: { ...process.env } }) }, 150)`,
    );
    const reports = ['fatalerror', 'signal'].map((when) => `--report-on-${when}`);
    const options = [...reports, '--report-uncaught-exception', `--report-directory=${temporary}`];
    const env = { NODE_OPTIONS: [...options, `--import=${crash}`].join(' ') };
    const { code, stderr } = await run(['imports', 'watch', 'From env'], env);
    expect([code, stderr]).toEqual([1, expect.stringContaining('internal/error')]);
    expect((await run(['drift', '--watch', '1s', '--debug'], env)).code).toBe(1);
    const asked = await injixo(['drift', '--watch', '1s'], {
      cwd,
      env: { ...emulator.env, FIVE9_PASSWORD: `${CANARY}-env`, NODE_OPTIONS: options.join(' ') },
      onStart: (child) =>
        setTimeout(() => child.kill('SIGUSR2'), 700) && setTimeout(() => child.kill(), 1000),
    });
    seen.push(asked.stdout, asked.stderr);
    expect(leaks()).toEqual([]);
  });
});
