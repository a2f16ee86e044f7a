/** The main job on examples/acme against the embedded emulator, with the built bin, as a person would type it. */
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const bin = path.join(root, 'dist/injixo.js');
const folder = mkdtempSync(path.join(tmpdir(), 'injixo-demo-'));
cpSync(path.join(root, 'examples/acme'), folder, { recursive: true });
writeFileSync(path.join(folder, 'secrets/zendesk-token'), 'demo');

const emulator = spawn(process.execPath, [bin, 'emulator', '--port', '0', '--import-seconds', '3'], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
const endpoint = await new Promise((resolve) => {
  emulator.stdout.on('data', (data) => resolve(String(data).trim().split(' ').pop()));
});

/** Every secret that the example refers to gets a value that means nothing. */
const variables = readdirSync(folder, { recursive: true })
  .filter((file) => file.endsWith('.yaml'))
  .flatMap((file) => [...readFileSync(path.join(folder, file), 'utf8').matchAll(/fromEnv: (\w+)/g)])
  .map(([, name]) => [name, 'demo']);
const env = {
  ...process.env,
  ...Object.fromEntries(variables),
  INJIXO_ENDPOINT: endpoint,
  INJIXO_TOKEN: 'emulator',
};

let failed = false;
try {
  for (const command of [
    'validate',
    'plan',
    'apply --auto-approve',
    'status',
    'queues',
    'apply --auto-approve',
  ]) {
    process.stdout.write(`\n$ injixo ${command}\n`);
    const { status } = spawnSync(process.execPath, [bin, ...command.split(' ')], {
      cwd: folder,
      env,
      stdio: 'inherit',
    });
    failed ||= status !== 0;
    if (command === 'queues') await fetch(`${endpoint}/__emulator/requests`, { method: 'DELETE' });
  }
  const data = await (await fetch(`${endpoint}/__emulator/requests`)).json();
  const writes = data.filter(({ method }) => method !== 'GET').length;
  process.stdout.write(`\nThe second apply sent ${data.length} request(s), ${writes} of them a write.\n`);
  failed ||= writes > 0;
} finally {
  emulator.kill();
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = failed ? 1 : 0;
