import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { injixo, ROOT, startEmulator, type TestEmulator } from '../../support/cli.ts';
import { describeTerraform, HEADER, Stack } from '../../support/terraform.ts';

const RESOURCES = path.join(ROOT, 'examples/terraform/resources');
const names = readdirSync(RESOURCES).filter((name) => name.startsWith('injixo_integration_'));

/** The examples side by side; each brings variables of its own. */
function everything(suffix = ''): string {
  const seen = new Set<string>();
  return names
    .map((name) => readFileSync(path.join(RESOURCES, name, 'resource.tf'), 'utf8'))
    .map((text) =>
      text.replaceAll(/variable "(\w+)" \{[^}]*\}\n?/g, (block, name: string) => {
        if (seen.has(name)) return '';
        seen.add(name);
        return block.replace('}', '  default = "canary-secret"\n}');
      }),
    )
    .map((text) => text.replace(/^(\s+name\s+= ")([^"]*)"/m, `$1$2${suffix}"`))
    .join('\n');
}

describeTerraform('every integration type', () => {
  let emulator: TestEmulator;
  beforeAll(async () => void (emulator = await startEmulator()));
  afterAll(async () => emulator.stop());

  test('is created, unchanged, renamed, exported and imported, and destroyed', async () => {
    expect(names).toHaveLength(19);
    const stack = new Stack(emulator, everything());
    const create = names.map((name) => `create ${name}.example`).sort();
    expect((await stack.plan()).sort()).toEqual(create);
    await stack.apply('plan.bin');
    expect(await stack.plan()).toEqual([]);

    stack.write(everything(', renamed'));
    expect((await stack.plan()).sort()).toEqual(create.map((line) => line.replace('create', 'update')));
    await stack.apply('plan.bin');
    expect(await stack.plan()).toEqual([]);

    const exported = await injixo(['export', '--format', 'terraform'], { env: emulator.env });
    expect(exported.stderr).toContain('"terraform plan" imports them and shows no other change.');
    const copy = new Stack(emulator);
    copy.write(exported.stdout, 'account.tf');
    const plan = await copy.plan();
    expect(plan).toHaveLength(19);
    expect(plan.every((line) => line.startsWith('import injixo_integration_'))).toBe(true);
    expect((await copy.run(['fmt', '-check'])).stdout).toBe('');

    await stack.destroy();
    const left = await emulator.send('GET', '/external-systems/integration-configurations');
    expect(left.data).toEqual([]);
  });

  test('Terraform writes the configuration of an import by itself', async () => {
    const five9 = readFileSync(path.join(RESOURCES, 'injixo_integration_five9/resource.tf'), 'utf8');
    const stack = new Stack(emulator, five9, { TF_VAR_password: 'canary-secret' });
    await stack.apply();
    const fresh = new Stack(emulator);
    fresh.write(
      `${HEADER}import {\n  to = injixo_integration_five9.eu\n  id = "Five9 EU"\n}\n`,
      'main.tf',
      '',
    );
    expect(await fresh.plan('-generate-config-out=generated.tf')).toEqual([
      'import injixo_integration_five9.eu',
    ]);
    expect(fresh.file('generated.tf')).toContain('resource "injixo_integration_five9" "eu"');
    await fresh.apply();
    expect(await fresh.plan()).toEqual([]);
  });
});
