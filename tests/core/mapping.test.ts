import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { remembered, type MappingEntry } from '#core/mapping.ts';
import type { ObservedIntegration } from '#core/observed.ts';
import type { FieldChange } from '#core/plan.ts';
import { applied, codesOf, desired, planOf, stepsOf } from '#tests/support/builders.ts';

const user = (key: string, id: number): MappingEntry => ({ key, id, label: `P${id}` });
const withUsers = (...users: MappingEntry[]): ReturnType<typeof desired> => desired({ mapping: { users } });
const mapped = (
  users: MappingEntry[],
  last: MappingEntry[] | undefined = users,
  changes: Partial<ObservedIntegration> = {},
) => {
  const observed = applied(desired(), { mapping: { users, statuses: [] }, ...changes });
  const memory = last === undefined ? {} : { mapped: remembered({ users: last }) };
  return { ...observed, owner: { ...observed.owner!, ...memory } };
};
const fieldsOf = (plan: ReturnType<typeof planOf>): FieldChange[] =>
  plan.steps.find(({ action }) => action === 'map')?.fields ?? [];

describe('a mapping', () => {
  it('changes around a pause, and an import follows', () => {
    const plan = planOf({ desired: [withUsers(user('a', 1))], observed: [mapped([])] });
    expect(stepsOf(plan)).toEqual(['pause Five9 EU', 'map Five9 EU', 'resume Five9 EU', 'import Five9 EU']);
    expect(plan.steps.map(({ needs }) => needs.length)).toEqual([0, 1, 2, 3]);
  });

  it('of a new integration is made before the first import', () => {
    const plan = planOf({ desired: [withUsers(user('a', 1))] });
    expect(stepsOf(plan)).toEqual(['create Five9 EU', 'map Five9 EU', 'resume Five9 EU', 'import Five9 EU']);
  });

  it.each([
    ['git changed', user('a', 2), user('a', 1), user('a', 1), 'pending'],
    ['somebody changed', user('a', 1), user('a', 2), user('a', 1), 'drift'],
    ['both changed', user('a', 3), user('a', 2), user('a', 1), 'both'],
  ])('tells that %s', (_, declared, observed, last, cause) => {
    const plan = planOf({ desired: [withUsers(declared)], observed: [mapped([observed], [last])] });
    expect(fieldsOf(plan)).toMatchObject([{ path: ['agentStatus', 'users', 'a'], cause }]);
  });

  it('is managed as a whole list: what is not declared is taken away', () => {
    const plan = planOf({ desired: [withUsers()], observed: [mapped([user('a', 1)])] });
    expect(fieldsOf(plan)).toEqual([{ path: ['agentStatus', 'users', 'a'], before: 'P1', cause: 'pending' }]);
  });

  it('that is not declared is not managed', () => {
    expect(stepsOf(planOf({ desired: [desired()], observed: [mapped([user('a', 1)])] }))).toEqual([]);
  });

  it('to Present is as good as none', () => {
    const statuses = [user('Ready', 1)];
    const plan = planOf({ desired: [desired({ mapping: { statuses } })], observed: [mapped([])] });
    expect(stepsOf(plan)).toEqual([]);
  });

  it('warns of a key that the account knows in another spelling', () => {
    const plan = planOf({ desired: [withUsers(user('Alice', 1))], observed: [mapped([user('alice ', 1)])] });
    expect(codesOf(plan)).toContain('mapping/similar');
  });

  it('that a dead run left paused is finished; what people paused stays paused and is reported', () => {
    const ours = mapped([user('a', 1)], undefined, { paused: true });
    const wanted = withUsers(user('a', 1));
    const left = { ...ours, owner: { ...ours.owner, pausedForMapping: true as const } };
    expect(stepsOf(planOf({ desired: [wanted], observed: [left] }))).toEqual([
      'resume Five9 EU',
      'import Five9 EU',
    ]);
    expect(stepsOf(planOf({ desired: [wanted], observed: [ours] }))).toEqual([]);
    const changed = planOf({ desired: [withUsers(user('b', 1))], observed: [ours] });
    expect(stepsOf(changed)).toEqual(['map Five9 EU']);
    expect(codesOf(changed)).toEqual(['plan/paused']);
  });

  it('leads to a state for which the next plan is empty, whatever it was before', () => {
    const entry = fc.record({
      key: fc.constantFrom('a', 'b', 'c', '__proto__'),
      id: fc.integer({ min: 1, max: 4 }),
    });
    const list = fc
      .uniqueArray(entry, { selector: ({ key }) => key })
      .map((items) => items.map(({ key, id }) => user(key, id)));
    fc.assert(
      fc.property(list, list, list, fc.boolean(), (wanted, seen, last, paused) => {
        const declared = desired({ mapping: { users: wanted, statuses: wanted } });
        const before = mapped(seen, last, { paused });
        const first = planOf({
          desired: [declared],
          observed: [{ ...before, mapping: { users: seen, statuses: seen } }],
        });
        const after = {
          ...before,
          paused: first.steps.some(({ action }) => action === 'resume') ? false : before.paused,
          mapping: { users: wanted, statuses: wanted },
        };
        expect(stepsOf(planOf({ desired: [declared], observed: [after] }))).toEqual([]);
      }),
    );
  });
});
