import type { ChildProcess } from 'node:child_process';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startEmulator, type TestEmulator } from '../../support/cli.ts';
import { describeTerraform, FIVE9, providersOf, Stack } from '../../support/terraform.ts';

const CONFIGURATIONS = '/external-systems/integration-configurations';

describeTerraform('when things go wrong, a second apply converges without a duplicate', () => {
  let emulator: TestEmulator;
  beforeAll(async () => void (emulator = await startEmulator()));
  beforeEach(async () => emulator.faults());
  afterAll(async () => emulator.stop());

  const names = async (): Promise<string[]> =>
    (await emulator.send('GET', `${CONFIGURATIONS}?limit=500`)).data.map(({ name }: any) => name);
  const count = async (name: string): Promise<number> =>
    (await names()).filter((item) => item === name).length;
  const named = (name: string): string => FIVE9.replace('Five9 EU', name);

  test('429 is waited for', async () => {
    await emulator.faults('rate-limit,every=2,times=8,retry-after=0');
    const stack = new Stack(emulator, named('Limited'));
    await stack.apply();
    expect(await count('Limited')).toBe(1);
  });

  test.each(['reset-before-commit', 'reset-after-commit', 'truncated', 'error,status=502'])(
    '%s: a lost answer is looked up in the same apply',
    async (fault) => {
      const name = `Lost ${fault}`;
      await emulator.faults(`${fault},method=POST,path=/integration-configurations,times=1`);
      const stack = new Stack(emulator, named(name));
      await stack.apply();
      expect(await count(name)).toBe(1);
      expect(await stack.plan()).toEqual([]);
    },
  );

  /** Kills every provider of a terraform as soon as a request of the emulator fits. */
  const killWhen = async (child: ChildProcess, isTime: (requests: string[]) => boolean): Promise<void> => {
    const seen: string[] = [];
    while (child.exitCode === null) {
      seen.push(...(await emulator.requests()));
      if (isTime(seen)) {
        for (const pid of providersOf(child.pid!)) process.kill(pid, 'SIGKILL');
        return;
      }
      await setTimeout(20);
    }
  };

  test('a provider that is killed after the creation and before the answer', async () => {
    await emulator.faults('slow-import,factor=50');
    const stack = new Stack(emulator, named('Killed'));
    await emulator.requests();
    let killed: Promise<void> | undefined;
    const { code, stderr } = await stack.run(['apply', '-auto-approve', '-no-color'], {
      onStart: (child) => {
        killed = killWhen(child, (requests) => requests.includes(`POST ${CONFIGURATIONS}`));
      },
    });
    await killed;
    expect(code).toBe(1);
    expect(stderr).toContain('Error: ');
    expect(await stack.values('injixo_integration_five9.eu')).toBeUndefined();
    expect(await count('Killed')).toBe(1);

    await emulator.faults();
    expect(await stack.apply()).toContain('belongs to this workspace');
    expect(await count('Killed')).toBe(1);
    expect(await stack.plan()).toEqual([]);
  });

  test('a creation that never reached the state, and that somebody changed meanwhile', async () => {
    const stack = new Stack(emulator, named('Changed meanwhile'));
    await stack.apply();
    const { id } = await stack.values('injixo_integration_five9.eu');
    await stack.run(['state', 'rm', 'injixo_integration_five9.eu']);
    const patch = { configuration: { region: 'CA', queueGrouping: 'skill' } };
    await emulator.send('PATCH', `${CONFIGURATIONS}/${id}`, patch, { 'if-match': '*' });
    await stack.apply();
    expect(await stack.values('injixo_integration_five9.eu')).toMatchObject({ id, region: 'EU' });
    expect(await stack.plan()).toEqual([]);
  });

  test('a workload that was made and never reached the state', async () => {
    const stack = new Stack(
      emulator,
      `${named('Workloads')}
resource "injixo_workload" "support" {
  name      = "Lost workload"
  time_zone = "Europe/Berlin"
  queues    = [{ integration_id = injixo_integration_five9.eu.id, name = "Sales" }]
}
`,
    );
    await stack.apply();
    const { id } = await stack.values('injixo_workload.support');
    await stack.run(['state', 'rm', 'injixo_workload.support']);
    await stack.apply();
    expect((await stack.values('injixo_workload.support')).id).toBe(id);
    expect(await stack.plan()).toEqual([]);
  });

  test('an import that failed is started again by a workload that waits for its queues', async () => {
    await emulator.faults('failing-import,times=1,name=Starting again');
    const stack = new Stack(
      emulator,
      `${named('Starting again')}
resource "injixo_workload" "support" {
  name      = "After a failure"
  time_zone = "Europe/Berlin"
  queues    = [{ integration_id = injixo_integration_five9.eu.id, name = "Sales" }]
}
`,
    );
    expect(await stack.apply()).toContain('Another import of "Starting again" was started.');
    expect((await stack.values('injixo_workload.support')).queue_ids).toHaveLength(1);
    expect(await stack.plan()).toEqual([]);
  });

  test('an answer that comes while everything after it fails is kept in the state', async () => {
    await emulator.faults('error,method=GET,path=/queues', 'error,method=GET,path=/imports');
    const stack = new Stack(emulator, named('Half read'));
    const { stdout } = await stack.run(['apply', '-auto-approve', '-no-color']);
    await emulator.faults();
    expect(stdout).toContain('Warning: ');
    expect(await stack.values('injixo_integration_five9.eu')).toMatchObject({
      name: 'Half read',
      queues: [],
    });
    expect(await stack.plan()).toEqual([]);
  });

  test('a provider that is killed in an update', async () => {
    const stack = new Stack(emulator, named('Updated'));
    await stack.apply();
    await emulator.faults('slow-import,factor=50');
    stack.write(named('Updated').replace('"EU"', '"US"'));
    await emulator.requests();
    let killed: Promise<void> | undefined;
    await stack.run(['apply', '-auto-approve', '-no-color'], {
      onStart: (child) => {
        killed = killWhen(child, (requests) => requests.some((request) => request.startsWith('PATCH')));
      },
    });
    await killed;
    await emulator.faults();
    await stack.apply();
    expect(await count('Updated')).toBe(1);
    expect((await stack.values('injixo_integration_five9.eu')).region).toBe('US');
    expect(await stack.plan()).toEqual([]);
  });

  test('an interrupt lets what is in flight finish and saves it', async () => {
    await emulator.faults('slow-import,factor=20');
    const stack = new Stack(emulator, named('Interrupted'));
    await emulator.requests();
    const { code } = await stack.run(['apply', '-auto-approve', '-no-color'], {
      onStart: (child) => {
        void (async () => {
          const seen: string[] = [];
          while (!seen.includes(`POST ${CONFIGURATIONS}`)) {
            seen.push(...(await emulator.requests()));
            await setTimeout(20);
          }
          child.kill('SIGINT');
        })();
      },
    });
    await emulator.faults();
    expect(code).not.toBeNull();
    expect(await stack.values('injixo_integration_five9.eu')).toMatchObject({ name: 'Interrupted' });
    expect(await stack.plan()).toEqual([]);
  });

  test('a killed terraform leaves no provider behind', async () => {
    await emulator.faults('slow-import,factor=50');
    const stack = new Stack(emulator, named('Orphan'));
    await emulator.requests();
    let providers: number[] = [];
    await stack.run(['apply', '-auto-approve', '-no-color'], {
      onStart: (child) => {
        void (async () => {
          while (providers.length === 0) {
            providers = providersOf(child.pid!);
            await setTimeout(20);
          }
          child.kill('SIGKILL');
        })();
      },
    });
    expect(providers.length).toBeGreaterThan(0);
    for (let tries = 0; tries < 60 && providers.some(isAlive); tries++) await setTimeout(100);
    expect(providers.filter(isAlive)).toEqual([]);
  });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
