import fc from 'fast-check';
import { rmSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startEmulator, type TestEmulator } from '../../support/cli.ts';
import { CONFIGURATIONS } from '../../support/emulator.ts';
import { describeTerraform, providersOf, Stack } from '../../support/terraform.ts';
import { estates, type Estate } from '../../trust/estate.ts';
import { person } from '../../trust/person.ts';
import { holds } from '../../trust/replay.ts';
import { stackOf } from '../../trust/stack-of.ts';
import { startTroubledProxy, type TroubledProxy } from '../../trust/troubled-proxy.ts';
import { TROUBLES, type Trouble } from '../../trust/world.ts';

const RUNS = Number(process.env['TRUST_TERRAFORM_RUNS'] ?? 10);
/** Troubled applies of one schedule, then calm ones, of which one may still have to wait for an import. */
const TROUBLED_RUNS = 3;
const CALM_RUNS = 3;

/** A time-out would take as long as it takes. */
const QUICK = TROUBLES.filter((trouble) => !trouble.startsWith('timeout'));
const IMPORTS = ['', 'slow-import,factor=5,times=3', 'failing-import,times=2'];

interface Case {
  before: Estate;
  after: Estate;
  troubles: [number, Trouble][];
  imports: string;
  /** Who is killed where a trouble says so. */
  victim: 'provider' | 'terraform';
}

const cases: fc.Arbitrary<Case> = fc.record({
  before: estates,
  after: estates,
  troubles: fc.uniqueArray(fc.tuple(fc.integer({ min: 1, max: 25 }), fc.constantFrom(...QUICK)), {
    selector: ([at]) => at,
    minLength: 1,
    maxLength: 6,
  }),
  imports: fc.constantFrom(...IMPORTS),
  victim: fc.constantFrom('provider', 'terraform'),
});

describeTerraform('"terraform apply" in any trouble', () => {
  let emulator: TestEmulator;
  let proxy: TroubledProxy;
  let turn = 0;
  const send = async (...request: Parameters<TestEmulator['send']>): Promise<any> =>
    emulator.send(...request);
  beforeAll(async () => {
    emulator = await startEmulator();
    proxy = await startTroubledProxy(emulator.url, async (pauses) => person(send, pauses, turn++));
  });
  afterAll(async () => {
    await proxy.stop();
    await emulator.stop();
  });

  const configurations = async (): Promise<any[]> => (await send('GET', CONFIGURATIONS)).data;
  const theirs = async (): Promise<unknown> => (await configurations()).find(({ name }) => name === 'Theirs');

  /** One run of Terraform, which may be killed. */
  const apply = async (stack: Stack, victim: Case['victim']): Promise<number | null> => {
    const { code } = await stack.run(['apply', '-auto-approve', '-no-color'], {
      onStart: (child) =>
        proxy.aimAt(() => {
          const pids = victim === 'provider' ? providersOf(child.pid!) : [child.pid!];
          for (const pid of pids) process.kill(pid, 'SIGKILL');
        }),
    });
    return code;
  };

  const converges = async ({ before, after, troubles, imports, victim }: Case): Promise<void> => {
    proxy.arm(new Map());
    await emulator.faults();
    await send('DELETE', '/__emulator/account');
    await send(
      'POST',
      CONFIGURATIONS,
      { name: 'Theirs', type: 'injixo-api' },
      { 'idempotency-key': `${turn++}` },
    );
    const others = await theirs();
    const stack = new Stack(emulator, '', { INJIXO_ENDPOINT: proxy.url });
    rmSync(`${stack.folder}/main.tf`);
    stack.write(stackOf(before), 'main.tf.json');
    await stack.apply();

    stack.write(stackOf(after), 'main.tf.json');
    if (imports !== '') await emulator.faults(imports);
    proxy.arm(new Map(troubles));
    for (let runs = 0; proxy.isTroubled() && runs < TROUBLED_RUNS; runs++) await apply(stack, victim);
    proxy.arm(new Map());
    await emulator.faults();
    for (let runs = 0; runs < CALM_RUNS; runs++) {
      if ((await apply(stack, victim)) === 0) break;
    }
    await stack.apply();

    await emulator.requests();
    expect(await stack.plan()).toEqual([]);
    await stack.apply();
    expect((await emulator.requests()).filter((line) => !line.startsWith('GET'))).toEqual([]);
    if (!troubles.some(([, trouble]) => trouble.startsWith('person'))) expect(await theirs()).toEqual(others);
    await isAsDeclared(after);
    rmSync(stack.folder, { recursive: true });
  };

  /** Nothing twice, nothing left over, everything imported. */
  const isAsDeclared = async ({ integrations, workloads }: Estate): Promise<void> => {
    const found = await configurations();
    const declared = new Map((integrations as any[]).map((item) => [item.metadata.name, item.spec]));
    expect(found.map(({ name }) => name).sort()).toEqual([...declared.keys(), 'Theirs'].sort());
    for (const item of found.filter(({ name }) => name !== 'Theirs')) {
      const spec = declared.get(item.name);
      expect(item.configuration).toEqual(spec.configuration ?? {});
      if (spec.paused !== undefined) expect(item.paused).toBe(spec.paused);
      expect(item.secrets).toHaveLength(spec.type === 'injixo-api' ? 0 : 1);
      const statuses = spec.agentStatus?.statuses;
      if (statuses === undefined || item.paused) continue;
      const mapped = await send('GET', `${CONFIGURATIONS}/${item.id}/status-mappings`);
      const activities = new Map(mapped.data.map(({ status, activityId }: any) => [status, activityId]));
      for (const { status, activity } of statuses)
        expect(activities.get(status)).toBe(activity === 'Calls' ? 2 : 4);
    }
    const forecast = await send('GET', '/forecast/workloads');
    expect(forecast.data.map(({ name }: any) => name)).toEqual(
      workloads.map(({ metadata }: any) => metadata.name),
    );
  };

  test(`converges, touches nothing else, and is then quiet (${RUNS} schedules)`, async () => {
    // A smaller case would take a minute to find; the seed brings this one back.
    await holds(fc.asyncProperty(cases, converges), 'tests/e2e/terraform/convergence.test.ts', {
      numRuns: RUNS,
      endOnFailure: true,
    });
  }, 3_600_000);
});
