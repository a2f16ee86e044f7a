import { afterAll, beforeAll, expect, test } from 'vitest';
import { startEmulator, type TestEmulator } from '../../support/cli.ts';
import { describeTerraform, FIVE9, five9With, Stack } from '../../support/terraform.ts';

const CONFIGURATIONS = '/external-systems/integration-configurations';

describeTerraform('injixo_integration_<type>', () => {
  let emulator: TestEmulator;
  beforeAll(async () => void (emulator = await startEmulator()));
  afterAll(async () => emulator.stop());

  const find = async (name: string): Promise<any> =>
    (await emulator.send('GET', `${CONFIGURATIONS}?name=${encodeURIComponent(name)}`)).data[0];

  test('is created, unchanged, updated, renamed, replaced when tainted, and destroyed', async () => {
    const named = (name: string): string => FIVE9.replace('Five9 EU', name);
    const stack = new Stack(emulator, named('Life'));
    await stack.apply();
    const created = await stack.values('injixo_integration_five9.eu');
    expect(created).toMatchObject({ name: 'Life', status: 'operational', paused: false, password_wo: null });
    expect(created.queues.map(({ name }: any) => name)).toEqual(['Back Office', 'Customer Support', 'Sales']);
    expect(await stack.plan()).toEqual([]);

    stack.write(named('Life').replace('"EU"', '"US"'));
    expect(await stack.plan()).toEqual(['update injixo_integration_five9.eu']);
    await stack.apply();
    expect((await find('Life')).configuration.region).toBe('US');
    expect(await stack.plan()).toEqual([]);

    stack.write(named('Life, renamed').replace('"EU"', '"US"'));
    await stack.apply();
    expect((await stack.values('injixo_integration_five9.eu')).id).toBe(created.id);
    expect(await find('Life')).toBeUndefined();

    await stack.apply('-replace=injixo_integration_five9.eu');
    expect((await stack.values('injixo_integration_five9.eu')).id).not.toBe(created.id);
    expect(await stack.plan()).toEqual([]);

    await stack.destroy();
    expect(await find('Life, renamed')).toBeUndefined();
  });

  test('a plan without a change sends no write', async () => {
    const stack = new Stack(emulator, FIVE9.replace('Five9 EU', 'Quiet'));
    await stack.apply();
    await emulator.requests();
    expect(await stack.plan()).toEqual([]);
    expect((await emulator.requests()).map((request) => request.replaceAll(/\d+/g, 'N'))).toEqual([
      `GET ${CONFIGURATIONS}/N`,
      `GET ${CONFIGURATIONS}/N/queues`,
    ]);
  });

  test('an immutable attribute replaces', async () => {
    const zendesk = (grouping: string): string => `resource "injixo_integration_zendesk" "z" {
  name           = "Immutable"
  domain         = "acme.zendesk.com"
  username       = "a@b.example"
  api_token_wo   = "canary-secret"
  queue_grouping = "${grouping}"
}
`;
    const stack = new Stack(emulator, zendesk('ivr'));
    await stack.apply();
    stack.write(zendesk('phone-number'));
    expect(await stack.plan()).toEqual(['delete/create injixo_integration_zendesk.z']);
    await stack.apply();
    expect(await stack.plan()).toEqual([]);
  });

  test('create_before_destroy cannot replace, and loses nothing', async () => {
    const five9 = five9With(
      ['Five9 EU', 'Before'],
      ['"skill"', '"skill"\n  lifecycle {\n    create_before_destroy = true\n  }'],
    );
    const stack = new Stack(emulator, five9);
    await stack.apply();
    const { id } = await find('Before');
    expect(await stack.apply('-replace=injixo_integration_five9.eu')).toContain(
      '"Before" was kept and not replaced.',
    );
    expect((await find('Before')).id).toBe(id);
    expect(await stack.plan()).toEqual([]);
  });

  test('drift is read back and set right', async () => {
    const stack = new Stack(emulator, FIVE9.replace('Five9 EU', 'Drift'));
    await stack.apply();
    const { id, etag } = await find('Drift');
    await emulator.send(
      'PATCH',
      `${CONFIGURATIONS}/${id}`,
      { configuration: { region: 'CA' } },
      { 'if-match': etag },
    );
    expect(await stack.plan()).toEqual(['update injixo_integration_five9.eu']);
    await stack.apply();
    expect((await find('Drift')).configuration.region).toBe('EU');

    await emulator.send('DELETE', `${CONFIGURATIONS}/${id}`, undefined, {
      'if-match': (await find('Drift')).etag,
    });
    expect(await stack.plan()).toEqual(['create injixo_integration_five9.eu']);
    await stack.apply();
  });

  test('a secret that somebody else wrote is sent again', async () => {
    const stack = new Stack(emulator, FIVE9.replace('Five9 EU', 'Rotated'));
    await stack.apply();
    const { id, etag } = await find('Rotated');
    const other = { credentials: { password: 'somebody-else' } };
    await emulator.send('PATCH', `${CONFIGURATIONS}/${id}`, other, { 'if-match': etag });
    expect(await stack.plan()).toEqual(['update injixo_integration_five9.eu']);
    await stack.apply();
    expect((await find('Rotated')).secrets[0].generation).toBe(3);
    expect(await stack.plan()).toEqual([]);
  });

  test('another version of the credentials sends the secrets, nothing else does', async () => {
    const stack = new Stack(emulator, FIVE9.replace('Five9 EU', 'Versions'));
    await stack.apply();
    stack.write(FIVE9.replace('Five9 EU', 'Versions').replace('canary-secret', 'canary-other'));
    expect(await stack.plan()).toEqual([]);
    stack.write(FIVE9.replace('Five9 EU', 'Versions').replace('"1"', '"2026-12"'));
    await stack.apply();
    expect((await find('Versions')).secrets[0].generation).toBe(2);
  });

  test('a change of the account between plan and apply is not overwritten', async () => {
    const stack = new Stack(emulator, FIVE9.replace('Five9 EU', 'Stale'));
    await stack.apply();
    stack.write(FIVE9.replace('Five9 EU', 'Stale').replace('"EU"', '"US"'));
    expect(await stack.plan()).toEqual(['update injixo_integration_five9.eu']);
    const { id, etag } = await find('Stale');
    await emulator.send(
      'PATCH',
      `${CONFIGURATIONS}/${id}`,
      { configuration: { region: 'CA' } },
      { 'if-match': etag },
    );
    const error = await stack.failure('apply', 'plan.bin');
    expect(error).toContain('"Stale" was changed in injixo since the plan was made: region.');
    expect((await find('Stale')).configuration.region).toBe('CA');
  });

  test('what somebody paused by hand stays paused unless "paused" is configured', async () => {
    const stack = new Stack(emulator, FIVE9.replace('Five9 EU', 'Paused'));
    await stack.apply();
    const { id } = await find('Paused');
    await emulator.send('POST', `${CONFIGURATIONS}/${id}/pause`);
    expect(await stack.plan()).toEqual([]);
    stack.write(five9With(['Five9 EU', 'Paused'], ['"skill"', '"skill"\n  paused = false']));
    expect(await stack.plan()).toEqual(['update injixo_integration_five9.eu']);
    await stack.apply();
    expect((await find('Paused')).paused).toBe(false);
  });

  test('one that exists already is found by the plan, and imported by its id or name', async () => {
    const five9 = FIVE9.replace('Five9 EU', 'Clicked');
    await emulator.send(
      'POST',
      CONFIGURATIONS,
      {
        name: 'Clicked',
        type: 'five9',
        credentials: { username: 'injixo@acme.example', password: 'old' },
        configuration: { region: 'EU', queueGrouping: 'skill' },
      },
      { 'idempotency-key': 'clicked' },
    );
    const stack = new Stack(emulator, five9);
    expect(await stack.failure('plan')).toContain('"Clicked" exists in the account already, with the id');

    await stack.run(['import', 'injixo_integration_five9.eu', 'Clicked']);
    expect((await stack.values('injixo_integration_five9.eu')).region).toBe('EU');
    expect(await stack.plan()).toEqual(['update injixo_integration_five9.eu']);
    await stack.apply();
    expect((await find('Clicked')).annotations).toMatchObject({ 'injixo-as-code/engine': 'terraform' });
  });

  test('an import of the wrong type says which resource is right', async () => {
    const stack = new Stack(emulator, FIVE9.replace('Five9 EU', 'Right type'));
    await stack.apply();
    const other = new Stack(emulator, 'resource "injixo_integration_csv" "c" {}\n');
    expect(await other.failure('import', 'injixo_integration_csv.c', 'Right type')).toContain(
      'Import it as injixo_integration_five9',
    );
  });

  test('two resources of one name are refused by the plan', async () => {
    const five9 = FIVE9.replace('Five9 EU', 'Twice');
    const stack = new Stack(emulator, five9 + five9.replace('"eu"', '"us"'));
    expect(await stack.failure('plan')).toContain('Two resources are named "Twice".');
  });

  test('what another workspace manages is left alone', async () => {
    const mine = new Stack(emulator, FIVE9.replace('Five9 EU', 'Owned'));
    await mine.apply();
    const other = new Stack(emulator, FIVE9.replace('Five9 EU', 'Owned'), { INJIXO_WORKSPACE: 'other' });
    other.write(mine.file('main.tf').replace('workspace = "acme"', ''), 'main.tf', '');
    expect(await other.failure('plan')).toContain('"Owned" exists in the account already');
    // A state that was copied is no import.
    other.write(mine.file('terraform.tfstate'), 'terraform.tfstate');
    other.write(other.file('main.tf').replace('"EU"', '"US"'), 'main.tf', '');
    expect(await other.failure('apply', '-auto-approve')).toContain(
      'is managed by terraform, workspace "acme"',
    );
    expect(await other.failure('destroy', '-auto-approve')).toContain(
      'is managed by terraform, workspace "acme"',
    );
  });

  test('mistakes are found offline, with the attribute', async () => {
    const stack = new Stack(emulator, five9With(['"skill"', '"skil"']));
    const error = await stack.failure('validate');
    expect(error).toContain('"queue_grouping" must be campaign or skill.');
    expect(error).toContain('queue_grouping = "skil"');
    expect(error).toContain('Did you mean "skill"?');
  });

  test('a missing secret is an error only where the integration is made', async () => {
    const without = five9With(
      ['  password_wo            = "canary-secret"\n', ''],
      ['Five9 EU', 'No secret'],
    );
    const stack = new Stack(emulator, without);
    expect((await stack.run(['validate'])).code).toBe(0);
    expect(await stack.failure('plan')).toContain('"password_wo" is missing.');
    stack.write(FIVE9.replace('Five9 EU', 'No secret'));
    await stack.apply();
    stack.write(without);
    expect(await stack.plan()).toEqual([]);
  });

  test('a secret that is left out stays, and goes when another takes its place', async () => {
    const database = (lines: string): string => `resource "injixo_integration_database" "d" {
  name            = "Warehouse"
  database_type   = "postgresql"
  host            = "warehouse.acme.example"
  port            = 5432
  database        = "contacts"
  import_data     = "interval-based"
  interval_length = 15
  time_zone       = "Europe/Berlin"
  sql_query       = "SELECT q AS queueidentifier, n AS queuename, t AS timestamp, o AS offered, a AS answered, h AS handlingtime FROM s"
${lines}}
`;
    const user = '  username = "injixo"\n';
    const stack = new Stack(
      emulator,
      database(`${user}  password_wo = "canary-secret"\n  credentials_wo_version = "1"\n`),
    );
    await stack.apply();
    stack.write(database(`${user}  credentials_wo_version = "1"\n  labels = { team = "wfm" }\n`));
    await stack.apply();
    const secrets = async (): Promise<string[]> =>
      (await find('Warehouse')).secrets.map(({ path: at }: any) => at);
    expect(await secrets()).toEqual(['credentials.password']);

    const other = '  connection_string_wo = "DSN=warehouse"\n  credentials_wo_version = "2"\n';
    stack.write(
      database(other)
        .replace('"postgresql"', '"odbc"')
        .replaceAll(/^ {2}(host|port|database) +=.*\n/gm, ''),
    );
    await stack.apply();
    expect(await secrets()).toEqual(['credentials.connectionString']);
    expect(await stack.plan()).toEqual([]);
  });

  test('an import that fails is a warning, since an error would have the integration made anew', async () => {
    await emulator.faults('failing-import');
    const stack = new Stack(emulator, FIVE9.replace('Five9 EU', 'Failing'));
    const { stdout, code } = await stack.run(['apply', '-auto-approve', '-no-color']);
    await emulator.faults();
    expect(code).toBe(0);
    expect(stdout).toContain('Warning: The import of "Failing" failed');
    expect(await stack.plan()).toEqual([]);
  });
});
