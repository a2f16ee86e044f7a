import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { five9, ROOT, startEmulator, type TestEmulator } from '#tests/support/cli.ts';
import { project } from '#tests/support/project.ts';

let emulator: TestEmulator;
beforeAll(async () => {
  emulator = await startEmulator('--cloud-link', 'disconnected');
});
afterAll(async () => emulator.stop());

/** Runs the bin on a real terminal, made by `script`; `answers` are typed when a prompt has come. */
async function onTerminal(cwd: string, args: string, answers: Record<string, string> = {}): Promise<string> {
  const command = `"${process.execPath}" "${ROOT}dist/injixo.js" ${args}`;
  const env = {
    PATH: process.env['PATH'] ?? '',
    HOME: tmpdir(),
    TERM: 'xterm',
    FIVE9_PASSWORD: 'x',
    ...emulator.env,
  };
  const child = spawn('script', ['-qefc', command, '/dev/null'], { cwd, env });
  const open = new Map(Object.entries(answers));
  let output = '';
  child.stdout.on('data', (data) => {
    output += String(data);
    for (const [prompt, answer] of open) {
      if (!output.includes(prompt)) continue;
      open.delete(prompt);
      setTimeout(() => child.stdin.write(`${answer}\r`), 200);
    }
  });
  return new Promise((resolve) => child.on('close', () => resolve(output)));
}

describe('on a terminal', () => {
  it('an apply asks, shows bars and colours, and says what was done', async () => {
    const { folder } = project(emulator, { 'a.yaml': five9('T apply') });
    const output = await onTerminal(folder, 'apply --no-journal', { 'Only "yes" is accepted': 'yes' });
    expect(output).toContain('\u001b[32m');
    expect(output).toMatch(/[█░]{5}/);
    expect(output).toContain('1 created');
  });

  it('a push shows how far it is', async () => {
    const { folder, run, write } = project(emulator, {
      'a.yaml':
        'apiVersion: injixo-as-code/v1\nkind: Integration\nmetadata: { name: T push }\nspec: { type: injixo-api }\n',
    });
    await run(['apply', '-y', '--no-journal']);
    const row = 'Q,q,2026-11-22T10:00:00Z,calls,true,true,1\n';
    write(
      'e.csv',
      `queueName,queueIdentifier,timestamp,channel,offered,handled,duration\n${row.repeat(60_000)}`,
    );
    const output = await onTerminal(folder, "push contact-events 'T push' e.csv");
    expect(output).toMatch(/[█░]{5} \d+ % \d+ accepted/);
    expect(output).toContain('60000 accepted');
  });

  it('a PIN is typed unseen', async () => {
    const { folder, run } = project(emulator, {
      'a.yaml':
        "apiVersion: injixo-as-code/v1\nkind: Integration\nmetadata: { name: T link }\nspec:\n  type: interactive-intelligence-cic\n  configuration: { timeZone: UTC, acdServerAddresses: ['host:3500'] }\n  import: { trigger: manual }\n",
    });
    await run(['apply', '-y', '--no-journal']);
    const output = await onTerminal(folder, "cloud-link connect 'T link'", { 'The PIN that': '123456' });
    expect(output).toContain('is connected');
    expect(output).not.toContain('123456');
  });
});
