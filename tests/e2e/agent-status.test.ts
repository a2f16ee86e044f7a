import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { five9, startEmulator, type TestEmulator } from '#tests/support/cli.ts';
import { project, steps } from '#tests/support/project.ts';

let emulator: TestEmulator;
beforeAll(async () => {
  emulator = await startEmulator();
});
afterAll(async () => emulator.stop());

const CONFIGURATIONS = '/external-systems/integration-configurations';
const mapping = (users: string, statuses: string): string =>
  `  agentStatus:\n    users: [${users}]\n    statuses: [${statuses}]\n`;
const ALICE = '{ person: alice@acme.example, identifier: alice.f9 }';
const BOB = '{ person: Bob Brown, identifier: bob.f9 }';
const READY = '{ status: Ready, activity: Calls }';

const held = async (name: string): Promise<any> => {
  const { id } = (await emulator.send('GET', `${CONFIGURATIONS}?name=${encodeURIComponent(name)}`)).data[0];
  const [mappings] = (await emulator.send('GET', `/external-systems/mappings?ids=${id}`)).data;
  return { ...(await emulator.send('GET', `${CONFIGURATIONS}/${id}`)), ...mappings };
};
const writes = async (): Promise<string[]> =>
  (await emulator.requests())
    .filter((request) => !request.startsWith('GET'))
    .map((request) => request.replace(/\d+/, 'ID').replace(CONFIGURATIONS, ''));

describe('agent status', () => {
  it('is mapped before the first import, and then there is nothing to do', async () => {
    const { run, json } = project(emulator, {
      'a.yaml': five9('Map new', { rest: mapping(`${ALICE}, ${BOB}`, READY) }),
    });
    expect(steps(await json('plan'))).toEqual([
      'create Map new',
      'map Map new',
      'resume Map new',
      'import Map new',
    ]);
    expect(await run(['apply', '-y'])).toMatchObject({ code: 0 });
    expect(await held('Map new')).toMatchObject({
      paused: false,
      users: [
        { identifier: 'alice.f9', personId: 11 },
        { identifier: 'bob.f9', personId: 12 },
      ],
      statuses: expect.arrayContaining([{ status: 'Ready', activityId: 2 }]),
    });
    expect((await json('plan')).steps).toEqual([]);
  });

  it('changes while the integration is paused, and only around that integration', async () => {
    const { run, write } = project(emulator, {
      'a.yaml': five9('Map change', { rest: mapping(ALICE, READY) }),
      'b.yaml': five9('Map other'),
    });
    await run(['apply', '-y']);
    write('a.yaml', five9('Map change', { rest: mapping(BOB, READY) }));
    const plan = await run(['plan']);
    expect(plan.stdout).toContain('agentStatus.users.alice.f9  "Alice Adams (11)" is unset');
    expect(plan.stdout).toContain('agentStatus.users.bob.f9  "Bob Brown (12)"');
    await emulator.requests();
    expect((await run(['apply', '-y'])).code).toBe(0);
    expect(await writes()).toEqual([
      'POST /ID/pause',
      'PUT /ID/user-mappings',
      'PATCH /ID',
      'POST /ID/resume',
    ]);
  });

  it('is finished by the next apply when the process dies in between', async () => {
    const { run, json, write } = project(emulator, { 'a.yaml': five9('Map crash') });
    await run(['apply', '-y']);
    write('a.yaml', five9('Map crash', { rest: mapping(ALICE, READY) }));
    await emulator.faults('latency,ms=60000,method=PUT,path=user-mappings,times=1');
    const killed = run(['apply', '-y'], {
      onStart: (child) => {
        const look = setInterval(() => {
          void held('Map crash').then(({ paused }) => {
            if (!paused) return;
            clearInterval(look);
            child.kill('SIGKILL');
          });
        }, 100);
      },
    });
    expect((await killed).code).toBeNull();
    expect(await held('Map crash')).toMatchObject({ paused: true, users: [] });
    expect(steps(await json('plan'))).toEqual(['map Map crash', 'resume Map crash', 'import Map crash']);
    await emulator.faults('error,status=422,path=/resume');
    expect((await run(['apply', '-y'])).code).toBe(5);
    await emulator.faults();
    const left = await run(['plan']);
    expect(left.stdout).toContain('an earlier apply paused it for a mapping and did not finish');
    expect((await run(['apply', '-y'])).code).toBe(0);
    expect(await held('Map crash')).toMatchObject({ paused: false, users: [{ personId: 11 }] });
  });

  it('that fails does not stop the imports', async () => {
    const { run, json, write } = project(emulator, { 'a.yaml': five9('Map fails') });
    await run(['apply', '-y']);
    write('a.yaml', five9('Map fails', { rest: mapping(ALICE, READY) }));
    await emulator.faults('error,status=422,method=PUT,path=status-mappings,times=1');
    const result = await run(['apply', '-y']);
    expect(result).toMatchObject({ code: 5, stdout: expect.stringContaining('mapping/resumed') });
    expect(await held('Map fails')).toMatchObject({ paused: false, users: [{ personId: 11 }] });
    expect(steps(await json('plan'))).toEqual([
      'pause Map fails',
      'map Map fails',
      'resume Map fails',
      'import Map fails',
    ]);
    await emulator.faults(
      'error,status=422,method=PUT,path=status-mappings,times=1',
      'error,status=422,path=/resume,times=1',
    );
    expect((await run(['apply', '-y'])).stdout).toContain('mapping/left-paused');
    expect(await held('Map fails')).toMatchObject({ paused: true });
    await emulator.faults();
    expect((await run(['apply', '-y'])).code).toBe(0);
    expect(await held('Map fails')).toMatchObject({ paused: false });
  });

  it('survives lost answers at each step', async () => {
    const { run, json, write } = project(emulator, { 'a.yaml': five9('Map lost') });
    await run(['apply', '-y']);
    write('a.yaml', five9('Map lost', { rest: mapping(ALICE, READY) }));
    await emulator.faults('reset-after-commit,method=POST,times=2', 'reset-after-commit,method=PUT,times=2');
    expect((await run(['apply', '-y'])).code).toBe(0);
    await emulator.faults();
    expect((await json('plan')).steps).toEqual([]);
  });

  it('leaves an integration paused that people paused, and says so', async () => {
    const { run, write } = project(emulator, { 'a.yaml': five9('Map hand') });
    await run(['apply', '-y']);
    const { id } = await held('Map hand');
    await emulator.send('POST', `${CONFIGURATIONS}/${id}/pause`);
    write('a.yaml', five9('Map hand', { rest: mapping(ALICE, READY) }));
    const result = await run(['apply', '-y']);
    expect(result).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('paused by hand and stays paused'),
    });
    expect(await held('Map hand')).toMatchObject({ paused: true, users: [{ personId: 11 }] });
  });

  it('shows what somebody changed as drift', async () => {
    const { run, json } = project(emulator, {
      'a.yaml': five9('Map drift', { rest: mapping(ALICE, READY) }),
    });
    await run(['apply', '-y']);
    const { id } = await held('Map drift');
    await emulator.send('PUT', `${CONFIGURATIONS}/${id}/user-mappings`, {
      data: [{ identifier: 'alice.f9', personId: 12 }],
    });
    const plan = await json('plan');
    expect(plan.steps.find(({ action }: { action: string }) => action === 'map').fields).toEqual([
      {
        path: ['agentStatus', 'users', 'alice.f9'],
        before: 'Bob Brown (12)',
        after: 'Alice Adams (11)',
        cause: 'drift',
      },
    ]);
  });

  it.each([
    ['an unknown person', '{ person: alise@acme.example, identifier: x }', 'mapping/unknown-person'],
    ['a person in other letters', '{ person: alice adams, identifier: x }', 'mapping/unknown-person'],
  ])('refuses %s and says who was meant', async (_, user, code) => {
    const { run } = project(emulator, { 'a.yaml': five9('Map wrong', { rest: mapping(user, READY) }) });
    const result = await run(['plan']);
    expect(result.code).toBe(3);
    expect(result.stderr).toMatch(new RegExp(`a\\.yaml:14:\\d+: error ${code}[^]*Did you mean`));
    expect(result.stderr).toContain('> 14 |');
  });

  it('refuses an unknown activity and lists what there is', async () => {
    const rest = mapping(ALICE, '{ status: Ready, activity: Nonsense }');
    const { run } = project(emulator, { 'a.yaml': five9('Map activity', { rest }) });
    const result = await run(['apply', '-y']);
    expect(result.code).toBe(3);
    expect(result.stderr).toContain('It has Present, Calls, Chats, Break.');
  });

  it.each([
    [
      'two people for one identifier',
      `${ALICE}, { person: Bob Brown, identifier: alice.f9 }`,
      'mapping/duplicate',
    ],
    [
      'identifiers that differ by case',
      `${ALICE}, { person: Bob Brown, identifier: Alice.F9 }`,
      'mapping/similar',
    ],
    ['stray spaces', '{ person: Bob Brown, identifier: "bob.f9 " }', 'mapping/spaces'],
  ])('refuses %s without a network', async (_, users, code) => {
    const { run } = project(emulator, { 'a.yaml': five9('Map offline', { rest: mapping(users, READY) }) });
    const result = await run(['validate'], { env: { INJIXO_ENDPOINT: '', INJIXO_TOKEN: '' } });
    expect(result).toMatchObject({ code: 3, stdout: expect.stringContaining(code) });
  });

  it('comes back from an export that plans empty', async () => {
    const { run, write, json } = project(emulator, {
      'a.yaml': five9('Map export', { rest: mapping(ALICE, READY) }),
    });
    await run(['apply', '-y']);
    const exported = await run(['export', 'Map export']);
    expect(exported.stdout).toContain('person: alice@acme.example');
    expect(exported.stdout).not.toContain('Present');
    write('a.yaml', exported.stdout);
    expect((await json('plan')).steps).toEqual([]);
  });
});
