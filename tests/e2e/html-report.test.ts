import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { five9, startEmulator, zendesk, type TestEmulator } from '#tests/support/cli.ts';
import { project } from '#tests/support/project.ts';

const BROWSER = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

let emulator: TestEmulator;
let browser: Browser;
let page: Page;
const complaints: string[] = [];
const requests: string[] = [];

beforeAll(async () => {
  if (BROWSER === undefined) throw new Error('Install Chromium: apt-get install chromium');
  emulator = await startEmulator();
  const args = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-sync'];
  browser = await chromium.launch({ executablePath: BROWSER, args });
});
afterAll(async () => {
  await browser?.close();
  await emulator?.stop();
});

/** The page's own policy forbids the checker's script, so that test goes around it. */
async function open(file: string, options: Parameters<Browser['newPage']>[0] = {}): Promise<void> {
  await page?.close();
  complaints.length = 0;
  requests.length = 0;
  page = await browser.newPage(options);
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => requests.push(request.url()));
  await page.goto(pathToFileURL(file).href);
}

describe('the HTML report', () => {
  let file: string;
  beforeAll(async () => {
    const { folder, run, write } = project(emulator, {
      'a.yaml': five9('Five9 EU'),
      'b.yaml': zendesk('Desk', 'ivr'),
    });
    await run(['apply', '-y', '--no-wait']);
    write('a.yaml', five9('Five9 EU', { region: 'US' }));
    write('b.yaml', zendesk('Desk', 'phone-number'));
    write('c.yaml', five9('Five9 <script>complaints()</script> CA'));
    expect((await run(['plan', '--format', 'html', '-o', 'plan.html'])).code).toBe(4);
    file = path.join(folder, 'plan.html');
  });

  it('renders without a complaint and asks for nothing', async () => {
    await open(file);
    expect(await page.title()).toMatch(/^Plan for workspace/);
    expect(await page.locator('.item').count()).toBe(6);
    expect(await page.locator('.findings li').count()).toBeGreaterThan(0);
    expect(complaints).toEqual([]);
    expect(requests.filter((url) => !url.startsWith('data:'))).toEqual([pathToFileURL(file).href]);
  });

  it('filters by text and by status', async () => {
    await open(file);
    await page.getByLabel('Search').fill('desk');
    expect(await page.locator('.item:visible').count()).toBe(2);
    await page.getByRole('checkbox', { name: /import/ }).uncheck();
    expect(await page.locator('.item:visible').count()).toBe(1);
    expect(await page.locator('output').textContent()).toBe('1 of 6 shown');
  });

  it.each(['light', 'dark'] as const)('is accessible in %s colours', async (scheme) => {
    await open(file, { colorScheme: scheme, bypassCSP: true });
    await page.evaluate(AXE);
    const violations = await page.evaluate(async () => {
      const { axe } = globalThis as unknown as {
        axe: { run: () => Promise<{ violations: { id: string }[] }> };
      };
      return (await axe.run()).violations;
    });
    expect(violations).toEqual([]);
  });
});
