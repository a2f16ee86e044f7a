import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { appFolder, initialized, synthesize } from '../../support/cdktf.ts';
import { startEmulator, type TestEmulator } from '../../support/cli.ts';
import { describeTerraform, type Stack } from '../../support/terraform.ts';

const app = (body: string): string => `
import { App, TerraformOutput, TerraformStack } from 'cdktf';
import * as injixo from 'injixo-as-code/cdktf';

const app = new App();
const stack = new TerraformStack(app, 'main');
new injixo.InjixoProvider(stack, 'injixo', { workspace: 'acme' });
const password = new injixo.SecretVariable(stack, 'five9_password').value;
const five9 = (id: string, more: object = {}) => new injixo.Five9Integration(stack, id, {
  name: 'Five9 EU', username: 'a@acme.example', passwordWo: password, region: 'EU', queueGrouping: 'skill', ...more,
});
${body}
app.synth();
`;

describeTerraform('a synthesized stack with the provider', () => {
  let emulator: TestEmulator;
  beforeEach(async () => void (emulator = await startEmulator()));
  afterEach(async () => emulator.stop());

  const initiated = async (folder: string): Promise<Stack> =>
    initialized(emulator, synthesize(folder, 'main'), { TF_VAR_five9_password: 'canary-secret' });
  const change = (folder: string, body: string): void => {
    writeFileSync(path.join(folder, 'main.ts'), app(body));
    synthesize(folder, 'main');
  };

  test('is applied; references reach other resources, data sources and outputs; then the plan is empty', async () => {
    const folder = appFolder(
      app(`
const eu = five9('eu', { labels: { team: 'wfm' }, timeouts: { create: '1m' }, import: { trigger: 'on-change' } });
const workload = new injixo.Workload(stack, 'support', {
  name: 'Support', timeZone: 'Europe/Berlin', labels: { team: 'wfm' }, queues: [{ integrationId: eu.id, name: 'Sales' }],
});
new injixo.AgentStatusMapping(stack, 'mapping', { integrationId: eu.id, users: { 'alice.f9': 'alice@acme.example' } });
new injixo.InjixoImport(stack, 'import', { integrationId: eu.id, triggers: { run: eu.status } });
const queues = new injixo.DataInjixoQueues(stack, 'queues', { integrationId: eu.id, dependsOn: [workload] });
new TerraformOutput(stack, 'first', { value: eu.queues.get(0).name });
new TerraformOutput(stack, 'found', { value: queues.queues.get(0).intervalMinutes });
new TerraformOutput(stack, 'labels', { value: workload.labels });
`),
    );
    const stack = await initiated(folder);
    await stack.apply();
    const outputs = JSON.parse((await stack.run(['output', '-json'])).stdout);
    expect(outputs).toMatchObject({
      first: { value: 'Back Office' },
      found: { value: 15 },
      labels: { value: { team: 'wfm' } },
    });
    expect(await stack.plan()).toEqual([]);
    expect(JSON.stringify(await stack.show())).not.toContain('canary-secret');
  });

  test('takes over what exists, moves, and writes configuration for an import', async () => {
    const folder = appFolder(app("five9('eu');"));
    const stack = await initiated(folder);
    await stack.apply();

    change(folder, "five9('eu').moveTo('new'); five9('europe').addMoveTarget('new');");
    expect(await stack.plan()).toEqual([]);
    await stack.apply();
    expect(await stack.values('injixo_integration_five9.europe')).toMatchObject({ name: 'Five9 EU' });

    await stack.run(['state', 'rm', 'injixo_integration_five9.europe']);
    change(folder, "five9('again').importFrom('Five9 EU');");
    expect(await stack.plan()).toEqual(['import injixo_integration_five9.again']);

    change(folder, "injixo.Five9Integration.generateConfigForImport(stack, 'found', 'Five9 EU');");
    const { stderr } = await stack.run(['plan', '-no-color', '-generate-config-out', 'found.tf']);
    expect(stderr).toBe('');
    expect(stack.file('found.tf')).toContain('resource "injixo_integration_five9" "found"');
  });

  test('the provider in HCL output reads the same', async () => {
    const body = `five9('eu', { labels: { team: 'wfm' }, timeouts: { create: '1m' } });
new injixo.CsvIntegration(stack, 'csv', {
  name: 'CSV', importData: 'contact', columnSeparator: ';', timeZone: 'UTC', layout: 'contact-based',
  preprocessing: { skipEmptyRows: true, skipRowsContaining: ['Total', 'Sum'] },
  mapping: { columns: { queueName: 'q', timestamp: { column: 't', format: 'DD.MM.YYYY hh:mm' }, offered: 'o', handled: 'h', channel: { fixed: 'calls' }, duration: 'x' } },
} as never);`;
    const json = await initiated(appFolder(app(body)));
    // CDKTF asks twice, in two ways.
    const inHcl = "new App({ hclOutput: true }); process.env['SYNTH_HCL_OUTPUT'] = '1'";
    const hcl = await initiated(appFolder(app(body).replace('new App()', inHcl)));
    expect(hcl.file('cdk.tf')).toContain('resource "injixo_integration_csv" "csv" {');
    const planned = async (stack: Stack): Promise<unknown> => {
      await stack.run(['plan', '-out', 'plan.bin']);
      return (await stack.show('plan.bin')).planned_values;
    };
    expect(await planned(hcl)).toEqual(await planned(json));
  });
});
