import { rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { five9, injixo, startEmulator, workspace, WORKSPACE, type TestEmulator } from '../support/cli.ts';
import { startProxy, type Proxy } from '../support/proxy.ts';
import { describeTerraform, FIVE9, providersOf, Stack } from '../support/terraform.ts';

const CONFIGURATIONS = '/external-systems/integration-configurations';

const MAPPED = `  agentStatus:
    statuses: [{ status: On Call, activity: Calls }]
`;

const WORKLOAD = `apiVersion: injixo-as-code/v1
kind: Workload
metadata: { name: Support }
spec: { timeZone: UTC, queues: [{ integration: Five9 EU, name: Sales }] }
`;

const SECRETS = { FIVE9_PASSWORD: 'canary-secret' };

let emulator: TestEmulator;
let proxy: Proxy;
beforeAll(async () => {
  emulator = await startEmulator();
  proxy = await startProxy(emulator.url);
});
beforeEach(async () => emulator.send('DELETE', '/__emulator/account'));
afterEach(() => proxy.arm(Infinity, () => undefined));
afterAll(async () => {
  await proxy.stop();
  await emulator.stop();
});

/** What the account holds, without what differs from run to run, once the imports of killed runs are over. */
async function held(): Promise<unknown> {
  const { data } = await emulator.send('GET', CONFIGURATIONS);
  if (data.some(({ state }: any) => state === 'importing')) {
    await setTimeout(50);
    return held();
  }
  const workloads = await emulator.send('GET', '/forecast/workloads');
  const mappings = await Promise.all(
    data.map(async ({ id }: any) => emulator.send('GET', `${CONFIGURATIONS}/${id}/status-mappings`)),
  );
  return {
    integrations: data.map(({ name, paused, configuration, credentials, lastImport }: any) => {
      return { name, paused, configuration, credentials, import: lastImport?.state };
    }),
    mappings: mappings.map(({ data: list }) => list),
    workloads: workloads.data.map(({ name, queueIds }: any) => ({ name, queues: queueIds.length })),
  };
}

describe('"injixo apply", killed after any of its requests', () => {
  const env = (): Record<string, string> => ({ ...emulator.env, INJIXO_ENDPOINT: proxy.url, ...SECRETS });

  /** Applies `before`, then `after` once for each request, killed at it, and once more. */
  const killAtEach = async (
    before: Record<string, string>,
    after: Record<string, string>,
  ): Promise<number> => {
    const apply = async (cwd: string, at = Infinity): Promise<number | null> => {
      const { code } = await injixo(['apply', '-y', '--prune', '--force', '--allow-replace'], {
        cwd,
        env: env(),
        onStart: (child) => proxy.arm(at, () => child.kill('SIGKILL')),
      });
      return code;
    };
    const first = workspace(before);
    const second = workspace(after);
    await apply(first);
    expect(await apply(second)).toBe(0);
    const requests = proxy.count();
    const wanted = await held();
    for (let at = 1; at <= requests; at++) {
      await emulator.send('DELETE', '/__emulator/account');
      await apply(first);
      expect(await apply(second, at)).toBe(null);
      proxy.arm(Infinity, () => undefined);
      expect({ at, code: await apply(second) }).toEqual({ at, code: 0 });
      expect({ at, held: await held() }).toEqual({ at, held: wanted });
      await emulator.requests();
      expect(await apply(second)).toBe(0);
      expect((await emulator.requests()).filter((line) => !line.startsWith('GET'))).toEqual([]);
    }
    for (const folder of [first, second]) rmSync(folder, { recursive: true });
    return requests;
  };

  test('creating an estate', async () => {
    const files = {
      'injixo.yaml': WORKSPACE,
      'a.yaml': five9('Five9 EU', { rest: MAPPED }),
      'b.yaml': five9('Five9 US'),
      'w.yaml': WORKLOAD,
    };
    expect(await killAtEach({ 'injixo.yaml': WORKSPACE }, files)).toBeGreaterThan(8);
  }, 240_000);

  test('changing, replacing, mapping and deleting', async () => {
    const before = {
      'injixo.yaml': WORKSPACE,
      'a.yaml': five9('Five9 EU'),
      'b.yaml': five9('Five9 US'),
      'c.yaml': five9('Gone'),
      'w.yaml': WORKLOAD,
    };
    const after = {
      'injixo.yaml': WORKSPACE,
      'a.yaml': five9('Five9 EU', { region: 'US', rest: MAPPED }),
      'b.yaml': five9('Five9 US', { grouping: 'campaign' }),
      'w.yaml': WORKLOAD.replace('Sales', 'Back Office'),
    };
    expect(await killAtEach(before, after)).toBeGreaterThan(10);
  }, 300_000);
});

/** Whom to kill, given the process of terraform. */
const VICTIMS: Record<string, (pid: number) => number[]> = {
  provider: providersOf,
  // Its provider notices that nobody is there any more, and ends.
  terraform: (pid) => [pid],
};

describeTerraform('"terraform apply", killed after any of its requests', () => {
  test.each(Object.keys(VICTIMS))(
    'the %s: the next apply completes it, without a duplicate',
    async (victim) => {
      const hcl = `${FIVE9}
resource "injixo_workload" "support" {
  name      = "Support"
  time_zone = "UTC"
  queues    = [{ integration_id = injixo_integration_five9.eu.id, name = "Sales" }]
}
`;
      const stackOf = (): Stack => new Stack(emulator, hcl, { INJIXO_ENDPOINT: proxy.url });
      const whole = stackOf();
      proxy.arm(Infinity, () => undefined);
      await whole.apply();
      const requests = proxy.count();
      expect(requests).toBeGreaterThan(5);
      const wanted = await held();
      for (let at = 1; at <= requests; at++) {
        await emulator.send('DELETE', '/__emulator/account');
        const stack = stackOf();
        await stack.run(['apply', '-auto-approve', '-no-color'], {
          onStart: (child) =>
            proxy.arm(at, () => {
              for (const pid of VICTIMS[victim]!(child.pid!)) process.kill(pid, 'SIGKILL');
            }),
        });
        proxy.arm(Infinity, () => undefined);
        await stack.apply();
        expect({ at, held: await held() }).toEqual({ at, held: wanted });
        expect({ at, plan: await stack.plan() }).toEqual({ at, plan: [] });
        rmSync(path.join(stack.folder, '.terraform'), { recursive: true, force: true });
      }
    },
    400_000,
  );
});
