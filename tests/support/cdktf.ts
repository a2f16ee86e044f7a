/** CDKTF apps for tests: written, run and applied like those of users. */
import { buildSync } from 'esbuild';
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import manifest from '../../package.json' with { type: 'json' };
import { injixo, ROOT, type TestEmulator } from './cli.ts';
import { SOURCE, Stack } from './terraform.ts';

const TSX = path.join(ROOT, 'node_modules/tsx/dist/loader.mjs');

/** How an app is run without a download: `node --import tsx main.ts`. */
export const RUN_APP = `"${process.execPath}" --import "${TSX}" main.ts`;

/** A folder with an app. Packages are found as an installation would find them. */
export function appFolder(main: string): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'injixo-app-'));
  writeFileSync(path.join(folder, 'package.json'), '{ "type": "module" }\n');
  writeFileSync(path.join(folder, 'main.ts'), main);
  writeFileSync(path.join(folder, 'cdktf.json'), JSON.stringify({ language: 'typescript', app: RUN_APP }));
  linkPackages(folder);
  return folder;
}

/** Runs an app; answers the folder of one of its stacks. Fails with the app's own words. */
export function synthesize(folder: string, stack: string, env: Record<string, string> = {}): string {
  const { status, stderr } = spawnSync(RUN_APP, {
    cwd: folder,
    shell: true,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], ...env },
  });
  if (status !== 0) throw new Error(stderr);
  return path.join(folder, 'cdktf.out/stacks', stack);
}

/** What the tests build is installed; the libraries beside it are those of this project. */
function linkPackages(folder: string): void {
  const modules = path.join(folder, 'node_modules');
  mkdirSync(path.join(modules, '@cdktf'), { recursive: true });
  for (const name of ['cdktf', 'constructs', '@cdktf/provider-null'])
    symlinkSync(path.join(ROOT, 'node_modules', name), path.join(modules, name));
  // A copy: behind a link Node would look for cdktf beside the link's target.
  cpSync(path.join(ROOT, 'dist/cdktf'), path.join(modules, 'injixo-as-code/dist/cdktf'), { recursive: true });
  cpSync(path.join(ROOT, 'package.json'), path.join(modules, 'injixo-as-code/package.json'));
}

let mirror: string | undefined;

/** The environment in which "terraform init" finds our provider and the stand-in for hashicorp/null, offline. */
export async function mirrorEnvironment(): Promise<Record<string, string>> {
  mirror ??= await makeMirror();
  return { TF_CLI_CONFIG_FILE: path.join(mirror, 'terraform.rc') };
}

async function makeMirror(): Promise<string> {
  const folder = mkdtempSync(path.join(tmpdir(), 'injixo-mirror-'));
  await injixo(['terraform', 'install', '--dir', folder]);
  const ours = path.join(folder, `registry.terraform.io/${SOURCE}/${manifest.version}`);
  const [platform = ''] = readdirSync(ours);
  addNullProvider(path.join(folder, 'registry.terraform.io/hashicorp/null/3.2.4', platform));
  writeFileSync(
    path.join(folder, 'terraform.rc'),
    `provider_installation {\n  filesystem_mirror {\n    path = "${folder}"\n  }\n}\n`,
  );
  return folder;
}

function addNullProvider(folder: string): void {
  const bundle = path.join(folder, 'provider.mjs');
  buildSync({
    absWorkingDir: ROOT,
    entryPoints: ['tests/support/null-provider.ts'],
    outfile: bundle,
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'error',
    banner: {
      js: "import { createRequire } from 'node:module';const require = createRequire(import.meta.url);",
    },
  });
  const launcher = path.join(folder, 'terraform-provider-null_v3.2.4');
  writeFileSync(launcher, `#!/bin/sh\nexec "${process.execPath}" "$(dirname "$0")/provider.mjs"\n`);
  chmodSync(launcher, 0o755);
}

/** A synthesized stack, ready for "terraform apply". */
export async function initialized(
  emulator: TestEmulator,
  folder: string,
  env: Record<string, string> = {},
): Promise<Stack> {
  const stack = new Stack(emulator, '', { ...(await mirrorEnvironment()), ...env }, folder);
  const { code, stdout, stderr } = await stack.run(['init', '-no-color']);
  if (code !== 0) throw new Error(`${stdout}${stderr}`);
  return stack;
}
