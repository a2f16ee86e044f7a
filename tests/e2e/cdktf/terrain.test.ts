import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { initialized, RUN_APP, synthesize } from '../../support/cdktf.ts';
import { describeTerraform } from '../../support/terraform.ts';
import { injixo, ROOT, startEmulator, workspace, type TestEmulator } from '../../support/cli.ts';

const MAIN = `
import { App, TerraformOutput, TerraformStack } from 'cdktf';
import { ContactCentre, InjixoProvider } from 'injixo-as-code/cdktf';

const app = new App();
const stack = new TerraformStack(app, 'main');
new InjixoProvider(stack, 'injixo', { workspace: 'terrain' });
const centre = new ContactCentre(stack, 'centre', {
  integrations: {
    eu: { type: 'five9', name: 'Five9 EU', username: 'a', region: 'EU', queueGrouping: 'skill', secrets: { passwordWo: 'five9_password' } },
  },
  workloads: { support: { name: 'Support', timeZone: 'UTC', queues: [{ integration: 'eu', name: 'Sales' }] } },
});
new TerraformOutput(stack, 'id', { value: centre.integrations['eu']!.id });
app.synth();
`;

/** The package as it would be published, beside CDK Terrain under the name of CDKTF. */
async function installed(): Promise<string> {
  const npm = async (cwd: string, ...args: string[]): Promise<string> =>
    (await promisify(execFile)('npm', args, { cwd, maxBuffer: 64 * 1024 * 1024 })).stdout;
  const folder = workspace({
    'main.ts': MAIN,
    'cdktf.json': JSON.stringify({ language: 'typescript', app: RUN_APP }),
  });
  const [packed] = JSON.parse(
    await npm(ROOT, 'pack', '--ignore-scripts', '--json', '--pack-destination', folder),
  );
  const { devDependencies } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8'));
  const manifest = {
    private: true,
    type: 'module',
    dependencies: {
      cdktf: 'npm:cdktn@^0.24',
      constructs: devDependencies.constructs,
      'injixo-as-code': `file:${packed.filename}`,
    },
  };
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify(manifest));
  await npm(folder, 'install', '--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts');
  return folder;
}

describeTerraform('CDK Terrain in the place of CDKTF', () => {
  let emulator: TestEmulator;
  let folder: string;
  beforeAll(async () => {
    emulator = await startEmulator();
    folder = await installed();
  });
  afterAll(async () => emulator.stop());

  test('is what is installed, and the package has no other need', async () => {
    const { name } = JSON.parse(readFileSync(path.join(folder, 'node_modules/cdktf/package.json'), 'utf8'));
    expect(name).toBe('cdktn');
  });

  test('the same constructs are planned and applied by Terraform', async () => {
    const stack = await initialized(emulator, synthesize(folder, 'main'), {
      TF_VAR_five9_password: 'canary-secret',
    });
    await stack.apply();
    expect(await stack.plan()).toEqual([]);
    await stack.destroy();
  });

  test('and by the command', async () => {
    const options = { cwd: folder, env: { ...emulator.env, TF_VAR_five9_password: 'canary-secret' } };
    const { code, stdout } = await injixo(['apply', '-y', '--cdktf', '.'], options);
    expect(stdout).toContain('+ create  Five9 EU  main/centre/eu');
    expect(code).toBe(0);
    expect((await injixo(['plan', '--cdktf', '.', '--detailed-exitcode'], options)).code).toBe(0);
  });

  test('validation works the same', async () => {
    const wrong = MAIN.replace("region: 'EU'", 'regoin: 1').replace(
      "secrets: { passwordWo: 'five9_password' }",
      "passwordWo: 'hunter2'",
    );
    writeFileSync(path.join(folder, 'main.ts'), wrong);
    expect(() => synthesize(folder, 'main')).toThrow(
      /\[main\/centre\/eu\] regoin: There is no property "regoin"\. Did you mean "region"\?[^]*passwordWo: A secret must be a reference/,
    );
  });
});
