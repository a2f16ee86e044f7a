import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import manifest from '../../../package.json' with { type: 'json' };
import { injixo, ROOT, startEmulator, workspace, type TestEmulator } from '../../support/cli.ts';
import { describeTerraform, FIVE9, Stack } from '../../support/terraform.ts';

const VERSION = manifest.version;
const PACKAGE = `registry.terraform.io/injixo-as-code/injixo/${VERSION}`;

test('every platform gets its layout and its launcher', async () => {
  const folder = workspace();
  const { code, stdout } = await injixo(['terraform', 'install', '--dir', folder, '--platform', 'all']);
  expect(code).toBe(0);
  expect(stdout.trim().split('\n')).toHaveLength(12);
  const launcher = `terraform-provider-injixo_v${VERSION}`;
  for (const platform of ['linux_amd64', 'darwin_arm64']) {
    const files = readdirSync(path.join(folder, PACKAGE, platform));
    expect(files).toContain('provider.mjs');
    expect(files.filter((name) => name.startsWith('terraform-provider-'))).toEqual([launcher]);
    expect(statSync(path.join(folder, PACKAGE, platform, launcher)).mode & 0o111).toBe(0o111);
  }
  const windows = readdirSync(path.join(folder, PACKAGE, 'windows_amd64'));
  expect(windows.filter((name) => name.startsWith('terraform-provider-'))).toEqual([`${launcher}.bat`]);
});

test('an unknown platform is refused with those that are known', async () => {
  const { code, stderr } = await injixo([
    'terraform',
    'install',
    '--dir',
    workspace(),
    '--platform',
    'plan9_mips',
  ]);
  expect(code).toBe(1);
  expect(stderr).toContain('linux_amd64, linux_arm64, darwin_amd64');
});

test('started by hand the provider says what it is', async () => {
  const run = promisify(execFile)(process.execPath, ['dist/terraform/provider.mjs']);
  await expect(run).rejects.toMatchObject({ code: 1, stdout: '' });
  await expect(run).rejects.toThrow('This program is a plugin of Terraform and OpenTofu');
});

describeTerraform('after "injixo terraform install"', () => {
  let emulator: TestEmulator;
  beforeAll(async () => void (emulator = await startEmulator()));
  afterAll(async () => emulator.stop());

  test('a plain "terraform init" finds it offline, in a home and in a folder of modules', async () => {
    const stack = new Stack(emulator, FIVE9, { TF_CLI_CONFIG_FILE: '/dev/null' });
    await injixo(['terraform', 'install'], { env: { HOME: stack.folder } });
    // The example of the provider's own page.
    const example = readFileSync(path.join(ROOT, 'examples/terraform/provider/provider.tf'), 'utf8');
    stack.write(FIVE9, 'main.tf', `${example}\n`);
    // A package.json that calls every .js file a module must not matter.
    stack.write('{ "type": "commonjs" }', 'package.json');
    const { code, stdout, stderr } = await stack.run(['init', '-no-color']);
    expect(stderr).toBe('');
    expect(code).toBe(0);
    expect(stdout).toContain(`Installed injixo-as-code/injixo v${VERSION}`);
    expect(stack.file('.terraform.lock.hcl')).toMatch(/h1:/);
    await stack.apply();
    expect(await stack.plan()).toEqual([]);
    await stack.destroy();
  });

  test('-plugin-dir takes a mirror', async () => {
    const mirror = workspace();
    await injixo(['terraform', 'install', '--dir', mirror]);
    const stack = new Stack(emulator, FIVE9, { TF_CLI_CONFIG_FILE: '/dev/null' });
    expect((await stack.run(['init', `-plugin-dir=${mirror}`])).code).toBe(0);
    expect((await stack.run(['validate'])).code).toBe(0);
  });

  test('a debugger serves it: TF_REATTACH_PROVIDERS needs no certificate', async () => {
    const provider = spawn(process.execPath, ['dist/terraform/provider.mjs'], {
      env: {
        ...emulator.env,
        TF_PLUGIN_MAGIC_COOKIE: 'd602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2',
        PLUGIN_PROTOCOL_VERSIONS: '6',
      },
    });
    const [line] = await once(provider.stdout, 'data');
    const [, protocol, network, address, kind] = String(line).trim().split('|');
    expect({ protocol, kind }).toEqual({ protocol: '6', kind: 'grpc' });
    const reattach = {
      'injixo-as-code/injixo': {
        Protocol: 'grpc',
        ProtocolVersion: 6,
        Pid: provider.pid,
        Test: true,
        Addr: { Network: network, String: address },
      },
    };
    const stack = new Stack(emulator, FIVE9, {
      TF_REATTACH_PROVIDERS: JSON.stringify(reattach),
      TF_CLI_CONFIG_FILE: '/dev/null',
    });
    await stack.apply();
    expect(await stack.plan()).toEqual([]);
    await stack.destroy();
    provider.kill();
  });
});
