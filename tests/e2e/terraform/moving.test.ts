import { afterAll, beforeAll, expect, test } from 'vitest';
import { five9, injixo, startEmulator, workspace, WORKSPACE, type TestEmulator } from '../../support/cli.ts';
import { describeTerraform, Stack } from '../../support/terraform.ts';

describeTerraform('between YAML and Terraform', () => {
  let emulator: TestEmulator;
  beforeAll(async () => void (emulator = await startEmulator()));
  afterAll(async () => emulator.stop());

  test('each leaves alone what the other manages, and a release hands over, there and back', async () => {
    const env = { ...emulator.env, FIVE9_PASSWORD: 'canary-secret' };
    const cwd = workspace({ 'injixo.yaml': WORKSPACE, 'five9.yaml': five9('Five9 EU') });
    expect(await injixo(['apply', '-y'], { cwd, env })).toMatchObject({ code: 0 });

    const { stdout: hcl } = await injixo(['export', '--format', 'terraform'], { cwd, env });
    const stack = new Stack(emulator);
    stack.write(hcl, 'account.tf');
    expect(await stack.plan()).toEqual(['import injixo_integration_five9.five9_eu']);

    const released = await injixo(['release', '-y'], { cwd, env });
    expect(released.stdout).toContain('integration "Five9 EU", managed by injixo-as-code, workspace "acme"');
    await stack.apply();
    stack.write(hcl.replace('"EU"', '"US"').replace(/import \{[^}]*\}\n/, ''), 'account.tf');
    await stack.apply();

    const refused = await injixo(['apply', '-y'], { cwd, env });
    expect(refused.code).toBe(6);
    expect(refused.stderr).toContain('"Five9 EU" is managed by terraform, workspace "acme"');
    const pruned = await injixo(['apply', '-y', '--prune'], {
      cwd: workspace({ 'injixo.yaml': WORKSPACE }),
      env,
    });
    expect(pruned.stderr + pruned.stdout).not.toContain('delete');
    expect(await stack.plan()).toEqual([]);

    await stack.run(['state', 'rm', 'injixo_integration_five9.five9_eu']);
    expect(await injixo(['release', 'Five9 EU', '-y'], { cwd, env })).toMatchObject({ code: 0 });
    expect(await injixo(['adopt', '-y'], { cwd, env })).toMatchObject({ code: 0 });
    expect((await injixo(['apply', '-y'], { cwd, env })).stdout).toContain('EU');
  });

  test('a release asks first, and knows what it does not know', async () => {
    const { code, stderr } = await injixo(['release', 'Nothing'], { env: emulator.env });
    expect(code).toBe(1);
    expect(stderr).toContain('Nothing that somebody manages is named "Nothing".');
    expect(await injixo(['release', 'Five9 EU'], { env: emulator.env })).toMatchObject({ code: 7 });
  });
});
