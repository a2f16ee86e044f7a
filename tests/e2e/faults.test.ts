import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  five9,
  injixo,
  startEmulator,
  workspace,
  type Result,
  type TestEmulator,
} from '#tests/support/cli.ts';

let emulator: TestEmulator;
beforeEach(async () => {
  emulator = await startEmulator();
});
afterEach(async () => emulator.stop());

const FILES = { 'a.yaml': ['A', 'B', 'C'].map((name) => five9(name)).join('---\n') };
const LIST = '/external-systems/integration-configurations';

function project(files: Record<string, string> = FILES) {
  const folder = workspace(files);
  const env = { ...emulator.env, FIVE9_PASSWORD: 'canary-secret' };
  return {
    folder,
    run: async (...args: string[]): Promise<Result> => injixo(args, { cwd: folder, env }),
    env,
  };
}

async function names(): Promise<string[]> {
  return (await emulator.send('GET', LIST)).data.map(({ name }: any) => name).sort();
}

describe('a bad network', () => {
  it.each([
    'rate-limit,retry-after=0.1,every=2',
    'reset-before-commit,method=POST,times=2',
    'reset-after-commit,method=POST,path=configurations,times=2',
    'error,status=503,method=POST,times=2',
    'error,status=500,method=GET,every=2',
    'truncated,method=POST,times=2',
    'html,method=POST,times=2',
    'latency,ms=50',
  ])('%s: everything is created, once', async (fault) => {
    await emulator.faults(fault);
    const { run } = project();
    const result = await run('apply', 'a.yaml', '-y', '--no-wait');
    await emulator.faults();
    expect([result.code, result.stderr]).toEqual([0, expect.any(String)]);
    expect(await names()).toEqual(['A', 'B', 'C']);
    expect((await run('plan', 'a.yaml', '--detailed-exitcode')).code).toBe(0);
  });

  it('resets after commit of changes and deletions: done once, nothing lost', async () => {
    const { folder, run } = project();
    await run('apply', 'a.yaml', '-y');
    await emulator.faults(
      'reset-after-commit,method=PATCH,times=1',
      'reset-after-commit,method=DELETE,times=1',
    );
    const absent =
      'apiVersion: injixo-as-code/v1\nkind: Integration\nmetadata: { name: C }\nensure: absent\n';
    writeFileSync(
      path.join(folder, 'a.yaml'),
      `${five9('A', { region: 'US' })}---\n${five9('B')}---\n${absent}`,
    );
    expect((await run('apply', 'a.yaml', '-y')).code).toBe(0);
    expect(await names()).toEqual(['A', 'B']);
    expect((await run('plan', 'a.yaml', '--detailed-exitcode')).code).toBe(0);
  });
});

describe('partial failure: exit code 5', () => {
  it('goes on with the rest, says what is done, and a second apply finishes', async () => {
    await emulator.faults('error,status=422,method=POST,times=1,path=configurations');
    const { run } = project();
    const { code, stdout } = await run('apply', 'a.yaml', '-y', '--format', 'json', '--parallelism', '1');
    const report = JSON.parse(stdout);
    expect(code).toBe(5);
    expect(report.outcomes).toEqual({ done: 4, failed: 1, interrupted: 0, 'not-tried': 1 });
    expect(report.summary).toMatchObject({ create: 2, import: 2 });
    expect(await names()).toEqual(['B', 'C']);
    expect((await run('apply', 'a.yaml', '-y')).code).toBe(0);
    expect(await names()).toEqual(['A', 'B', 'C']);
  });

  it('is 1 when nothing at all was done', async () => {
    await emulator.faults('error,status=422,method=POST');
    expect((await project().run('apply', 'a.yaml', '-y')).code).toBe(1);
  });
});

describe('imports that go wrong', () => {
  it('a failed one is reported with its reason', async () => {
    await emulator.faults('failing-import,name=B');
    const { code, stdout } = await project().run('apply', 'a.yaml', '-y');
    expect([code, stdout]).toEqual([5, expect.stringContaining('The import of "B" failed')]);
    expect(stdout).toContain('3 created, 2 imports finished');
  });

  it('credentials that the external system refuses are reported where they stand', async () => {
    const folder = workspace({ 'a.yaml': five9('A') });
    const { code, stdout, stderr } = await injixo(['apply', 'a.yaml', '-y'], {
      cwd: folder,
      env: { ...emulator.env, FIVE9_PASSWORD: 'wrong-canary' },
    });
    expect([code, stdout]).toEqual([5, expect.stringContaining('api/connection-test')]);
    expect(stdout + stderr).not.toContain('canary');
  });

  it('a time-out says that the import goes on', async () => {
    await emulator.faults('slow-import,factor=1000');
    const { code, stdout } = await project({
      'a.yaml': five9('A', { rest: '  import: { timeout: 1s }\n' }),
    }).run('apply', 'a.yaml', '-y');
    expect([code, stdout]).toEqual([5, expect.stringContaining('import/timeout')]);
  });

  it('that are over before anybody looked are not started a second time', async () => {
    const quick = await startEmulator('--import-seconds', '0');
    const env = { ...quick.env, FIVE9_PASSWORD: 'x' };
    const { code } = await injixo(['apply', 'a.yaml', '-y'], { cwd: workspace(FILES), env });
    const started = (await quick.requests()).filter(
      (request) => request.startsWith('POST') && request.endsWith('/imports'),
    );
    await quick.stop();
    expect([code, started]).toEqual([0, []]);
  });

  it('can be watched, listed and started by hand', async () => {
    const { run } = project();
    await run('apply', 'a.yaml', '-y', '--no-wait');
    expect((await run('imports', 'watch')).code).toBe(0);
    expect((await run('imports', 'start', 'A')).code).toBe(0);
    const { imports } = JSON.parse((await run('imports', 'list', 'A', '--format', 'json')).stdout);
    expect(imports.map(({ state }: any) => state)).toEqual(['succeeded', 'succeeded']);
    const unknown = await run('imports', 'start', 'AA');
    expect([unknown.code, unknown.stderr]).toEqual([1, expect.stringContaining('api/not-found')]);
  });
});

describe('SIGINT: exit code 130', () => {
  it('stops waiting, says that imports go on and how to follow them', async () => {
    await emulator.faults('slow-import,factor=1000');
    const { folder, env } = project();
    const { code, stdout } = await injixo(['apply', 'a.yaml', '-y'], {
      cwd: folder,
      env,
      onStart: (child) => {
        let sent = false;
        child.stderr!.on('data', (data) => {
          if (!sent && String(data).includes('waiting')) sent = child.kill('SIGINT');
        });
      },
    });
    expect([code, stdout]).toEqual([130, expect.stringContaining('injixo imports watch')]);
    expect(stdout).toContain('3 created');
  });

  it('finishes what is in flight and starts nothing new', async () => {
    await emulator.faults('latency,ms=400,method=POST');
    const { folder, env } = project();
    const { code, stdout } = await injixo(
      ['apply', 'a.yaml', '-y', '--parallelism', '1', '--format', 'json'],
      {
        cwd: folder,
        env,
        onStart: (child) => setTimeout(() => child.kill('SIGINT'), 700),
      },
    );
    const { outcomes, steps } = JSON.parse(stdout);
    expect(code).toBe(130);
    expect(outcomes.failed).toBe(0);
    const created = steps
      .filter(({ action, outcome }: any) => action === 'create' && outcome === 'done')
      .map(({ name }: any) => name);
    expect(await names()).toEqual(created);
    expect(created.length).toBeLessThan(3);
  });
});

describe('a confirmation', () => {
  it('is needed, and without a terminal it is exit code 7 and nothing is sent', async () => {
    const { run } = project();
    const result = await run('apply', 'a.yaml');
    expect([result.code, result.stderr]).toEqual([7, expect.stringContaining('--auto-approve')]);
    expect(await names()).toEqual([]);
  });

  it.each(['false', '0', ''])('INJIXO_AUTO_APPROVE=%j is no approval', async (value) => {
    const { folder, env } = project();
    expect(
      (await injixo(['apply', 'a.yaml'], { cwd: folder, env: { ...env, INJIXO_AUTO_APPROVE: value } })).code,
    ).toBe(7);
  });

  it('INJIXO_AUTO_APPROVE=1 is one', async () => {
    const { folder, env } = project();
    expect(
      (
        await injixo(['apply', 'a.yaml', '--no-wait'], {
          cwd: folder,
          env: { ...env, INJIXO_AUTO_APPROVE: '1' },
        })
      ).code,
    ).toBe(0);
  });
});

describe('another writer', () => {
  it('in between is a conflict, and nothing of theirs is lost', async () => {
    const { folder, run } = project({ 'a.yaml': five9('A') });
    await run('apply', 'a.yaml', '-y');
    await emulator.faults('error,status=412,method=PATCH');
    writeFileSync(path.join(folder, 'a.yaml'), five9('A', { region: 'US' }));
    const result = await run('apply', 'a.yaml', '-y');
    expect([result.code, result.stdout]).toEqual([6, expect.stringContaining('api/precondition')]);
  });
});
