/** A copy of examples/acme beside an emulator, with a value that means nothing for every secret. */
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));
const bin = path.join(root, 'dist/injixo.js');

export interface ExampleAccount {
  folder: string;
  endpoint: string;
  /** Runs the built bin; answers the exit code. */
  run: (...words: string[]) => number | null;
  /** Takes everything away again. */
  stop: () => void;
}

interface ExampleOptions {
  importSeconds: number;
  stdio: 'inherit' | 'ignore';
  port?: number;
}

export async function startExample({
  importSeconds,
  stdio,
  port = 0,
}: ExampleOptions): Promise<ExampleAccount> {
  const folder = mkdtempSync(path.join(tmpdir(), 'injixo-example-'));
  cpSync(path.join(root, 'examples/acme'), folder, { recursive: true });
  writeFileSync(path.join(folder, 'secrets/zendesk-token'), 'demo');
  const args = ['emulator', '--port', String(port), '--import-seconds', String(importSeconds)];
  const emulator = spawn(process.execPath, [bin, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const endpoint = await new Promise<string>((resolve) => {
    emulator.stdout.once('data', (data) => resolve(String(data).trim().split(' ').pop()!));
  });
  const variables = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.yaml'))
    .flatMap((file) => [...readFileSync(path.join(folder, file), 'utf8').matchAll(/fromEnv: (\w+)/g)])
    .map((match) => [match[1]!, 'demo'] as const);
  const env = {
    ...process.env,
    ...Object.fromEntries<string>(variables),
    INJIXO_ENDPOINT: endpoint,
    INJIXO_TOKEN: 'emulator',
  };
  return {
    folder,
    endpoint,
    run: (...words) => spawnSync(process.execPath, [bin, ...words], { cwd: folder, env, stdio }).status,
    stop: () => {
      emulator.kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
