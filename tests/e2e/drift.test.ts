import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { five9, startEmulator, type TestEmulator } from '#tests/support/cli.ts';
import { project } from '#tests/support/project.ts';
import { validates } from '#tests/support/schemas.ts';

let emulator: TestEmulator;
beforeAll(async () => {
  emulator = await startEmulator();
});
afterAll(async () => emulator.stop());

const CONFIGURATIONS = '/external-systems/integration-configurations';
const idOf = async (name: string): Promise<number> =>
  (await emulator.send('GET', `${CONFIGURATIONS}?name=${encodeURIComponent(name)}`)).data[0].id;
const change = async (name: string, patch: unknown): Promise<void> => {
  await emulator.send('PATCH', `${CONFIGURATIONS}/${await idOf(name)}`, patch, { 'if-match': '*' });
};
const stateOf = (report: any, name: string): string | undefined =>
  report.items.find((item: { name: string }) => item.name === name)?.state;

describe('drift', () => {
  it('tells field by field what somebody changed, and exits with 2 only when asked', async () => {
    const { run, json } = project(emulator, { 'a.yaml': `${five9('D one')}---\n${five9('D two')}` });
    await run(['apply', '-y']);
    expect((await run(['drift', '--detailed-exitcode'])).code).toBe(0);
    await change('D one', { configuration: { region: 'CA' } });
    expect((await run(['drift'])).code).toBe(0);
    const found = await run(['drift', '--detailed-exitcode']);
    expect(found.code).toBe(2);
    expect(found.stdout).toMatch(/drifted +D one[^]*configuration\.region {2}"CA" → "EU"/);
    const report = await json('drift');
    validates('drift-report.v1.schema.json', report);
    expect(report).toMatchObject({ drifted: true });
    expect(report.items.find((item: { name: string }) => item.name === 'D one')).toMatchObject({
      state: 'drifted',
      file: 'a.yaml',
      line: 4,
      fields: [{ path: ['configuration', 'region'], before: 'CA', after: 'EU', cause: 'drift' }],
    });
    expect(stateOf(report, 'D two')).toBe('in-sync');
  });

  it('tells apart what git changed, what is gone, what is undeclared and what others own', async () => {
    const first = project(emulator, { 'a.yaml': `${five9('D gone')}---\n${five9('D dropped')}` });
    await first.run(['apply', '-y']);
    await emulator.send('DELETE', `${CONFIGURATIONS}/${await idOf('D gone')}`, undefined, {
      'if-match': '*',
    });
    first.write('a.yaml', `${five9('D gone')}---\n${five9('D new')}`);
    await emulator.send(
      'POST',
      CONFIGURATIONS,
      { name: 'D by hand', type: 'injixo-api' },
      { 'idempotency-key': 'd' },
    );
    const report = await first.json('drift');
    expect(stateOf(report, 'D gone')).toBe('missing');
    expect(stateOf(report, 'D new')).toBe('missing');
    expect(stateOf(report, 'D dropped')).toBe('undeclared');
    expect(stateOf(report, 'D by hand')).toBe('unmanaged');
    const other = project(emulator, { 'a.yaml': five9('D other') });
    expect(stateOf(await other.json('drift'), 'D dropped')).toBe('foreign');
    await other.run(['apply', '-y']);
    other.write('a.yaml', five9('D other', { region: 'US' }));
    expect(stateOf(await other.json('drift'), 'D other')).toBe('pending');
    expect((await other.run(['drift'])).stdout).toContain(`owner: ${first.owner}`);
  });

  it('sees a pause by hand of what is declared to run', async () => {
    const { run, json } = project(emulator, { 'a.yaml': five9('D paused', { rest: '  paused: false\n' }) });
    await run(['apply', '-y']);
    await emulator.send('POST', `${CONFIGURATIONS}/${await idOf('D paused')}/pause`);
    const report = await json('drift');
    expect(report.items.find((item: { name: string }) => item.name === 'D paused')).toMatchObject({
      state: 'drifted',
      fields: [{ path: ['paused'], before: true, after: false, cause: 'drift' }],
    });
  });

  it('writes nothing, and reads by pages', async () => {
    const { run } = project(emulator, { 'a.yaml': five9('D reads') });
    await run(['apply', '-y']);
    await emulator.requests();
    await run(['drift']);
    expect((await emulator.requests()).sort()).toEqual(
      [`GET ${CONFIGURATIONS}`, 'GET /external-systems/queues', 'GET /forecast/workloads'].sort(),
    );
  });

  it('looks again and again with --watch, and reports what changed in between', async () => {
    const { run } = project(emulator, { 'a.yaml': five9('D watch') });
    await run(['apply', '-y']);
    const result = await run(['drift', '--watch', '1s', '--format', 'json', '--detailed-exitcode'], {
      onStart: (child) => {
        let shown = '';
        child.stdout!.on('data', (data) => {
          shown += String(data);
          const looks = shown.split('\n').length - 1;
          if (looks === 1) void change('D watch', { configuration: { region: 'CA' } });
          // A third look, so that one without a change is seen too.
          if (looks === 2) setTimeout(() => child.kill('SIGINT'), 2_500);
        });
      },
    });
    const looks = result.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(looks.map((look) => stateOf(look, 'D watch'))).toEqual(['in-sync', 'drifted']);
    expect(result).toMatchObject({ code: 2, stderr: expect.stringContaining('no change since') });
  });

  it.each(['markdown', 'html', 'junit', 'sarif', 'github'])('is reported as %s', async (format) => {
    const { run } = project(emulator, { 'a.yaml': five9(`D ${format}`) });
    const result = await run(['drift', '--format', format]);
    expect(result).toMatchObject({ code: 0, stdout: expect.stringContaining(`D ${format}`) });
  });
});
