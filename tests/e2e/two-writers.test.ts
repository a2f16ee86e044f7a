import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { five9, injixo, startEmulator, workspace, WORKSPACE, type TestEmulator } from '../support/cli.ts';
import { describeTerraform, FIVE9, Stack } from '../support/terraform.ts';

const CONFIGURATIONS = '/external-systems/integration-configurations';

let emulator: TestEmulator;
beforeAll(async () => void (emulator = await startEmulator()));
beforeEach(async () => emulator.send('DELETE', '/__emulator/account'));
afterAll(async () => emulator.stop());

const names = async (): Promise<string[]> => {
  const { data } = await emulator.send('GET', CONFIGURATIONS);
  return data.map(({ name }: any) => name).sort();
};

const FILES = {
  'injixo.yaml': WORKSPACE,
  'a.yaml': five9('A', { rest: '  agentStatus:\n    statuses: [{ status: On Call, activity: Calls }]\n' }),
  'b.yaml': five9('B'),
  'c.yaml': five9('C'),
};

const run = async (cwd: string, ...args: string[]) =>
  injixo([...args, '--format', 'json'], { cwd, env: { ...emulator.env, FIVE9_PASSWORD: 'canary-secret' } });

describe('two applies at once on one account', () => {
  // Each round begins the second a little later, so that they meet at another request.
  test.each([0, 40, 80, 120, 200, 300])(
    'of one workspace, %i ms apart: nothing twice, and the next is quiet',
    async (ms) => {
      const folders = [workspace(FILES), workspace(FILES)];
      const results = await Promise.all(
        folders.map(async (cwd, index) => {
          await setTimeout(index * ms);
          return run(cwd, 'apply', '-y');
        }),
      );
      for (const { code, stdout } of results) {
        // Both did their part, or one says that the other was there.
        expect([0, 5, 6]).toContain(code);
        if (code !== 0) expect(stdout).toMatch(/api\/conflict|api\/precondition|conflict\//);
      }
      expect(await names()).toEqual(['A', 'B', 'C']);
      const [cwd] = folders as [string];
      expect((await run(cwd, 'apply', '-y')).code).toBe(0);
      expect((await run(cwd, 'plan', '--detailed-exitcode')).code).toBe(0);
      const { data } = await emulator.send('GET', CONFIGURATIONS);
      expect(data.map(({ paused }: any) => paused)).toEqual([false, false, false]);
    },
  );

  test('of two workspaces that declare one name: one has it, the other a conflict that names the owner', async () => {
    const [ours, theirs] = [
      workspace(FILES),
      workspace({ ...FILES, 'injixo.yaml': WORKSPACE.replace('acme', 'other') }),
    ];
    const results = await Promise.all([run(ours, 'apply', '-y'), run(theirs, 'apply', '-y')]);
    expect(await names()).toEqual(['A', 'B', 'C']);
    expect(results.every(({ code }) => code === 0)).toBe(false);
    // Whoever lost some sees whose they are.
    const plans = await Promise.all([run(ours, 'plan'), run(theirs, 'plan')]);
    const owners = plans.flatMap(({ stdout }) =>
      JSON.parse(stdout).diagnostics.filter(({ code }: any) => code === 'conflict/other-owner'),
    );
    expect(owners.length).toBe(3);
    for (const { message } of owners) expect(message).toMatch(/workspace "?(acme|other)/);
  });
});

describeTerraform('Terraform and the command at once', () => {
  test('one of them makes the integration, the other says whose it is', async () => {
    const stack = new Stack(emulator, FIVE9.replace('Five9 EU', 'A'), {});
    const cwd = workspace(FILES);
    const [terraform, command] = await Promise.all([
      stack.run(['apply', '-auto-approve', '-no-color']),
      setTimeout(500).then(async () => run(cwd, 'apply', '-y')),
    ]);
    expect((await names()).filter((name) => name === 'A')).toEqual(['A']);
    expect([terraform.code, command.code].filter((code) => code !== 0)).toHaveLength(1);
  });
});
