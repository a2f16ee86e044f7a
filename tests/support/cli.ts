import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const BIN = path.join(ROOT, 'dist/injixo.js');

export interface Result {
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface RunOptions {
  cwd?: string;
  env?: Record<string, string>;
  stdin?: string | Uint8Array;
  /** Called with the process, for tests that send signals. */
  onStart?: (child: ChildProcess) => void;
}

/** Runs the built bin as a process. The environment is empty but for PATH and what the test gives. */
export async function injixo(
  args: readonly string[],
  { cwd, env, stdin, onStart }: RunOptions = {},
): Promise<Result> {
  const child = spawn(process.execPath, [BIN, ...args], {
    cwd: cwd ?? ROOT,
    // A run in the repository itself must leave nothing behind.
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: tmpdir(),
      ...(cwd === undefined ? { INJIXO_JOURNAL: 'false' } : {}),
      ...env,
    },
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (data) => (stdout += String(data)));
  child.stderr.on('data', (data) => (stderr += String(data)));
  child.stdin.end(stdin ?? '');
  onStart?.(child);
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, stdout, stderr })));
}

/** A folder of its own with the given files. */
export function workspace(files: Record<string, string> = {}): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'injixo-test-'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
  return folder;
}

export interface TestEmulator {
  url: string;
  env: Record<string, string>;
  stop: () => Promise<void>;
  /** `['GET /external-systems/integration-configurations', …]` since the last call. */
  requests: () => Promise<string[]>;
  faults: (...faults: string[]) => Promise<void>;
  send: (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<any>;
}

/** The real emulator, as its own process on a free port. */
export async function startEmulator(...args: string[]): Promise<TestEmulator> {
  const child = spawn(
    process.execPath,
    [BIN, 'emulator', '--port', '0', '--import-seconds', '0.2', ...args],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const url = await new Promise<string>((resolve) =>
    child.stdout.once('data', (data) => resolve(String(data).trim().split(' ').pop()!)),
  );
  const headers = { authorization: 'Bearer emulator' };
  return {
    url,
    env: { INJIXO_ENDPOINT: url, INJIXO_TOKEN: 'emulator' },
    stop: async () => {
      child.kill();
      await new Promise((resolve) => child.once('close', resolve));
    },
    requests: async () => {
      const response = await fetch(`${url}/__emulator/requests`, { method: 'DELETE' });
      const data = (await response.json()) as { method: string; path: string }[];
      return data.map(({ method, path: at }) => `${method} ${at}`);
    },
    faults: async (...faults) => {
      const response = await fetch(`${url}/__emulator/faults`, {
        method: 'PUT',
        body: JSON.stringify({ data: faults }),
      });
      if (!response.ok) throw new Error(await response.text());
    },
    send: async (method, at, body, more) => {
      const init: RequestInit = { method, headers: { ...headers, ...more } };
      if (body !== undefined) init.body = JSON.stringify(body);
      const response = await fetch(`${url}${at}`, init);
      return response.status === 204 ? undefined : response.json();
    },
  };
}

export const WORKSPACE = `apiVersion: injixo-as-code/v1
kind: Workspace
metadata: { name: acme }
spec: { include: ['*.yaml'] }
`;

/** A Five9 document; `spec` lines are added at the end. */
export function five9(
  name: string,
  changes: { region?: string; grouping?: string; version?: string; rest?: string; metadata?: string } = {},
): string {
  const { region = 'EU', grouping = 'skill', version, rest = '', metadata = '' } = changes;
  return `apiVersion: injixo-as-code/v1
kind: Integration
metadata:
  name: ${name}
${metadata}spec:
  type: five9
  credentials:
    username: injixo@acme.example
    password: { fromEnv: FIVE9_PASSWORD }
${version === undefined ? '' : `    version: "${version}"\n`}  configuration:
    region: ${region}
    queueGrouping: ${grouping}
${rest}`;
}

/** A Zendesk document: its grouping cannot be changed in place. */
export function zendesk(name: string, grouping: string, rest = ''): string {
  return `apiVersion: injixo-as-code/v1
kind: Integration
metadata: { name: ${name} }
spec:
  type: zendesk
  credentials: { domain: acme.zendesk.com, username: a@b.example, apiToken: { fromEnv: FIVE9_PASSWORD } }
  configuration: { queueGrouping: ${grouping} }
${rest}`;
}
