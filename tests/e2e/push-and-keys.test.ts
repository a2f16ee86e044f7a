import { readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { five9, startEmulator, type TestEmulator } from '#tests/support/cli.ts';
import { project, type Project } from '#tests/support/project.ts';

let emulator: TestEmulator;
beforeAll(async () => {
  emulator = await startEmulator('--cloud-link', 'disconnected');
});
afterEach(async () => emulator.faults());
afterAll(async () => emulator.stop());

const API = (name: string): string => `apiVersion: injixo-as-code/v1
kind: Integration
metadata: { name: ${name} }
spec: { type: injixo-api }
`;
const HEADER = 'queueName,queueIdentifier,timestamp,channel,offered,handled,duration\n';
const row = (n: number, channel = 'calls'): string =>
  `Queue,q,2026-11-22T10:00:00Z,${channel},true,true,${n}\n`;
const rows = (count: number): string => Array.from({ length: count }, (_, n) => row(n)).join('');
const idOf = async (name: string): Promise<number> =>
  (
    await emulator.send(
      'GET',
      `/external-systems/integration-configurations?name=${encodeURIComponent(name)}`,
    )
  ).data[0].id;
const applied = async (name: string, text = API(name)): Promise<Project> => {
  const made = project(emulator, { 'a.yaml': text });
  expect((await made.run(['apply', '-y', '--no-journal'])).code).toBe(0);
  await emulator.requests();
  return made;
};
const pushes = async (): Promise<number> =>
  (await emulator.requests()).filter((request) => request.startsWith('POST /external-systems/')).length;
const rejectsOf = (folder: string, file: string): any[] =>
  readFileSync(path.join(folder, `${file}.rejects.ndjson`), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('push', () => {
  it('sends a CSV file in batches', async () => {
    const { run, write } = await applied('P csv');
    write('events.csv', HEADER + rows(1200));
    const result = await run(['push', 'contact-events', 'P csv', 'events.csv']);
    expect(result).toMatchObject({ code: 0, stdout: '1200 accepted.\n' });
    expect(await pushes()).toBe(3);
    expect((await run(['queues', 'P csv'])).stdout).toContain('Queue');
  });

  it('writes what it does not send to a file with line numbers, and sends the rest', async () => {
    const { folder, run, write } = await applied('P bad');
    write('events.csv', HEADER + row(1) + row(2, 'fax') + row(3) + 'too,few\n');
    const result = await run(['push', 'contact-events', 'P bad', 'events.csv', '--format', 'json']);
    expect(result.code).toBe(5);
    expect(JSON.parse(result.stdout)).toMatchObject({ accepted: 2, invalid: 2 });
    expect(rejectsOf(folder, 'events.csv')).toMatchObject([
      { line: 3, outcome: 'invalid', record: { channel: 'fax' } },
      { line: 5, reason: 'It has 2 columns; the header has 7.' },
    ]);
  });

  it('goes on after a rejected batch in the middle', async () => {
    const { folder, run, write } = await applied('P middle');
    write('events.csv', HEADER + rows(30));
    await emulator.faults('latency,ms=1', 'error,status=422,path=contact-events,every=2,times=2');
    const args = [
      'push',
      'contact-events',
      'P middle',
      'events.csv',
      '--batch-size',
      '10',
      '--parallelism',
      '1',
    ];
    const result = await run([...args, '--format', 'json']);
    expect(result.code).toBe(5);
    expect(JSON.parse(result.stdout)).toMatchObject({ accepted: 20, rejected: 10 });
    expect(rejectsOf(folder, 'events.csv').map(({ line }) => line)).toEqual(
      Array.from({ length: 10 }, (_, n) => 12 + n),
    );
  });

  it('waits as long as the API asks for', async () => {
    const { run, write } = await applied('P limit');
    write('events.csv', HEADER + rows(30));
    await emulator.faults('rate-limit,path=contact-events,times=2,retry-after=0');
    const result = await run(['push', 'contact-events', 'P limit', 'events.csv', '--batch-size', '10']);
    expect(result).toMatchObject({ code: 0, stdout: '30 accepted.\n' });
  });

  it('sends nothing twice: neither a batch without an answer nor what an earlier run sent', async () => {
    const { run, write } = await applied('P once');
    write('events.csv', HEADER + rows(40));
    await emulator.faults('reset-after-commit,path=contact-events,times=1');
    const args = [
      'push',
      'contact-events',
      'P once',
      'events.csv',
      '--batch-size',
      '10',
      '--checkpoint',
      'done',
    ];
    const first = await run([...args, '--format', 'json']);
    expect(JSON.parse(first.stdout)).toMatchObject({ accepted: 30, unknown: 10, batches: 4 });
    expect(await pushes()).toBe(4);
    const second = await run([...args, '--format', 'json']);
    expect(JSON.parse(second.stdout)).toMatchObject({ accepted: 0, skipped: 30, unknown: 10, batches: 0 });
    expect(await pushes()).toBe(0);
    const third = await run([...args, '--format', 'json', '--resend-unknown']);
    expect(JSON.parse(third.stdout)).toMatchObject({ accepted: 10, unknown: 0 });
    expect((await run(args)).stdout).toContain('40 settled');
  });

  it('goes on after a token that was wrong: what was refused was not sent', async () => {
    const { run, write } = await applied('P token');
    write('events.csv', HEADER + rows(20));
    const id = String(await idOf('P token'));
    const args = ['push', 'contact-events', id, 'events.csv', '--batch-size', '10', '--checkpoint', 'done'];
    expect((await run(args, { env: { INJIXO_TOKEN: 'wrong' } })).code).toBe(1);
    expect(await run(args)).toMatchObject({ code: 0, stdout: '20 accepted.\n' });
  });

  it('reads NDJSON from standard input, with the API key of the integration', async () => {
    const { folder, run } = await applied('P stdin');
    await run(['keys', 'api-key', 'P stdin', '-y', '--to-file', 'key']);
    const id = String(await idOf('P stdin'));
    const event = { agentIdentifier: 'bob', activityIdentifier: 'Ready', startTime: '2026-11-22T10:00:00Z' };
    const result = await run(['push', 'agent-statuses', id, '--external-system', 'My ACD'], {
      stdin: `${JSON.stringify(event)}\n${JSON.stringify(event)}\n`,
      env: { INJIXO_TOKEN: '', INJIXO_TOKEN_FILE: path.join(folder, 'key') },
    });
    expect(result).toMatchObject({ code: 0, stdout: '2 accepted.\n' });
  });

  it.each([
    ['a column that is not known', 'P col', 'queue\nA\n', 3, 'push/columns'],
    ['a file that is not there', 'P file', undefined, 1, 'file/not-found'],
  ])('refuses %s before it sends', async (_, name, text, code, expected) => {
    const { run, write } = await applied(name);
    if (text !== undefined) write('events.csv', text);
    const result = await run(['push', 'contact-events', name, 'events.csv']);
    expect(result).toMatchObject({ code, stderr: expect.stringContaining(expected) });
    expect(await pushes()).toBe(0);
  });

  it('refuses an integration that takes no pushed data, and a token that is wrong', async () => {
    const { run, write } = await applied('P five9', five9('P five9'));
    write('events.csv', HEADER + row(1));
    expect((await run(['push', 'contact-events', 'P five9', 'events.csv'])).stderr).toContain(
      'takes no pushed data',
    );
    const env = { INJIXO_TOKEN: 'wrong' };
    const result = await run(['push', 'contact-events', '1', 'events.csv'], { env });
    expect(result).toMatchObject({ code: 1, stderr: expect.stringContaining('api/unauthorized') });
  });
});

describe('keys', () => {
  it('go to a file that only its owner reads, and never to the output', async () => {
    const { folder, run } = await applied('K file');
    const args = ['keys', 'api-key', 'K file', '-y', '--to-file', 'key'];
    const result = await run(args);
    const file = path.join(folder, 'key');
    const key = readFileSync(file, 'utf8').trim();
    expect(key.length).toBeGreaterThan(20);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(result.stdout + result.stderr).not.toContain(key);
    const again = await run(args);
    expect(again).toMatchObject({ code: 1, stderr: expect.stringContaining('file/unwritable') });
    expect((await run([...args, '--overwrite'])).code).toBe(0);
    expect(readFileSync(file, 'utf8').trim()).not.toBe(key);
  });

  it('go to a program by its standard input, or to standard output when asked', async () => {
    const { folder, run } = await applied('K program');
    await run(['keys', 'api-key', 'K program', '-y', '--', 'tee', path.join(folder, 'out')]);
    expect(readFileSync(path.join(folder, 'out'), 'utf8')).toMatch(/^[\w-]{20,}$/);
    const lost = await run(['keys', 'api-key', 'K program', '-y', '--', 'false']);
    expect(lost).toMatchObject({ code: 1, stderr: expect.stringContaining('The value is lost') });
    const printed = await run(['keys', 'api-key', 'K program', '-y', '--stdout']);
    expect(printed.stdout).toMatch(/^[\w-]{20,}\n$/);
  });

  it('are not generated without a place, a confirmation or a type that has them', async () => {
    const { run, write } = await applied('K refuse');
    await emulator.requests();
    write('taken', '');
    expect((await run(['keys', 'api-key', 'K refuse', '-y'])).stderr).toContain('shown only once');
    expect((await run(['keys', 'api-key', 'K refuse', '--stdout'])).code).toBe(7);
    expect((await run(['keys', 'url-token', 'K refuse', '-y', '--stdout'])).stderr).toContain(
      'injixo keys api-key',
    );
    expect((await run(['keys', 'api-key', 'K refuse', '-y', '--to-file', 'no/such/key'])).code).toBe(1);
    expect((await emulator.requests()).filter((request) => request.includes('api-key'))).toEqual([]);
  });
});

describe('cloud-link', () => {
  const CIC = `apiVersion: injixo-as-code/v1
kind: Integration
metadata: { name: CL cic }
spec:
  type: interactive-intelligence-cic
  configuration: { timeZone: UTC, acdServerAddresses: ['host:3500'] }
  import: { trigger: manual }
`;
  it('connects by the PIN, which is never an argument and never shown', async () => {
    const { folder, run } = await applied('CL cic', CIC);
    expect((await run(['cloud-link', 'status', 'CL cic'])).stdout).toBe('disconnected\n');
    writeFileSync(path.join(folder, 'pin'), '000000\n');
    const wrong = await run(['cloud-link', 'connect', 'CL cic', '--pin-file', 'pin']);
    expect(wrong).toMatchObject({ code: 1, stderr: expect.stringContaining('valid for five minutes') });
    expect(wrong.stderr).not.toContain('000000');
    expect(
      (await run(['cloud-link', 'connect', 'CL cic', '--pin-file', '-'], { stdin: '12345\n' })).code,
    ).toBe(1);
    expect((await run(['cloud-link', 'connect', 'CL cic'])).code).toBe(7);
    expect(
      (await run(['cloud-link', 'connect', 'CL cic', '--pin-file', '-'], { stdin: '123456\n' })).code,
    ).toBe(0);
    expect((await run(['cloud-link', 'status', 'CL cic'])).stdout).toBe('connected\n');
  });
});

describe('csv preview', () => {
  const CSV = `apiVersion: injixo-as-code/v1
kind: Integration
metadata: { name: Back office }
spec:
  type: csv
  configuration:
    importData: contact
    columnSeparator: ';'
    timeZone: Europe/Berlin
    layout: interval-based
    intervalLength: 15
    mapping:
      sqlQuery: SELECT q AS queue, t AS timestamp, 1 AS offered, 1 AS handled, 'calls' AS channel FROM uploaded_file
overrides:
  staging: { configuration: { timeZone: UTC } }
`;
  it('shows rows and errors of a file, in the environment that is asked for', async () => {
    const { run, write } = project(emulator, { 'a.yaml': CSV });
    write('f.csv', 'q;t\nSales;2026-11-22 10:00\nSales;2026-11-22 10:07\n');
    const result = await run(['csv', 'preview', 'f.csv', 'Back office']);
    expect(result.code).toBe(3);
    expect(result.stdout).toMatch(/Sales +2026-11-22 10:00:00[^]*2 rows read, 1 mapped, 1 with errors/);
    expect(result.stderr).toContain('does not begin an interval of 15 minutes');
    const json = await run(['csv', 'preview', 'f.csv', 'Back office', '-e', 'staging', '--format', 'json']);
    expect(JSON.parse(json.stdout).rows[0].utc).toBe('2026-11-22T10:00:00Z');
  });

  it('checks the encoding and the size', async () => {
    const { folder, run } = project(emulator, { 'a.yaml': CSV });
    writeFileSync(path.join(folder, 'f.csv'), Buffer.from('q;t\nS\xfcd;2026-11-22 10:00\n', 'latin1'));
    expect((await run(['csv', 'preview', 'f.csv', 'Back office'])).stderr).toContain(
      'f.csv:2:1: error csv/encoding',
    );
    const decoded = await run(['csv', 'preview', 'f.csv', 'Back office', '--encoding', 'iso-8859-1']);
    expect(decoded).toMatchObject({ code: 0, stdout: expect.stringContaining('Süd') });
    writeFileSync(path.join(folder, 'f.csv'), Buffer.alloc(7 * 1024 * 1024 + 1, 'x'));
    expect((await run(['csv', 'preview', 'f.csv', 'Back office'])).stderr).toContain('csv/too-large');
  });
});
