import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { appFolder, initialized, synthesize } from '../../support/cdktf.ts';
import { ROOT, startEmulator, type TestEmulator } from '../../support/cli.ts';
import { describeTerraform, type Stack } from '../../support/terraform.ts';

const app = (documents: unknown[], more = ''): string => `
import { App, TerraformOutput, TerraformStack } from 'cdktf';
import { SecretVariable } from 'injixo-as-code/cdktf';
import { InjixoBridge } from 'injixo-as-code/cdktf/bridge';

const app = new App();
const stack = new TerraformStack(app, 'main');
const password = new SecretVariable(stack, 'five9_password');
const bridge = new InjixoBridge(stack, 'wfm', {
  workspace: 'bridged',
  environment: 'production',
  documents: ${JSON.stringify(documents)},
  secrets: { FIVE9_PASSWORD: password.value },
  command: '"${process.execPath}" "${path.join(ROOT, 'dist/injixo.js')}"',
  ${more}
});
new TerraformOutput(stack, 'ids', { value: [bridge.idOf('Five9 EU')] });
app.synth();
`;

const five9 = (region: string, name = 'Five9 EU') => ({
  apiVersion: 'injixo-as-code/v1',
  kind: 'Integration',
  metadata: { name },
  spec: {
    type: 'five9',
    credentials: { username: 'a@acme.example', password: { fromEnv: 'FIVE9_PASSWORD' } },
    configuration: { region, queueGrouping: 'skill' },
  },
});

describeTerraform('declarations behind a null_resource, with a stand-in for hashicorp/null', () => {
  let emulator: TestEmulator;
  beforeEach(async () => void (emulator = await startEmulator()));
  afterEach(async () => emulator.stop());

  const stackOf = async (folder: string): Promise<Stack> =>
    initialized(emulator, synthesize(folder, 'main'), { TF_VAR_five9_password: 'canary-secret' });
  const change = (folder: string, text: string): void => {
    writeFileSync(path.join(folder, 'main.ts'), text);
    synthesize(folder, 'main');
  };
  const names = async (): Promise<string[]> => {
    const { data: items } = await emulator.send('GET', '/external-systems/integration-configurations');
    return items.map(({ name }: any) => name).sort();
  };
  const ids = async (stack: Stack): Promise<unknown> =>
    JSON.parse((await stack.run(['output', '-json', 'ids'])).stdout);

  test('they are applied, told by id, changed in place, pruned, and gone at the end', async () => {
    const folder = appFolder(app([five9('EU')]));
    const stack = await stackOf(folder);
    await stack.apply();
    expect(await names()).toEqual(['Five9 EU']);
    const before = await ids(stack);
    expect(before).toEqual([expect.stringMatching(/^\d+$/)]);
    expect(await stack.plan()).toEqual([]);

    change(folder, app([five9('US'), five9('EU', 'Five9 B')]));
    const planned = await stack.plan();
    expect(planned.map((line) => line.replace(/_[0-9A-F]{8}$/, ''))).toEqual([
      'delete/create null_resource.wfm_apply',
      'delete/create terraform_data.wfm_read',
    ]);
    await stack.apply();
    expect(await names()).toEqual(['Five9 B', 'Five9 EU']);
    expect(await ids(stack)).toEqual(before);

    change(folder, app([five9('US')]));
    await stack.apply();
    expect(await names()).toEqual(['Five9 EU']);

    // The state has what was read, also where the files of the last run are not.
    rmSync(path.join(stack.folder, '.injixo'), { recursive: true });
    expect(await stack.plan()).toEqual([]);
    expect(await ids(stack)).toEqual(before);
    expect(JSON.stringify(await stack.show())).not.toContain('canary-secret');

    await stack.destroy();
    expect(await names()).toEqual([]);
  });

  test('an end may leave them, without an owner', async () => {
    const stack = await stackOf(appFolder(app([five9('EU')], "onDestroy: 'release',")));
    await stack.apply();
    await stack.destroy();
    const { data: items } = await emulator.send('GET', '/external-systems/integration-configurations');
    expect(items).toMatchObject([{ name: 'Five9 EU' }]);
    expect(JSON.stringify(items)).not.toContain('bridged');
  });

  test('a failed apply fails the resource, and the next one continues', async () => {
    const stack = await stackOf(appFolder(app([five9('EU')])));
    await emulator.faults('error,status=422,method=POST,times=1,path=configurations');
    const words = await stack.failure('apply', '-auto-approve');
    expect(words).toContain('local-exec provisioner error');
    await emulator.faults();
    await stack.apply();
    expect(await names()).toEqual(['Five9 EU']);
    await stack.destroy();
  });

  test('what no schema allows, tokens and literal secrets are refused at synth', () => {
    const wrong = { ...five9('XX'), metadata: {} };
    const folder = appFolder(
      app([wrong, five9('EU')])
        .replace('password.value }', "'hunter2' }")
        .replace("workspace: 'bridged'", 'workspace: password.value'),
    );
    expect(() => synthesize(folder, 'main')).toThrow(
      /workspace: The workspace must be known[^]*documents\[0\].metadata.name: "name" is missing[^]*secrets.FIVE9_PASSWORD: A secret must be a reference/,
    );
    expect(() => synthesize(folder, 'main')).not.toThrow(/hunter2/);
  });
});
