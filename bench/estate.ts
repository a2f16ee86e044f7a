import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('..', import.meta.url));
export const BIN = path.join(ROOT, 'dist/injixo.js');

/** A workspace with as many documents, each in a file of its own, padded to about `bytes`. */
export function writeEstate(count: number, bytes: number, imports = true): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'injixo-bench-'));
  mkdirSync(path.join(folder, 'integrations'));
  writeFileSync(
    path.join(folder, 'injixo.yaml'),
    'apiVersion: injixo-as-code/v1\nkind: Workspace\nmetadata: { name: bench }\n',
  );
  for (let i = 0; i < count; i++)
    writeFileSync(path.join(folder, `integrations/i${i}.yaml`), documentOf(i, bytes, imports));
  return folder;
}

function documentOf(index: number, bytes: number, imports: boolean): string {
  const head = `apiVersion: injixo-as-code/v1
kind: Integration
metadata:
  name: Sikom ${index}
  labels: { team: workforce, region: eu }
spec:
  type: sikom
  credentials:
    username: injixo@acme.example
    password: { fromEnv: BENCH_PASSWORD }
    version: "2026-11"
  configuration:
    timeZone: Europe/Berlin
    host: sikom-${index}.acme.example
    port: 5432
    importAgentStatusData: true
${imports ? '' : '  import: { trigger: manual }\n'}`;
  if (bytes === 0) return head;
  let users = '  agentStatus:\n    users:\n';
  for (let i = 0; head.length + users.length < bytes; i++)
    users += `      - { person: agent${i}@acme.example, identifier: agent.${i} }\n`;
  return head + users;
}

export interface Served {
  url: string;
  pid: number;
  env: Record<string, string>;
  stop: () => void;
}

export async function serve(): Promise<Served> {
  const child = spawn(process.execPath, [BIN, 'emulator', '--port', '0', '--import-seconds', '0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await new Promise<string>((resolve) =>
    child.stdout.once('data', (data) => resolve(String(data).trim().split(' ').pop()!)),
  );
  return {
    url,
    pid: child.pid!,
    env: { INJIXO_ENDPOINT: url, INJIXO_TOKEN: 'emulator', BENCH_PASSWORD: 'x' },
    stop: () => child.kill(),
  };
}

/** What the emulator was asked since the last call. */
export async function loggedRequests(url: string): Promise<{ method: string; path: string }[]> {
  const response = await fetch(`${url}/__emulator/requests`, { method: 'DELETE' });
  return (await response.json()) as { method: string; path: string }[];
}
