import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  five9,
  injixo,
  startEmulator,
  workspace,
  WORKSPACE,
  type Result,
  type RunOptions,
  type TestEmulator,
} from '../support/cli.ts';

/** Changes a saved plan as an editor would. */
function edited(cwd: string, change: (plan: any) => void): void {
  const file = path.join(cwd, 'plan.json');
  const plan = JSON.parse(readFileSync(file, 'utf8'));
  change(plan);
  writeFileSync(file, JSON.stringify(plan, null, 2));
}

describe('the exit code of a command', () => {
  let emulator: TestEmulator;
  let cwd: string;
  beforeAll(async () => void (emulator = await startEmulator()));
  beforeEach(async () => {
    await emulator.send('DELETE', '/__emulator/account');
    cwd = workspace({ 'injixo.yaml': WORKSPACE, 'a.yaml': five9('A'), 'b.yaml': five9('B') });
  });
  afterAll(async () => emulator.stop());

  const run = async (args: string[], options: Partial<RunOptions> = {}): Promise<Result> =>
    injixo(args, {
      cwd,
      ...options,
      env: { ...emulator.env, FIVE9_PASSWORD: 'canary-secret', ...options.env },
    });
  const save = async (): Promise<Result> => run(['plan', '--format', 'json', '-o', 'plan.json']);

  test('0: done, and nothing to do', async () => {
    expect((await run(['apply', '-y'])).code).toBe(0);
    expect((await run(['plan', '--detailed-exitcode'])).code).toBe(0);
  });

  test('1: an error before anything was done', async () => {
    expect((await run(['plan', '--no-such-flag'])).code).toBe(1);
    expect((await run(['plan'], { env: { INJIXO_TOKEN: 'wrong' } })).code).toBe(1);
    expect((await run(['apply', '-y'], { env: { FIVE9_PASSWORD: '' } })).code).toBe(1);
  });

  test('2: changes, if they are asked for', async () => {
    expect((await run(['plan'])).code).toBe(0);
    expect((await run(['plan', '--detailed-exitcode'])).code).toBe(2);
  });

  test('3: invalid declarations', async () => {
    await emulator.requests();
    writeFileSync(path.join(cwd, 'a.yaml'), five9('A').replace('skill', 'skil'));
    expect((await run(['validate'])).code).toBe(3);
    expect((await run(['apply', '-y'])).code).toBe(3);
    expect((await emulator.requests()).filter((line) => line.startsWith('POST'))).toEqual([]);
  });

  test('4: refused by a safety rule', async () => {
    writeFileSync(path.join(cwd, 'a.yaml'), five9('A', { rest: '  lifecycle: { preventDestroy: true }\n' }));
    await run(['apply', '-y']);
    writeFileSync(path.join(cwd, 'a.yaml'), '');
    expect((await run(['apply', '-y', '--prune'])).code).toBe(4);
  });

  test('5: partly applied', async () => {
    await emulator.faults('error,status=422,method=POST,times=1,path=configurations');
    expect((await run(['apply', '-y'])).code).toBe(5);
    await emulator.faults();
    expect((await run(['apply', '-y'])).code).toBe(0);
  });

  test.each<[string, (plan: any) => void]>([
    ['edited by hand', (plan) => (plan.steps[0].desired.settings.configuration.region = 'US')],
    ['with a step less', (plan) => plan.steps.pop()],
    ['for another endpoint', (plan) => (plan.scope.endpoint = 'https://evil.example')],
    ['for another workspace', (plan) => (plan.scope.workspace = 'other')],
    ['of another version', (plan) => (plan.formatVersion = 99)],
  ])('6: a saved plan %s', async (_, change) => {
    await save();
    edited(cwd, change);
    const { code, stderr } = await run(['apply', 'plan.json', '-y']);
    expect([code, stderr]).toEqual([6, expect.stringContaining('stale/')]);
    expect((await run(['status', '--format', 'json'])).stdout).toContain('"integrations": []');
  });

  test('6: a saved plan of an account that changed since', async () => {
    await save();
    await run(['apply', '-y']);
    expect((await run(['apply', 'plan.json', '-y'])).code).toBe(6);
  });

  test('6: a name that somebody else has', async () => {
    await run(['apply', '-y']);
    const theirs = workspace({
      'injixo.yaml': WORKSPACE.replace('acme', 'other'),
      'a.yaml': five9('A', { region: 'US' }),
    });
    expect((await run(['apply', '-y'], { cwd: theirs })).code).toBe(6);
  });

  test('7: a confirmation is needed and nobody is there', async () => {
    expect((await run(['apply'])).code).toBe(7);
  });

  test('130: interrupted', async () => {
    await emulator.faults('latency,ms=300');
    const { code } = await run(['apply', '-y', '--parallelism', '1'], {
      onStart: (child) => setTimeout(() => child.kill('SIGINT'), 1200),
    });
    await emulator.faults();
    expect(code).toBe(130);
  });
});
