import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { injixo, startEmulator, type Result, type TestEmulator } from '../support/cli.ts';

const CONFIGURATIONS = '/external-systems/integration-configurations';

let emulator: TestEmulator;
beforeAll(async () => {
  emulator = await startEmulator();
});
beforeEach(async () => emulator.send('DELETE', '/__emulator/account'));
afterAll(async () => emulator.stop());

let keys = 0;
const create = async (name: string): Promise<any> =>
  emulator.send(
    'POST',
    CONFIGURATIONS,
    { name, type: 'injixo-api' },
    { 'idempotency-key': `status-${++keys}` },
  );

/** Watches until the output was extended as often as there are events; each event follows one extension. */
async function watch(args: string[], events: (() => Promise<unknown>)[]): Promise<Result> {
  let seen = 0;
  return injixo(['status', '--watch', '1s', ...args], {
    env: emulator.env,
    onStart: (child) =>
      child.stdout!.on('data', () => {
        const event = events[seen++];
        if (event === undefined) child.kill('SIGINT');
        else void event();
      }),
  });
}

describe('status --watch', () => {
  it('shows all at first, then only what is new or changed', async () => {
    await create('First');
    const { id } = await create('Second');
    const { code, stdout, stderr } = await watch([], [() => create('Third'), () => pause(id)]);
    expect(code).toBe(0);
    const tables = stdout.split(/^ID .*\n/m).slice(1);
    const named = tables.map((text) => ['First', 'Second', 'Third'].filter((name) => text.includes(name)));
    expect(named).toEqual([['First', 'Second'], ['Third'], ['Second']]);
    expect(stderr).toMatch(/^\d{4}-\d\d-\d\dT/);
  });

  it('says what is gone', async () => {
    const { id } = await create('First');
    await create('Second');
    const remove = async (): Promise<unknown> => {
      await emulator.send('DELETE', `${CONFIGURATIONS}/${id}`, undefined, { 'if-match': '*' });
      setTimeout(() => void create('Third'), 2_500);
      return undefined;
    };
    const { stderr } = await watch([], [remove]);
    expect(stderr).toContain(`gone: ${id}`);
  });

  it('writes a line of JSON for each look that found something new', async () => {
    await create('First');
    const { stdout } = await watch(['--format', 'json'], [() => create('Second')]);
    const looks = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(looks.map(({ integrations }) => integrations.map(({ name }: any) => name))).toEqual([
      ['First'],
      ['First', 'Second'],
    ]);
  });

  it('goes on after a look that failed', async () => {
    await create('First');
    const trouble = async (): Promise<void> => {
      await emulator.faults('error,status=403,times=1');
      setTimeout(() => void create('Second'), 1_500);
    };
    const { code, stdout, stderr } = await watch([], [trouble]);
    expect([code, stderr]).toEqual([0, expect.stringContaining('api/forbidden')]);
    expect(stdout).toContain('Second');
  });
});

async function pause(id: number): Promise<unknown> {
  return emulator.send('POST', `${CONFIGURATIONS}/${id}/pause`, {}, { 'if-match': '*' });
}
