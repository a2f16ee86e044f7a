import type { IntegrationStep } from '#core/plan.ts';
import { describe, expect, it } from 'vitest';
import { isRefused } from '#core/safety.ts';
import type { DesiredIntegration } from '#core/desired.ts';
import { summarize } from '#core/plan.ts';
import { applied, codesOf, desired, OPTIONS, owner, planOf, stepsOf } from '#tests/support/builders.ts';

const region = (value: string, from: DesiredIntegration = desired()): DesiredIntegration['settings'] => ({
  ...from.settings,
  configuration: { region: value, grouping: 'skill' },
});

describe('creating', () => {
  it('starts an import again after one that failed, and says why', () => {
    const failed = { importFailed: true } as const;
    const again = planOf({ desired: [desired()], observed: [applied(desired(), failed)] });
    expect(again.steps).toMatchObject([{ action: 'import', note: 'the last import failed', fields: [] }]);
    const manual = { import: { trigger: 'manual', wait: true, timeoutSeconds: 1 } } as const;
    for (const [changes, more] of [
      [manual, {}],
      [{ paused: true }, { paused: true }],
      [{}, { owner: null }],
      [{ traits: { immutable: [] as string[][], importable: false } }, {}],
    ] as const) {
      const wanted = desired(changes);
      const plan = planOf({ desired: [wanted], observed: [applied(wanted, { ...failed, ...more })] });
      expect(stepsOf(plan)).toEqual([]);
    }
  });

  it('creates what does not exist and waits for its first import', () => {
    const plan = planOf({ desired: [desired()] });
    expect(stepsOf(plan)).toEqual(['create Five9 EU', 'import Five9 EU']);
    expect(plan.steps[1]!.needs).toEqual(['create:Five9 EU']);
  });

  it('lists every field, and secrets only by where they come from', () => {
    const [create] = planOf({ desired: [desired()] }).steps;
    expect(create!.fields.map(({ path }) => path.join('.'))).toEqual([
      'credentials.username',
      'configuration.region',
      'configuration.grouping',
      'credentials.password',
    ]);
    expect(create!.fields[3]).toEqual({
      path: ['credentials', 'password'],
      cause: 'pending',
      secret: true,
      reference: 'env FIVE9_PASSWORD',
    });
  });

  it.each([
    ['data is sent by the customer', { traits: { immutable: [], importable: false } }],
    ['it starts paused', { paused: true }],
    ['imports are left alone', { import: { trigger: 'manual', wait: true, timeoutSeconds: 1 } as const }],
  ])('has no import to wait for when %s', (_, changes) => {
    expect(stepsOf(planOf({ desired: [desired(changes)] }))).toEqual(['create Five9 EU']);
  });

  it('warns when the account has almost the same name', () => {
    const plan = planOf({
      desired: [desired()],
      observed: [applied(desired({ name: 'five9  eu' }), { owner: null })],
    });
    expect(codesOf(plan)).toEqual(['plan/similar-name']);
  });
});

describe('nothing to do', () => {
  it('plans no step for what is as declared', () => {
    const plan = planOf({ desired: [desired()], observed: [applied()] });
    expect(plan.steps).toEqual([]);
    expect(summarize(plan)).toMatchObject({ unchanged: 1, update: 0 });
  });

  it('leaves alone what is not declared: a key that was never applied is not managed', () => {
    const observed = applied();
    const more = {
      ...observed,
      settings: { ...observed.settings, configuration: { region: 'EU', grouping: 'skill', extra: true } },
    };
    expect(planOf({ desired: [desired()], observed: [more] }).steps).toEqual([]);
  });

  it('leaves alone what belongs to others and is not declared', () => {
    const other = applied(desired({ name: 'Clicked' }), { owner: null });
    expect(planOf({ observed: [other], options: { ...OPTIONS, prune: true } }).steps).toEqual([]);
  });
});

describe('three-way differences', () => {
  it('calls a change of the declaration pending', () => {
    const plan = planOf({ desired: [desired({ settings: region('US') })], observed: [applied()] });
    expect(stepsOf(plan)).toEqual(['update Five9 EU', 'import Five9 EU']);
    expect(plan.steps[0]!.fields).toEqual([
      { path: ['configuration', 'region'], before: 'EU', after: 'US', cause: 'pending' },
    ]);
  });

  it('calls a change of the account drift', () => {
    const plan = planOf({ desired: [desired()], observed: [applied(desired(), { settings: region('US') })] });
    expect(plan.steps[0]!.fields).toEqual([
      { path: ['configuration', 'region'], before: 'US', after: 'EU', cause: 'drift' },
    ]);
  });

  it('says when both changed', () => {
    const plan = planOf({
      desired: [desired({ settings: region('US') })],
      observed: [applied(desired(), { settings: region('CA') })],
    });
    expect(plan.steps[0]!.fields[0]).toMatchObject({ before: 'CA', after: 'US', cause: 'both' });
  });

  it('unsets a key that was applied and is no longer declared', () => {
    const before = desired({ settings: { configuration: { region: 'EU', extra: true } } });
    const now = desired({ settings: { configuration: { region: 'EU' } } });
    const plan = planOf({ desired: [now], observed: [applied(before)] });
    expect(plan.steps[0]!.fields).toEqual([
      { path: ['configuration', 'extra'], before: true, cause: 'pending' },
    ]);
  });
});

describe('secrets', () => {
  const password = { path: ['credentials', 'password'], secret: true, reference: 'env FIVE9_PASSWORD' };

  it('are sent again when the version changes', () => {
    const plan = planOf({
      desired: [desired({ credentialsVersion: '2' })],
      observed: [applied(desired({ credentialsVersion: '1' }))],
    });
    expect(plan.steps[0]!.fields).toEqual([{ ...password, cause: 'pending' }]);
  });

  it('are sent again when somebody else changed them, which counts as drift', () => {
    const observed = applied(desired(), { secretGenerations: { 'credentials.password': 2 } });
    expect(planOf({ desired: [desired()], observed: [observed] }).steps[0]!.fields).toEqual([
      { ...password, cause: 'drift' },
    ]);
  });

  it('are sent when they are not set', () => {
    const observed = applied(desired(), { secretGenerations: {}, owner: owner() });
    expect(planOf({ desired: [desired()], observed: [observed] }).steps[0]!.fields).toEqual([
      { ...password, cause: 'pending' },
    ]);
  });

  it('are unset when they are no longer declared', () => {
    const plan = planOf({ desired: [desired({ secrets: [] })], observed: [applied()] });
    expect(plan.steps[0]!.fields).toEqual([
      { path: ['credentials', 'password'], cause: 'pending', secret: true },
    ]);
  });
});

describe('replacing', () => {
  const regrouped = { ...desired().settings, configuration: { region: 'EU', grouping: 'campaign' } };

  it('is what an immutable field asks for, and refused without permission', () => {
    const plan = planOf({ desired: [desired({ settings: regrouped })], observed: [applied()] });
    expect(stepsOf(plan)).toEqual(['replace Five9 EU', 'import Five9 EU']);
    expect(codesOf(plan)).toEqual(['refused/replace']);
    expect(plan.steps[0]!.cost).toContain('new queues');
  });

  it.each([
    [
      'the document',
      desired({ settings: regrouped, lifecycle: { preventDestroy: false, allowReplace: true } }),
      OPTIONS,
    ],
    ['the command line', desired({ settings: regrouped }), { ...OPTIONS, allowReplace: true }],
  ])('is allowed by %s', (_, item, options) => {
    expect(isRefused(planOf({ desired: [item], observed: [applied()], options }))).toBe(false);
  });

  it('keeps what somebody paused paused, if the declaration does not say', () => {
    const options = { ...OPTIONS, allowReplace: true };
    const observed = [applied(desired(), { paused: true })];
    const plan = planOf({ desired: [desired({ settings: regrouped })], observed, options });
    expect(stepsOf(plan)).toEqual(['replace Five9 EU']);
    expect((plan.steps[0] as IntegrationStep).desired!.paused).toBe(true);
    const resumed = planOf({ desired: [desired({ settings: regrouped, paused: false })], observed, options });
    expect((resumed.steps[0] as IntegrationStep).desired!.paused).toBe(false);
  });

  it('is what another type asks for', () => {
    const plan = planOf({
      desired: [desired({ type: 'talkdesk' })],
      observed: [applied()],
      options: { ...OPTIONS, allowReplace: true },
    });
    expect(plan.steps[0]).toMatchObject({
      action: 'replace',
      fields: [{ path: ['type'], before: 'five9', after: 'talkdesk' }],
    });
  });

  it('is refused for what preventDestroy protects', () => {
    const item = desired({ settings: regrouped, lifecycle: { preventDestroy: true, allowReplace: true } });
    const plan = planOf({ desired: [item], observed: [applied(item, { settings: desired().settings })] });
    expect(codesOf(plan)).toEqual(['refused/prevent-destroy']);
  });
});

describe('renaming', () => {
  const renamed = desired({ name: 'Five9 Europe', renamedFrom: 'Five9 EU' });

  it('keeps the integration and changes its name', () => {
    const plan = planOf({ desired: [renamed], observed: [applied()] });
    expect(stepsOf(plan)).toEqual(['rename Five9 Europe']);
    expect(plan.steps[0]!.fields).toEqual([
      { path: ['name'], before: 'Five9 EU', after: 'Five9 Europe', cause: 'pending' },
    ]);
  });

  it('is done once: afterwards renamedFrom means nothing', () => {
    expect(planOf({ desired: [renamed], observed: [applied(renamed)] }).steps).toEqual([]);
  });

  it('frees the old name for another integration in the same change', () => {
    const plan = planOf({ desired: [desired(), renamed], observed: [applied()] });
    expect(stepsOf(plan)).toEqual(['rename Five9 Europe', 'create Five9 EU', 'import Five9 EU']);
    expect(plan.steps[1]!.needs).toEqual(['rename:Five9 Europe']);
  });

  it('refuses two integrations that swap their names', () => {
    const a = desired({ name: 'A', renamedFrom: 'B' });
    const b = desired({ name: 'B', renamedFrom: 'A' });
    const observed = [applied(desired({ name: 'A' })), applied(desired({ name: 'B' }), { id: 2 })];
    expect(codesOf(planOf({ desired: [a, b], observed }))).toEqual(['conflict/rename']);
  });

  it('does not touch an integration of the old name that is not ours', () => {
    const plan = planOf({ desired: [renamed], observed: [applied(desired(), { owner: null })] });
    expect(stepsOf(plan)).toEqual(['create Five9 Europe', 'import Five9 Europe']);
  });
});

describe('pausing', () => {
  it.each([
    [true, false, ['pause Five9 EU']],
    [false, true, ['resume Five9 EU']],
    [undefined, true, []],
  ])('declared %s, observed %s: %j', (declared, observed, steps) => {
    const item = declared === undefined ? desired() : desired({ paused: declared });
    expect(
      stepsOf(planOf({ desired: [item], observed: [applied(desired(), { paused: observed })] })),
    ).toEqual(steps);
  });

  it('comes after the update', () => {
    const item = desired({ paused: true, settings: region('US') });
    const plan = planOf({ desired: [item], observed: [applied()] });
    expect(plan.steps.map(({ id, needs }) => [id, needs]).slice(0, 2)).toEqual([
      ['update:Five9 EU', []],
      ['pause:Five9 EU', ['update:Five9 EU']],
    ]);
  });
});

describe('ownership', () => {
  const unowned = applied(desired(), { owner: null });

  it('reports an equal integration of nobody, and writes nothing', () => {
    const plan = planOf({ desired: [desired()], observed: [unowned] });
    expect([stepsOf(plan), codesOf(plan)]).toEqual([[], ['plan/unmanaged']]);
    expect(isRefused(plan)).toBe(false);
  });

  it('refuses to change an integration of nobody', () => {
    const plan = planOf({ desired: [desired({ settings: region('US') })], observed: [unowned] });
    expect([stepsOf(plan), codesOf(plan)]).toEqual([[], ['conflict/not-owned']]);
  });

  it('takes it over when asked, then changes it', () => {
    const options = { ...OPTIONS, adopt: true };
    const plan = planOf({ desired: [desired({ settings: region('US') })], observed: [unowned], options });
    expect(stepsOf(plan)).toEqual(['adopt Five9 EU', 'update Five9 EU', 'import Five9 EU']);
    expect(plan.steps[0]!.desired!.settings).toEqual(unowned.settings);
  });

  it('takes it over before it replaces it, so that adopting alone never deletes', () => {
    const options = { ...OPTIONS, adopt: true, allowReplace: true };
    const regrouped = { ...desired().settings, configuration: { region: 'EU', grouping: 'campaign' } };
    const plan = planOf({ desired: [desired({ settings: regrouped })], observed: [unowned], options });
    expect(stepsOf(plan)).toEqual(['adopt Five9 EU', 'replace Five9 EU', 'import Five9 EU']);
    expect(plan.steps[1]!.needs).toEqual(['adopt:Five9 EU']);
  });

  it.each([
    ['workspace', { workspace: 'other' }],
    ['environment', { environment: 'staging' }],
    ['engine', { engine: 'terraform' }],
  ])('never touches what another %s owns', (_, changes) => {
    const observed = applied(desired(), { owner: owner(desired(), changes) });
    const plan = planOf({
      desired: [desired({ settings: region('US') })],
      observed: [observed],
      options: { ...OPTIONS, adopt: true },
    });
    expect([stepsOf(plan), codesOf(plan)]).toEqual([[], ['conflict/other-owner']]);
  });

  it('stores labels and protection again when only they changed, without an import', () => {
    const item = desired({ labels: { team: 'a' }, lifecycle: { preventDestroy: true, allowReplace: false } });
    const plan = planOf({ desired: [item], observed: [applied()] });
    expect(stepsOf(plan)).toEqual(['update Five9 EU']);
  });
});

describe('deleting', () => {
  const gone = applied(desired({ name: 'Gone' }));

  it('never happens by itself: what is undeclared is reported', () => {
    const plan = planOf({ observed: [gone] });
    expect([stepsOf(plan), codesOf(plan)]).toEqual([[], ['plan/undeclared']]);
  });

  it('happens with --prune, to what this workspace owns', () => {
    const plan = planOf({ observed: [gone], options: { ...OPTIONS, prune: true } });
    expect(stepsOf(plan)).toEqual(['delete Gone']);
  });

  it('reaches only what the selector selects', () => {
    const plan = planOf({ observed: [gone], options: { ...OPTIONS, prune: true }, inReach: () => false });
    expect([stepsOf(plan), codesOf(plan)]).toEqual([[], []]);
  });

  it('never reaches what is declared and only not selected, whatever labels the account remembers', () => {
    const observed = [gone, applied(desired({ name: 'Old name' }), { id: 2 })];
    const declaredNames = new Set(['Gone', 'Old name']);
    const plan = planOf({
      observed,
      options: { ...OPTIONS, prune: true },
      inReach: () => true,
      declaredNames,
    });
    expect([stepsOf(plan), codesOf(plan)]).toEqual([[], []]);
  });

  it('happens with ensure: absent, once', () => {
    const absent = desired({ name: 'Gone', ensure: 'absent' });
    expect(stepsOf(planOf({ desired: [absent], observed: [gone] }))).toEqual(['delete Gone']);
    expect(planOf({ desired: [absent] }).steps).toEqual([]);
  });

  it('is refused with ensure: absent for what is not ours', () => {
    const absent = desired({ name: 'Gone', ensure: 'absent' });
    expect(codesOf(planOf({ desired: [absent], observed: [{ ...gone, owner: null }] }))).toEqual([
      'conflict/not-owned',
    ]);
  });

  it('respects preventDestroy, also when only the account remembers it', () => {
    const protectedItem = applied(
      desired({ name: 'Gone', lifecycle: { preventDestroy: true, allowReplace: false } }),
    );
    const plan = planOf({ observed: [protectedItem], options: { ...OPTIONS, prune: true } });
    expect(codesOf(plan)).toEqual(['refused/prevent-destroy']);
  });

  it('destroy removes what is owned, declared or not, and nothing else', () => {
    const foreign = applied(desired({ name: 'Foreign' }), { id: 3, owner: null });
    const plan = planOf({
      desired: [desired()],
      observed: [applied(), gone, foreign],
      options: { ...OPTIONS, mode: 'destroy' },
    });
    expect(stepsOf(plan)).toEqual(['delete Five9 EU', 'delete Gone']);
  });
});

describe('limits', () => {
  const many = Array.from({ length: 10 }, (_, i) => desired({ name: `I${i}` }));
  const owned = many.map((item, i) => applied(item, { id: i + 1 }));
  const changed = (count: number): DesiredIntegration[] =>
    many.map((item, i) => (i < count ? { ...item, settings: region('US') } : item));

  it('lets through up to the limit', () => {
    expect(isRefused(planOf({ desired: changed(3), observed: owned }))).toBe(false);
  });

  it('refuses more, and lists every integration', () => {
    const plan = planOf({ desired: changed(4), observed: owned });
    expect(codesOf(plan)).toEqual(['refused/threshold']);
    expect(plan.diagnostics[0]!.message).toContain('I0, I1, I2, I3');
  });

  it('lists breaches of both kinds', () => {
    const plan = planOf({
      desired: changed(6).slice(2),
      observed: [
        ...owned,
        applied(desired({ name: 'X' }), { id: 99 }),
        applied(desired({ name: 'Y' }), { id: 98 }),
      ],
      options: { ...OPTIONS, prune: true },
    });
    expect(codesOf(plan)).toEqual(['refused/threshold', 'refused/threshold']);
  });

  it('counts only above a minimum, and can be forced', () => {
    expect(isRefused(planOf({ desired: changed(9).slice(0, 9), observed: owned.slice(0, 9) }))).toBe(false);
    expect(
      isRefused(planOf({ desired: changed(10), observed: owned, options: { ...OPTIONS, force: true } })),
    ).toBe(false);
  });

  it('never limits creating', () => {
    expect(
      isRefused(
        planOf({
          desired: [...many, ...many.map((item) => ({ ...item, name: `new ${item.name}` }))],
          observed: owned,
        }),
      ),
    ).toBe(false);
  });
});
