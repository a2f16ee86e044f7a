import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe } from 'vitest';
import { ROOT, type Result, type TestEmulator } from './cli.ts';

const PROVIDER = path.join(ROOT, 'dist/terraform/provider.mjs');
export const SOURCE = 'injixo-as-code/injixo';

const isThere = spawnSync('terraform', ['version']).status === 0;
if (!isThere && process.env['CI'] !== undefined)
  throw new Error('terraform is not in PATH; in CI its tests must not be skipped');
if (!isThere) console.warn('terraform is not in PATH: its tests are skipped');

/** Tests that need the real terraform. */
export const describeTerraform = describe.skipIf(!isThere);

/** A folder with a program that Terraform takes for the provider: no installation, but the whole handshake. */
function developmentFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'injixo-provider-'));
  const launcher = path.join(folder, 'terraform-provider-injixo');
  writeFileSync(launcher, `#!/bin/sh\nexec "${process.execPath}" "${PROVIDER}"\n`);
  chmodSync(launcher, 0o755);
  const rc = path.join(folder, 'terraform.rc');
  const overrides = `dev_overrides {\n    "registry.terraform.io/${SOURCE}" = "${folder}"\n  }`;
  writeFileSync(rc, `provider_installation {\n  ${overrides}\n  direct {}\n}\n`);
  return rc;
}

let development: string | undefined;

export interface TerraformOptions {
  env?: Record<string, string>;
  /** Called with the process, for tests that kill things. */
  onStart?: (child: ChildProcess) => void;
}

/** Runs terraform in a folder, as a person would; the environment holds nothing of the machine but PATH. */
export async function terraform(
  cwd: string,
  args: readonly string[],
  { env = {}, onStart }: TerraformOptions = {},
): Promise<Result> {
  const child = spawn('terraform', [...args], {
    cwd,
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: cwd,
      CHECKPOINT_DISABLE: '1',
      TF_IN_AUTOMATION: '1',
      TF_CLI_CONFIG_FILE: (development ??= developmentFolder()),
      ...env,
    },
  });
  onStart?.(child);
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (data) => (stdout += String(data)));
  child.stderr.on('data', (data) => (stderr += String(data)));
  child.stdin.end();
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, stdout, stderr })));
}

export const HEADER = `terraform {
  required_providers {
    injixo = {
      source = "${SOURCE}"
    }
  }
}

provider "injixo" {
  workspace = "acme"
}

`;

/** One configuration with its state, against one emulator. */
export class Stack {
  readonly folder: string;
  readonly #env: Record<string, string>;

  /** `folder`: one that holds a configuration already. */
  constructor(emulator: TestEmulator, hcl = '', env: Record<string, string> = {}, folder?: string) {
    this.folder = folder ?? mkdtempSync(path.join(tmpdir(), 'injixo-tf-'));
    this.#env = { ...emulator.env, ...env };
    if (folder === undefined) this.write(hcl);
  }

  /** The header is what every main.tf begins with. */
  write(hcl: string, file = 'main.tf', header = file === 'main.tf' ? HEADER : ''): void {
    mkdirSync(path.dirname(path.join(this.folder, file)), { recursive: true });
    writeFileSync(path.join(this.folder, file), header + hcl);
  }

  async run(args: readonly string[], options: TerraformOptions = {}): Promise<Result> {
    return terraform(this.folder, args, { ...options, env: { ...this.#env, ...options.env } });
  }

  /** Applies, and fails with Terraform's own words if that fails. */
  async apply(...args: string[]): Promise<string> {
    return this.#must(['apply', '-auto-approve', '-no-color', ...args]);
  }

  async destroy(): Promise<string> {
    return this.#must(['destroy', '-auto-approve', '-no-color']);
  }

  /** What a plan would do: `['create injixo_workload.support']`; reading and nothing are left out. */
  async plan(...args: string[]): Promise<string[]> {
    await this.#must(['plan', '-no-color', '-out', 'plan.bin', ...args]);
    const { resource_changes: changes = [] } = await this.show('plan.bin');
    return changes.flatMap(({ address, change }: any) => {
      const actions = change.actions.filter((action: string) => action !== 'no-op' && action !== 'read');
      if (change.importing !== undefined) actions.unshift('import');
      return actions.length === 0 ? [] : [`${actions.join('/')} ${address}`];
    });
  }

  /** The errors of a command that must fail, as Terraform prints them, in one line each. */
  async failure(...args: string[]): Promise<string> {
    const { code, stdout, stderr } = await this.run([...args, '-no-color']);
    if (code === 0) throw new Error(`it did not fail: ${stdout}`);
    return stderr.replaceAll(/\s+/g, ' ');
  }

  async show(plan?: string): Promise<any> {
    return JSON.parse(await this.#must(['show', '-json', ...(plan === undefined ? [] : [plan])]));
  }

  /** The values of a resource in the state. */
  async values(address: string): Promise<any> {
    const { values } = await this.show();
    return values?.root_module?.resources?.find((item: any) => item.address === address)?.values;
  }

  /** A file of the folder; an empty text if there is none. */
  file(name: string): string {
    const file = path.join(this.folder, name);
    return existsSync(file) ? readFileSync(file, 'utf8') : '';
  }

  async #must(args: readonly string[]): Promise<string> {
    const { code, stdout, stderr } = await this.run(args);
    if (code !== 0) throw new Error(`terraform ${args.join(' ')}: ${stdout}\n${stderr}`);
    return stdout;
  }
}

export const FIVE9 = `resource "injixo_integration_five9" "eu" {
  name                   = "Five9 EU"
  username               = "injixo@acme.example"
  password_wo            = "canary-secret"
  credentials_wo_version = "1"
  region                 = "EU"
  queue_grouping         = "skill"
}
`;

/** FIVE9 with some texts replaced. */
export function five9With(...changes: [from: string, to: string][]): string {
  return changes.reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`there is no ${from}`);
    return text.replaceAll(from, to);
  }, FIVE9);
}

/** Process ids of the providers that a terraform process has started. Linux only, as the tests are. */
export function providersOf(terraformPid: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        const [, parent] = /^PPid:\s*(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
        return (
          Number(parent) === terraformPid &&
          readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('provider.mjs')
        );
      } catch {
        return false;
      }
    })
    .map(Number);
}
