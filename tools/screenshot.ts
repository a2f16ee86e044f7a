/** Makes docs/images/report.png: the HTML report of a plan, made by the built bin against the emulator. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser } from 'playwright-core';
import { root, startExample } from './example-account.ts';

const { folder, run, stop } = await startExample({ importSeconds: 0, stdio: 'ignore', port: 4010 });
const edit = (file: string, from: string, to: string): void => {
  const target = path.join(folder, file);
  writeFileSync(target, readFileSync(target, 'utf8').replace(from, to));
};

let browser: Browser | undefined;
try {
  run('apply', '--auto-approve', '--no-journal');
  edit('integrations/cloud/five9.yaml', 'region: EU\n', 'region: CA\n');
  edit('integrations/cloud/five9.yaml', 'identifier: bob.f9', 'identifier: bob.brown');
  edit('integrations/cloud/zendesk.yaml', 'queueGrouping: ivr', 'queueGrouping: phone-number');
  run('plan', '--format', 'html', '-o', 'plan.html');
  browser = await chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-sync'],
  });
  const page = await browser.newPage({ viewport: { width: 1000, height: 1000 } });
  await page.goto(pathToFileURL(path.join(folder, 'plan.html')).href);
  await page.screenshot({ path: path.join(root, 'docs/images/report.png') });
} finally {
  await browser?.close();
  stop();
}
