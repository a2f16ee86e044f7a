import { cpSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROOT, startEmulator, type TestEmulator } from '../../support/cli.ts';
import { describeTerraform, FIVE9, Stack, terraform } from '../../support/terraform.ts';

const EXAMPLES = path.join(ROOT, 'examples/terraform');
const read = (file: string): string => readFileSync(path.join(EXAMPLES, file), 'utf8');
const names = (folder: string): string[] => readdirSync(path.join(EXAMPLES, folder));
const PASSWORD = { TF_VAR_five9_password: 'canary-secret' };

describeTerraform('the examples', () => {
  let emulator: TestEmulator;
  beforeAll(async () => void (emulator = await startEmulator()));
  afterAll(async () => emulator.stop());

  test('are formatted', async () => {
    const { code, stdout } = await terraform(EXAMPLES, ['fmt', '-check', '-recursive']);
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
  });

  test.each(names('resources').filter((name) => !name.startsWith('injixo_integration_')))(
    '%s is applied, planned empty and destroyed',
    async (name) => {
      const stack = new Stack(emulator, read(`resources/${name}/resource.tf`), PASSWORD);
      await stack.apply();
      expect(await stack.plan()).toEqual([]);
      await stack.destroy();
    },
  );

  test('the data sources are read', async () => {
    const sources = names('data-sources').map((name) => read(`data-sources/${name}/data-source.tf`));
    const first = new Stack(emulator, FIVE9.replace('"skill"', '"skill"\n  labels = { team = "workforce" }'));
    await first.apply();
    const stack = new Stack(emulator, sources.join('\n'));
    await stack.apply();
    const { outputs } = (await stack.show()).values;
    expect(Object.keys(outputs)).toHaveLength(sources.length);
    expect(outputs.queues.value).toEqual(['Back Office', 'Customer Support', 'Sales']);
    expect(outputs.states.value).toEqual({ 'Five9 EU': 'operational' });
    expect(outputs.sales.value).toHaveLength(1);
    expect(outputs.alice.value).toBe('11');
    await first.destroy();
  });

  test('the key is handed on once', async () => {
    const stack = new Stack(emulator, read('ephemeral-resources/injixo_api_key/ephemeral-resource.tf'));
    await stack.apply();
    expect(stack.file('api-key')).toMatch(/^\S{20,}$/);
    expect(await stack.plan()).toEqual([]);
  });

  test('the estate passes its own "terraform test"', async () => {
    const stack = new Stack(emulator, '', {});
    cpSync(path.join(EXAMPLES, 'estate'), stack.folder, { recursive: true });
    const { code, stdout, stderr } = await stack.run(['test', '-no-color']);
    expect(stdout + stderr).toContain('3 passed, 0 failed');
    expect(code).toBe(0);
    const left = await emulator.send('GET', '/external-systems/integration-configurations');
    expect(left.data.map(({ name }: any) => name)).toEqual(['Push']);
  });
});
