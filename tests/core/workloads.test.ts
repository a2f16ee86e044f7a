import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DesiredWorkload } from '#core/desired.ts';
import type { ObservedQueue, ObservedWorkload } from '#core/observed.ts';
import { parsePath, pathText } from '#core/json.ts';
import { findQueues, matchesPattern } from '#core/queues.ts';
import { applied, codesOf, desired, OPTIONS, owner, planOf, stepsOf } from '#tests/support/builders.ts';

const queue = (id: number, name: string, changes: Partial<ObservedQueue> = {}): ObservedQueue => ({
  id,
  name,
  channel: 'calls',
  intervalMinutes: 15,
  active: true,
  integrationConfigurationId: 1,
  ...changes,
});
const workload = (changes: Partial<DesiredWorkload> = {}): DesiredWorkload => ({
  name: 'Calls',
  ensure: 'present',
  labels: {},
  settings: { timeZone: 'UTC' },
  queues: [{ integration: 'Five9 EU', match: '*' }],
  queueTimeoutSeconds: 300,
  lifecycle: { preventDestroy: false, allowReplace: false },
  source: { file: 'w.yaml', document: 0 },
  ...changes,
});
const held = (queueIds: number[], changes: Partial<ObservedWorkload> = {}): ObservedWorkload => ({
  id: 9,
  etag: '"1"',
  name: 'Calls',
  settings: { timeZone: 'UTC' },
  queueIds,
  owner: { ...owner(desired()), labels: {}, lastApplied: { timeZone: 'UTC', queueIds } },
  ...changes,
});
const QUEUES = [queue(1, 'Sales'), queue(2, 'Support')];
const plan = (wanted: DesiredWorkload[], observed: ObservedWorkload[], queues = QUEUES, more = {}) =>
  planOf({
    desired: [desired()],
    observed: [applied()],
    workloads: { desired: wanted, observed, queues },
    ...more,
  });

describe('a workload', () => {
  it('is created at once when its queues are there, and unchanged when it has them', () => {
    expect(plan([workload()], []).steps).toMatchObject([
      { id: 'create:workload:Calls', queueIds: [1, 2], needs: [] },
    ]);
    expect(plan([workload()], [held([2, 1])]).steps).toEqual([]);
  });

  it('waits for the last step of an integration that is new', () => {
    const made = plan([workload()], [], [], { observed: [] });
    expect(stepsOf(made)).toEqual(['create Five9 EU', 'import Five9 EU', 'create Calls']);
    expect(made.steps[2]).toMatchObject({
      needs: ['import:Five9 EU'],
      awaits: [{ integration: 'Five9 EU' }],
    });
  });

  it('moves when its integration is replaced', () => {
    const regrouped = desired({
      settings: { ...desired().settings, configuration: { region: 'EU', grouping: 'campaign' } },
    });
    const options = { ...OPTIONS, allowReplace: true };
    const made = plan([workload()], [held([1, 2])], QUEUES, { desired: [regrouped], options });
    expect(stepsOf(made)).toEqual(['replace Five9 EU', 'import Five9 EU', 'update Calls']);
    expect(made.steps[2]!.fields).toMatchObject([
      { path: ['queues'], before: ['Five9 EU / Sales', 'Five9 EU / Support'], after: ['Five9 EU / *'] },
    ]);
    const foreign = plan([], [held([1], { owner: null, name: 'By hand' })], QUEUES, {
      desired: [regrouped],
      options,
    });
    expect(codesOf(foreign)).toContain('workload/left-behind');
  });

  it('tells drift of its queues from a change in git', () => {
    const drifted = held([1], {
      owner: { ...owner(desired()), lastApplied: { timeZone: 'UTC', queueIds: [1, 2] } },
    });
    expect(plan([workload()], [drifted]).steps[0]!.fields).toMatchObject([
      { path: ['queues'], cause: 'drift' },
    ]);
    expect(plan([workload()], [held([1])]).steps[0]!.fields).toMatchObject([{ cause: 'pending' }]);
  });

  it('is replaced for another time zone, and for test after live', () => {
    const zone = plan([workload({ settings: { timeZone: 'Europe/Berlin' } })], [held([1, 2])]);
    expect(stepsOf(zone)).toEqual(['replace Calls']);
    expect(codesOf(zone)).toContain('refused/replace');
    const mode = (from: string, to: string): string[] =>
      stepsOf(
        plan(
          [workload({ settings: { timeZone: 'UTC', forecastMode: to } })],
          [held([1, 2], { settings: { timeZone: 'UTC', forecastMode: from } })],
        ),
      );
    expect(mode('live', 'test')).toEqual(['replace Calls']);
    expect(mode('test', 'live')).toEqual(['update Calls']);
  });

  it('needs integrations that exist, and queues of one kind', () => {
    const unknown = workload({ queues: [{ integration: 'Nope', name: 'x' }] });
    expect(codesOf(plan([unknown], []))).toContain('workload/unknown-integration');
    const mixed = [queue(1, 'a'), queue(2, 'b', { channel: 'chats' })];
    expect(codesOf(plan([workload()], [], mixed))).toContain('workload/mixed-queues');
    const missing = workload({ queues: [{ integration: 'Five9 EU', name: 'Sale' }] });
    expect(codesOf(plan([missing], []))).toContain('workload/queue-missing');
  });

  it('is taken over, renamed, protected and pruned like an integration', () => {
    const unowned = held([1, 2], { owner: null });
    expect(codesOf(plan([workload()], [unowned]))).toEqual(['plan/unmanaged']);
    expect(stepsOf(plan([workload()], [unowned], QUEUES, { options: { ...OPTIONS, adopt: true } }))).toEqual([
      'adopt Calls',
    ]);
    expect(stepsOf(plan([workload({ name: 'New', renamedFrom: 'Calls' })], [held([1, 2])]))).toEqual([
      'rename New',
    ]);
    const pruned = plan([], [held([1])], QUEUES, { options: { ...OPTIONS, prune: true } });
    expect(stepsOf(pruned)).toEqual(['delete Calls']);
    const kept = held([1], { owner: { ...owner(desired()), preventDestroy: true } });
    expect(codesOf(plan([], [kept], QUEUES, { options: { ...OPTIONS, prune: true } }))).toContain(
      'refused/prevent-destroy',
    );
  });
});

describe('patterns of queues', () => {
  it.each([
    ['Sales *', 'Sales EU', true],
    ['Sales *', 'Sales', false],
    ['S?les', 'Sales', true],
    ['a.b', 'axb', false],
    ['(x)|[y]', '(x)|[y]', true],
    ['*', '', true],
  ])('%s and %s', (pattern, text, expected) => {
    expect(matchesPattern(pattern, text)).toBe(expected);
  });

  it('stand for themselves without signs', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        fc.pre(!/[*?]/.test(text));
        expect(matchesPattern(text, text)).toBe(true);
        expect(matchesPattern(`*${text}*`, `a${text}b`)).toBe(true);
      }),
    );
  });

  it('find active queues of their integration only, each once', () => {
    const queues = [
      ...QUEUES,
      queue(3, 'Sales', { active: false }),
      queue(4, 'Sales', { integrationConfigurationId: 2 }),
    ];
    const references = [
      { integration: 'A', name: 'Sales' },
      { integration: 'A', match: 'S*' },
      { integration: 'A', name: 'None' },
    ];
    const found = findQueues(references, queues, () => 1);
    expect(found.queues.map(({ id }) => id)).toEqual([1, 2]);
    expect(found.missing).toEqual([{ integration: 'A', name: 'None' }]);
  });
});

describe('paths', () => {
  it('are read as they were written', () => {
    const part = fc.oneof(fc.nat(99), fc.string({ minLength: 1 }));
    fc.assert(
      fc.property(fc.array(part, { maxLength: 5 }), (path) => {
        expect(parsePath(pathText(path))).toEqual(path);
      }),
    );
  });
});
