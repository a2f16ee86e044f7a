import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createCertificate } from '../provider/terraform/wire/certificate.ts';
import { ROOT, serve, type Served } from './estate.ts';
import type { Row } from './main.ts';
import { interleave, median, time } from './measure.ts';

const PROVIDER = path.join(ROOT, 'dist/terraform/provider.mjs');
const ASKED = {
  TF_PLUGIN_MAGIC_COOKIE: 'd602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2',
  PLUGIN_PROTOCOL_VERSIONS: '6',
};

/** The provider against a bare Node.js, and against Terraform's own resource that does nothing: the floor. */
export async function terraformBench(): Promise<Row[]> {
  return [...(await handshake()), ...(await estates())];
}

async function handshake(): Promise<Row[]> {
  const node: number[] = [];
  const provider: number[] = [];
  const memory: number[] = [];
  const env = { ...process.env, ...ASKED, PLUGIN_CLIENT_CERT: createCertificate(Date.now()).pem };
  for (let round = 0; round < 15; round++) {
    node.push(time(['-e', '0']));
    const started = performance.now();
    const child = spawn(process.execPath, [PROVIDER], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    await once(child.stdout, 'data');
    provider.push(performance.now() - started);
    memory.push(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))![1]) / 1024);
    child.kill('SIGKILL');
    await once(child, 'close');
  }
  const ratio = median(provider) / median(node);
  return [
    { name: 'provider, start to handshake / node -e 0', value: `${ratio.toFixed(2)}x`, wanted: '<= 2.5x' },
    { name: 'provider, memory at the handshake', value: `${Math.round(median(memory))} MiB`, wanted: '-' },
  ];
}

const COMMANDS: Record<string, string[]> = {
  plan: ['plan', '-out=plan.bin'],
  apply: ['apply', 'plan.bin'],
  'no-op plan': ['plan'],
};
const ROUNDS: Record<number, number> = { 1: 5, 100: 3, 1000: 1 };

async function estates(): Promise<Row[]> {
  const rows: Row[] = [];
  for (const count of [1, 100, 1000]) {
    const walls = await compare(count, ROUNDS[count]!);
    for (const name of Object.keys(COMMANDS)) {
      const mine = walls[`injixo ${name}`]!;
      const bare = walls[`floor ${name}`]!;
      const full = walls[`full ${name}`];
      rows.push({
        name: `terraform ${name} of ${count} / of as many terraform_data`,
        value: `${(mine / bare).toFixed(2)}x (${seconds(mine - bare)})`,
        wanted: wanted(name, count),
      });
      if (full !== undefined)
        rows.push({
          name: '  the same, with the same values',
          value: `${(mine / full).toFixed(2)}x`,
          wanted: '-',
        });
    }
  }
  return rows;
}

function seconds(milliseconds: number): string {
  return `${milliseconds < 0 ? '-' : '+'}${(Math.abs(milliseconds) / 1000).toFixed(2)} s`;
}

function wanted(name: string, count: number): string {
  if (count === 1 && name === 'plan') return '<= +0.5 s';
  if (count === 1000 && name === 'no-op plan') return '<= 1.5x';
  return count === 1000 && name === 'apply' ? '<= 1.1x' : '-';
}

/** Wall times of both, taking turns. Each round begins with an empty account and an empty state. */
async function compare(count: number, rounds: number): Promise<Record<string, number>> {
  const served: Served[] = [];
  const rc = developmentConfig();
  const folders: Record<string, string> = {};
  const begin = async (): Promise<void> => {
    for (const one of served.splice(0)) one.stop();
    served.push(await serve());
    for (const [name, hcl] of Object.entries(configurations(count))) {
      folders[name] = mkdtempSync(path.join(tmpdir(), `injixo-bench-${name}-`));
      writeFileSync(path.join(folders[name], 'main.tf'), hcl);
    }
  };
  const samples: Record<string, number[]> = {};
  for (let round = 0; round < rounds; round++) {
    await begin();
    const programs = Object.entries(COMMANDS).flatMap(([command, args]) =>
      Object.keys(configurations(count)).map((name) => {
        const run = (): number =>
          terraform(folders[name]!, args, { ...served[0]!.env, TF_CLI_CONFIG_FILE: rc });
        return [`${name} ${command}`, run] as const;
      }),
    );
    for (const [name, wall] of Object.entries(interleave(1, Object.fromEntries(programs))))
      (samples[name] ??= []).push(wall);
    for (const folder of Object.values(folders)) rmSync(folder, { recursive: true, force: true });
  }
  for (const one of served) one.stop();
  return Object.fromEntries(Object.entries(samples).map(([name, walls]) => [name, median(walls)]));
}

function configurations(count: number): Record<string, string> {
  const both = { floor: floor(count), injixo: ours(count) };
  return count === 1000 ? { ...both, full: fullFloor(count) } : both;
}

function terraform(cwd: string, args: readonly string[], env: Record<string, string>): number {
  const started = performance.now();
  const { status, stderr } = spawnSync('terraform', args, {
    cwd,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    env: { PATH: process.env['PATH'], HOME: cwd, CHECKPOINT_DISABLE: '1', ...env },
  });
  if (status !== 0) throw new Error(`terraform ${args.join(' ')}: ${stderr.slice(0, 1000)}`);
  return performance.now() - started;
}

function developmentConfig(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'injixo-bench-provider-'));
  const launcher = path.join(folder, 'terraform-provider-injixo');
  writeFileSync(launcher, `#!/bin/sh\nexec "${process.execPath}" "${PROVIDER}"\n`);
  chmodSync(launcher, 0o755);
  const rc = path.join(folder, 'terraform.rc');
  const overrides = `dev_overrides {\n    "registry.terraform.io/injixo-as-code/injixo" = "${folder}"\n  }`;
  writeFileSync(rc, `provider_installation {\n  ${overrides}\n  direct {}\n}\n`);
  return rc;
}

function ours(count: number): string {
  return `terraform {
  required_providers {
    injixo = { source = "injixo-as-code/injixo" }
  }
}
resource "injixo_integration_sikom" "bench" {
  count                  = ${count}
  name                   = "Sikom \${count.index}"
  username               = "injixo@acme.example"
  password_wo            = "bench"
  credentials_wo_version = "2026-11"
  time_zone              = "Europe/Berlin"
  host                   = "sikom-\${count.index}.acme.example"
  port                   = 5432
  import { trigger = "manual" }
}
`;
}

/** Terraform's own resource that does nothing, with the values that ours is configured with. */
function floor(count: number): string {
  return `resource "terraform_data" "bench" {
  count = ${count}
  input = {
    name      = "Sikom \${count.index}"
    username  = "injixo@acme.example"
    time_zone = "Europe/Berlin"
    host      = "sikom-\${count.index}.acme.example"
    port      = 5432
  }
}
`;
}

/** The same with the values that ours has in the state: Terraform writes the whole state after each resource. */
function fullFloor(count: number): string {
  return `resource "terraform_data" "bench" {
  count = ${count}
  input = {
    id                     = "4711"
    name                   = "Sikom \${count.index}"
    username               = "injixo@acme.example"
    credentials_wo_version = "2026-11"
    time_zone              = "Europe/Berlin"
    host                   = "sikom-\${count.index}.acme.example"
    port                   = 5432
    paused                 = false
    status                 = "operational"
    import                 = { trigger = "manual" }
    queues = [for name in ["Back Office", "Customer Support", "Sales"] : {
      id = "4712", name = name, channel = "calls", interval_minutes = 15
    }]
  }
}
`;
}
