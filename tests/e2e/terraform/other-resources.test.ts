import { afterAll, beforeAll, expect, test } from 'vitest';
import { startEmulator, type TestEmulator } from '../../support/cli.ts';
import { describeTerraform, FIVE9, Stack } from '../../support/terraform.ts';

const CONFIGURATIONS = '/external-systems/integration-configurations';
const ID = 'injixo_integration_five9.eu.id';

describeTerraform('resources beside integrations', () => {
  let emulator: TestEmulator;
  beforeAll(async () => void (emulator = await startEmulator()));
  afterAll(async () => emulator.stop());

  const named = (name: string): string => FIVE9.replace('Five9 EU', name);

  test('injixo_import runs again when its triggers change, and fails when the import fails', async () => {
    const hcl = (trigger: string): string => `${named('Imports')}
resource "injixo_import" "nightly" {
  integration_id = ${ID}
  triggers       = { run = "${trigger}" }
  timeouts {
    create = "1m"
  }
}
`;
    const stack = new Stack(emulator, hcl('1'));
    await stack.apply();
    const first = await stack.values('injixo_import.nightly');
    expect(first).toMatchObject({ state: 'succeeded', triggers: { run: '1' } });
    expect(await stack.plan()).toEqual([]);

    stack.write(hcl('2'));
    expect(await stack.plan()).toEqual(['delete/create injixo_import.nightly']);
    await emulator.faults('failing-import');
    expect(await stack.failure('apply', '-auto-approve')).toContain('The import of "Imports" failed');
    await emulator.faults();
    await stack.apply();
    expect((await stack.values('injixo_import.nightly')).id).not.toBe(first.id);
    expect(await stack.plan()).toEqual([]);

    const { id } = await stack.values('injixo_import.nightly');
    await stack.run(['state', 'rm', 'injixo_import.nightly']);
    await stack.run(['import', 'injixo_import.nightly', id]);
    expect(await stack.values('injixo_import.nightly')).toMatchObject({ id, state: 'succeeded' });
    await stack.destroy();
  });

  test('injixo_workload waits for its queues, moves with a replaced integration, and shows drift', async () => {
    const hcl = (queues: string, more = ''): string => `${named('Workloads')}
resource "injixo_workload" "support" {
  name      = "Support"
  time_zone = "Europe/Berlin"
  queues    = [${queues}]
${more}}
`;
    const sales = `{ integration_id = ${ID}, name = "Sales" }`;
    const stack = new Stack(emulator, hcl(sales));
    await stack.apply();
    const created = await stack.values('injixo_workload.support');
    const eu = await stack.values('injixo_integration_five9.eu');
    expect(created.queue_ids).toEqual(
      eu.queues.filter(({ name }: any) => name === 'Sales').map(({ id }: any) => id),
    );
    expect(await stack.plan()).toEqual([]);

    stack.write(hcl(`{ integration_id = ${ID}, match = "*s*" }`, '  holiday_region = "DE-BE"\n'));
    await stack.apply();
    expect((await stack.values('injixo_workload.support')).queue_ids).toHaveLength(2);
    expect(await stack.plan()).toEqual([]);

    await stack.apply('-replace=injixo_integration_five9.eu');
    const moved = await stack.values('injixo_workload.support');
    expect(moved.id).toBe(created.id);
    expect(moved.queue_ids).not.toContain(created.queue_ids[0]);
    expect(await stack.plan()).toEqual([]);

    const workload = `/forecast/workloads/${created.id}`;
    const { etag, queueIds } = await emulator.send('GET', workload);
    await emulator.send('PATCH', workload, { queueIds: queueIds.slice(1) }, { 'if-match': etag });
    expect(await stack.plan()).toEqual(['update injixo_workload.support']);
    await stack.apply();
    expect((await emulator.send('GET', workload)).queueIds).toEqual(queueIds);

    stack.write(hcl(sales).replace('Europe/Berlin', 'Europe/London').replace('"Support"', '"Support UK"'));
    expect(await stack.plan()).toEqual(['delete/create injixo_workload.support']);
    await stack.apply();
    await stack.run(['state', 'rm', 'injixo_workload.support']);
    await stack.run(['import', 'injixo_workload.support', 'Support UK']);
    expect(await stack.plan()).toEqual([]);
    await stack.destroy();
  });

  test('injixo_workload says which queue did not appear', async () => {
    const stack = new Stack(
      emulator,
      `${named('No queue')}
resource "injixo_workload" "support" {
  name      = "Late"
  time_zone = "Europe/Berlin"
  queues    = [{ integration_id = ${ID}, name = "Nowhere" }]
  timeouts {
    create = "1s"
  }
}
`,
    );
    expect(await stack.failure('apply', '-auto-approve')).toContain('"Sales"');
  });

  test('injixo_agent_status_mapping maps, shows drift, keeps the words of the configuration, and unmaps', async () => {
    const hcl = (person: string): string => `${named('Mapped')}
resource "injixo_agent_status_mapping" "eu" {
  integration_id = ${ID}
  users          = { "alice.f9" = "${person}" }
  statuses       = { Ready = "Calls" }
}
`;
    const stack = new Stack(emulator, hcl('Alice Adams'));
    await stack.apply();
    expect(await stack.plan()).toEqual([]);
    const { id } = await stack.values('injixo_integration_five9.eu');
    const mappings = async (): Promise<any> =>
      (await emulator.send('GET', `/external-systems/mappings?ids=${id}`)).data[0];
    expect((await mappings()).users).toEqual([{ identifier: 'alice.f9', personId: 11 }]);
    expect((await emulator.send('GET', `${CONFIGURATIONS}/${id}`)).paused).toBe(false);

    stack.write(hcl('alice@acme.example'));
    await stack.apply();
    expect(await stack.plan()).toEqual([]);

    const { etag } = await emulator.send('GET', `${CONFIGURATIONS}/${id}`);
    await emulator.send('PUT', `${CONFIGURATIONS}/${id}/user-mappings`, { data: [] }, { 'if-match': etag });
    expect(await stack.plan()).toEqual(['update injixo_agent_status_mapping.eu']);
    await stack.apply();
    expect((await mappings()).users).toHaveLength(1);

    await stack.run(['state', 'rm', 'injixo_agent_status_mapping.eu']);
    await stack.run(['import', 'injixo_agent_status_mapping.eu', 'Mapped']);
    expect(await stack.plan()).toEqual([]);

    stack.write(hcl('Nobody'));
    const error = await stack.failure('plan');
    expect(error).toContain('The account has no person "Nobody".');

    stack.write(named('Mapped'));
    await stack.apply();
    expect((await mappings()).users).toEqual([]);
  });

  test('an import and a mapping of one integration wait for each other', async () => {
    const stack = new Stack(
      emulator,
      `${named('Both')}
resource "injixo_import" "once" {
  integration_id = ${ID}
}
resource "injixo_agent_status_mapping" "eu" {
  integration_id = ${ID}
  statuses       = { Ready = "Calls" }
}
`,
    );
    await stack.apply();
    expect(await stack.plan()).toEqual([]);
  });
});
