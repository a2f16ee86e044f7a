import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { five9, startEmulator, zendesk, type TestEmulator } from '#tests/support/cli.ts';
import { project, steps } from '#tests/support/project.ts';

let emulator: TestEmulator;
beforeAll(async () => {
  emulator = await startEmulator();
});
afterAll(async () => emulator.stop());

/** A workload document with queues in flow style: `{ integration: A, name: Sales }`. */
const workload = (name: string, queues: string, rest = '', zone = 'Europe/Berlin'): string => `---
apiVersion: injixo-as-code/v1
kind: Workload
metadata: { name: ${name} }
spec:
  timeZone: ${zone}
  queues: [${queues}]
${rest}`;

const held = async (name: string): Promise<any> => {
  const workloads = (await emulator.send('GET', '/forecast/workloads?limit=500')).data;
  const queues = (await emulator.send('GET', '/external-systems/queues?limit=500')).data;
  const found = workloads.find((item: { name: string }) => item.name === name);
  const queueOf = (id: number): any => queues.find((queue: { id: number }) => queue.id === id);
  return found && { ...found, queues: found.queueIds.map(queueOf) };
};

describe('workloads', () => {
  it('are created after the imports that bring their queues', async () => {
    const { run, json } = project(emulator, {
      'a.yaml':
        five9('W five9') +
        workload(
          'W calls',
          '{ integration: W five9, name: Sales }, { integration: W five9, match: "Cust*" }',
        ),
    });
    expect(steps(await json('plan'))).toEqual(['create W five9', 'import W five9', 'create W calls']);
    expect(await run(['apply', '-y'])).toMatchObject({ code: 0 });
    const { queues } = await held('W calls');
    expect(queues.map(({ name }: { name: string }) => name).sort()).toEqual(['Customer Support', 'Sales']);
    expect((await json('plan')).steps).toEqual([]);
  });

  it('follow a change of their queues and settings, and show drift', async () => {
    const a = five9('W change');
    const { run, json, write } = project(emulator, {
      'a.yaml': a + workload('W moves', '{ integration: W change, name: Sales }'),
    });
    await run(['apply', '-y']);
    write(
      'a.yaml',
      a + workload('W moves', '{ integration: W change, match: "*" }', '  holidayRegion: DE-BE\n'),
    );
    const { stdout } = await run(['plan']);
    expect(stdout).toContain('holidayRegion  "DE-BE"');
    expect(stdout).toContain('+ W change / Back Office');
    expect((await run(['apply', '-y'])).code).toBe(0);
    const { id } = await held('W moves');
    await emulator.send('PATCH', `/forecast/workloads/${id}`, { queueIds: [] }, { 'if-match': '*' });
    const plan = await json('plan');
    expect(plan.steps[0].fields[0]).toMatchObject({ path: ['queues'], before: [], cause: 'drift' });
  });

  it('move to the new queues in the apply that replaces their integration', async () => {
    const desk = 'lifecycle: { replace: allow }\n';
    const group = workload('W replaced', '{ integration: W desk, match: "Calls Inbound For *" }');
    const { run, json, write } = project(emulator, {
      'a.yaml': zendesk('W desk', 'ivr', `  ${desk}`) + group,
    });
    await run(['apply', '-y']);
    const before = await held('W replaced');
    write('a.yaml', zendesk('W desk', 'phone-number', `  ${desk}`) + group);
    const plan = await run(['plan']);
    expect(plan.stdout).toContain('moved to the queues of the new integration');
    expect(plan.stdout).toContain('+ W desk / Calls Inbound For *');
    expect(steps(await json('plan'))).toEqual(['replace W desk', 'import W desk', 'update W replaced']);
    expect((await run(['apply', '-y'])).code).toBe(0);
    const after = await held('W replaced');
    expect(after.id).toBe(before.id);
    expect(after.queues.every(({ active }: { active: boolean }) => active)).toBe(true);
    expect(after.queueIds).toHaveLength(before.queueIds.length);
    expect((await json('plan')).steps).toEqual([]);
  });

  it('that nobody declares are named when an integration is replaced', async () => {
    const { run, write } = project(emulator, { 'a.yaml': zendesk('W left', 'ivr') });
    await run(['apply', '-y']);
    const queues = (await emulator.send('GET', '/external-systems/queues?limit=500')).data;
    const [queue] = queues.slice(-1);
    await emulator.send(
      'POST',
      '/forecast/workloads',
      { name: 'By hand', timeZone: 'UTC', queueIds: [queue.id] },
      { 'idempotency-key': 'k' },
    );
    write('a.yaml', zendesk('W left', 'phone-number'));
    const plan = await run(['plan', '--allow-replace']);
    expect(plan.stderr).toMatch(/workload\/left-behind.*"By hand"/);
  });

  it('are replaced for another time zone only if that is allowed, and deleted with --prune', async () => {
    const a = five9('W zone');
    const queues = '{ integration: W zone, name: Sales }';
    const { run, write, json } = project(emulator, { 'a.yaml': a + workload('W zoned', queues) });
    await run(['apply', '-y']);
    write('a.yaml', a + workload('W zoned', queues, '', 'Europe/Paris'));
    expect(await run(['apply', '-y'])).toMatchObject({
      code: 4,
      stderr: expect.stringContaining('refused/replace'),
    });
    expect((await run(['apply', '-y', '--allow-replace'])).code).toBe(0);
    expect(await held('W zoned')).toMatchObject({ timeZone: 'Europe/Paris' });
    write('a.yaml', a);
    expect((await json('plan')).steps).toEqual([]);
    expect(steps(await json('plan', '--prune'))).toEqual(['delete W zoned']);
    expect((await run(['apply', '-y', '--prune'])).code).toBe(0);
    expect(await held('W zoned')).toBeUndefined();
  });

  it('wait for a queue that never appears, and then say what was there', async () => {
    const rest = '  queueTimeout: 1s\n';
    const { run } = project(emulator, {
      'a.yaml': five9('W never') + workload('W waits', '{ integration: W never, name: Retail }', rest),
    });
    const result = await run(['apply', '-y']);
    expect(result.code).toBe(5);
    expect(result.stdout).toContain(
      'did not appear within 1s: it has "Customer Support", "Sales", "Back Office"',
    );
    expect((await run(['plan'])).stderr).toContain('workload/queue-missing');
  });

  it('refuse queues of several channels', async () => {
    const { run } = project(emulator, {
      'a.yaml': zendesk('W mixed', 'ivr') + workload('W mixes', '{ integration: W mixed, match: "*" }'),
    });
    const result = await run(['apply', '-y']);
    expect(result.code).toBe(5);
    expect(result.stdout).toContain('workload/mixed-queues');
    expect(await run(['plan'])).toMatchObject({ code: 3 });
  });

  it('refuse integrations that nobody declares, offline', async () => {
    const { run } = project(emulator, {
      'a.yaml': five9('W typo') + workload('W refers', '{ integration: W tpyo, name: Sales }'),
    });
    expect(await run(['validate'])).toMatchObject({
      code: 3,
      stdout: expect.stringMatching(
        /a\.yaml:\d+:\d+: error workload\/unknown-integration[^]*Did you mean "W typo"/,
      ),
    });
  });

  it('are part of a saved plan, which is stale when one changed', async () => {
    const { run } = project(emulator, {
      'a.yaml': five9('W saved') + workload('W planned', '{ integration: W saved, name: Sales }'),
    });
    await run(['apply', '-y']);
    await run(['plan', '--prune', '--format', 'json', '-o', 'plan.json']);
    const { id } = await held('W planned');
    await emulator.send('PATCH', `/forecast/workloads/${id}`, { holidayRegion: 'X' }, { 'if-match': '*' });
    expect(await run(['apply', '-y', 'plan.json'])).toMatchObject({
      code: 6,
      stderr: expect.stringContaining('"W planned"'),
    });
  });
});
