/** Makes docs/images/report.png: the HTML report of a plan, made by the built bin against the emulator. */
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const root = fileURLToPath(new URL('..', import.meta.url));
const bin = path.join(root, 'dist/injixo.js');
const folder = mkdtempSync(path.join(tmpdir(), 'injixo-screenshot-'));
cpSync(path.join(root, 'examples/acme'), folder, { recursive: true });
writeFileSync(path.join(folder, 'secrets/zendesk-token'), 'demo');
const emulator = spawn(process.execPath, [bin, 'emulator', '--port', '4010', '--import-seconds', '0'], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
await new Promise((resolve) => emulator.stdout.once('data', resolve));

const variables = readdirSync(folder, { recursive: true })
  .filter((file) => file.endsWith('.yaml'))
  .flatMap((file) => [...readFileSync(path.join(folder, file), 'utf8').matchAll(/fromEnv: (\w+)/g)])
  .map(([, name]) => [name, 'demo']);
const env = { ...process.env, ...Object.fromEntries(variables), INJIXO_TOKEN: 'emulator' };
const run = (...args) => spawnSync(process.execPath, [bin, ...args], { cwd: folder, env, stdio: 'ignore' });
const edit = (file, from, to) => {
  const target = path.join(folder, file);
  writeFileSync(target, readFileSync(target, 'utf8').replace(from, to));
};

let browser;
try {
  run('apply', '--auto-approve', '--no-journal');
  edit('integrations/cloud/five9.yaml', 'region: EU\n', 'region: CA\n');
  edit('integrations/cloud/five9.yaml', 'identifier: bob.f9', 'identifier: bob.brown');
  edit('integrations/cloud/zendesk.yaml', 'queueGrouping: ivr', 'queueGrouping: phone-number');
  run('plan', '--format', 'html', '-o', 'plan.html');
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-sync'],
  });
  const page = await browser.newPage({ viewport: { width: 1000, height: 1000 } });
  await page.goto(pathToFileURL(path.join(folder, 'plan.html')).href);
  await page.screenshot({ path: path.join(root, 'docs/images/report.png') });
} finally {
  await browser?.close();
  emulator.kill();
  rmSync(folder, { recursive: true, force: true });
}
