import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareDeclared } from '#core/compare.ts';
import type { DesiredIntegration } from '#core/desired.ts';
import { desired } from '#tests/support/builders.ts';

const compare = (
  before: DesiredIntegration[],
  after: DesiredIntegration[],
): ReturnType<typeof compareDeclared> =>
  compareDeclared({ integrations: before, workloads: [] }, { integrations: after, workloads: [] });

const anything = fc
  .record({
    name: fc.constantFrom('A', 'B', 'C'),
    region: fc.constantFrom('EU', 'US'),
    paused: fc.constantFrom(undefined, true, false),
    version: fc.constantFrom(undefined, '1', '2'),
    wait: fc.boolean(),
    users: fc.option(fc.array(fc.constant({ person: 'Alice', identifier: 'a' }), { maxLength: 1 }), {
      nil: undefined,
    }),
  })
  .map(({ name, region, paused, version, wait, users }) =>
    desired({
      name,
      settings: { credentials: {}, configuration: { region } },
      import: { trigger: 'on-change', wait, timeoutSeconds: 60 },
      ...(paused === undefined ? {} : { paused }),
      ...(version === undefined ? {} : { credentialsVersion: version }),
      ...(users === undefined ? {} : { agentStatus: { users } }),
    }),
  );
const estate = fc.uniqueArray(anything, { selector: ({ name }) => name });

describe('two states of the declarations', () => {
  it('that are the same have no changes', () => {
    fc.assert(
      fc.property(estate, (items) => {
        expect(compare(items, structuredClone(items))).toEqual([]);
      }),
    );
  });

  it('that differ name each thing that differs once, and nothing else', () => {
    fc.assert(
      fc.property(estate, estate, (before, after) => {
        const changed = compare(before, after).map(({ name }) => name);
        const text = (items: DesiredIntegration[], name: string): string =>
          JSON.stringify(items.find((item) => item.name === name) ?? null);
        const expected = ['A', 'B', 'C'].filter((name) => text(before, name) !== text(after, name));
        expect(new Set(changed).size).toBe(changed.length);
        expect(changed.sort()).toEqual(expected);
      }),
    );
  });

  it('carry no value of a secret, since they hold none', () => {
    const other = desired({
      secrets: [{ path: ['credentials', 'password'], reference: { fromEnv: 'OTHER' } }],
    });
    expect(compare([desired()], [other])).toMatchObject([
      {
        risk: 'medium',
        reasons: ['credentials'],
        fields: [{ secret: true, reference: 'env OTHER, was env FIVE9_PASSWORD' }],
      },
    ]);
  });
});
