import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import manifest from '../../../package.json' with { type: 'json' };
import { ROOT, startEmulator, workspace, type TestEmulator } from '../../support/cli.ts';
import { describeTerraform, FIVE9, Stack } from '../../support/terraform.ts';

const NAME = `terraform-provider-injixo_${manifest.version}`;

describeTerraform('"npm run package"', () => {
  let emulator: TestEmulator;
  const release = workspace();
  beforeAll(async () => {
    emulator = await startEmulator();
    const args = ['run', '--silent', 'package', '--', '--platform', 'linux_amd64', '--out', release];
    await promisify(execFile)('npm', args, { cwd: ROOT });
  });
  afterAll(async () => emulator.stop());

  const read = (file: string): Buffer => readFileSync(path.join(release, file));

  test('makes the manifest and the checksums that the registries ask for', () => {
    expect(JSON.parse(String(read(`${NAME}_manifest.json`)))).toEqual({
      version: 1,
      metadata: { protocol_versions: ['6.0'] },
    });
    const sums = String(read(`${NAME}_SHA256SUMS`))
      .trim()
      .split('\n');
    expect(sums.map((line) => line.split('  ')[1])).toEqual([
      `${NAME}_linux_amd64.zip`,
      `${NAME}_manifest.json`,
    ]);
    for (const line of sums) {
      const [sum, file] = line.split('  ');
      expect(createHash('sha256').update(read(file!)).digest('hex')).toBe(sum);
    }
  });

  test('makes an executable that terraform takes from its zip and that needs no Node.js', async () => {
    const mirror = workspace();
    const folder = path.join(mirror, 'registry.terraform.io/injixo-as-code/injixo');
    mkdirSync(folder, { recursive: true });
    copyFileSync(path.join(release, `${NAME}_linux_amd64.zip`), path.join(folder, `${NAME}_linux_amd64.zip`));
    const terraform = (await promisify(execFile)('which', ['terraform'])).stdout.trim();
    const bin = workspace();
    copyFileSync(terraform, path.join(bin, 'terraform'));
    const stack = new Stack(emulator, FIVE9, { TF_CLI_CONFIG_FILE: '/dev/null', PATH: bin });
    expect(await stack.run(['init', `-plugin-dir=${mirror}`])).toMatchObject({ code: 0 });
    await stack.apply();
    expect(await stack.plan()).toEqual([]);
    await stack.destroy();
  });
});
