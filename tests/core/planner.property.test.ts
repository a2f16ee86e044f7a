import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DesiredIntegration } from '#core/desired.ts';
import { canonical, isObject, setAt, type JsonObject } from '#core/json.ts';
import { mergePatch } from '#core/merge-patch.ts';
import type { ObservedIntegration } from '#core/observed.ts';
import type { IntegrationStep } from '#core/plan.ts';
import { writeOwnership, readOwnership } from '#core/ownership.ts';
import { toPatch } from '#resources/convert.ts';
import { applied, desired, OPTIONS, planOf, SCOPE } from '#tests/support/builders.ts';

const leaf = fc.oneof(
  fc.boolean(),
  fc.integer({ min: 0, max: 3 }),
  fc.constantFrom('a', 'b', ''),
  fc.array(fc.constantFrom('x', 'y'), { maxLength: 2 }),
);
const tree: fc.Arbitrary<JsonObject> = fc.dictionary(
  fc.constantFrom('a', 'b', 'c'),
  fc.oneof({ maxDepth: 2 }, leaf, fc.dictionary(fc.constantFrom('d', 'e'), leaf, { maxKeys: 2 })),
  { maxKeys: 3 },
);
const settings: fc.Arbitrary<JsonObject> = fc.record({ configuration: tree }, { requiredKeys: [] });
const item: fc.Arbitrary<DesiredIntegration> = fc
  .record({
    settings,
    version: fc.constantFrom(undefined, '1', '2'),
    secret: fc.boolean(),
    label: fc.constantFrom('x', 'y'),
  })
  .map(({ settings: value, version, secret, label }) =>
    desired({
      settings: value,
      labels: { label },
      traits: { immutable: [], importable: true },
      secrets: secret ? desired().secrets : [],
      ...(version === undefined ? {} : { credentialsVersion: version }),
    }),
  );

/** What the server would hold after the one request that the plan leads to. */
function carryOut(observed: ObservedIntegration, wanted: DesiredIntegration): ObservedIntegration {
  const [step] = planOf({ desired: [wanted], observed: [observed] }).steps;
  if (step === undefined) return observed;
  const sent = new Map(
    step.fields
      .filter(({ reference }) => reference !== undefined)
      .map(({ path }) => [path.join('.'), 'value']),
  );
  const { annotations, ...patch } = toPatch(step as IntegrationStep, sent, { scope: SCOPE, operation: 'op' });
  const secrets = { ...observed.secretGenerations };
  for (const field of step.fields.filter(({ secret }) => secret === true)) {
    const key = field.path.join('.');
    if (field.reference === undefined) delete secrets[key];
    else secrets[key] = (secrets[key] ?? 0) + 1;
  }
  const merged = mergePatch(observed.settings, withoutSecrets(patch as JsonObject)) as JsonObject;
  return {
    ...observed,
    settings: merged,
    secretGenerations: secrets,
    owner: readOwnership(annotations as Record<string, string>),
  };
}

function withoutSecrets(patch: JsonObject): JsonObject {
  const copy = structuredClone(patch);
  if (isObject(copy['credentials'])) delete copy['credentials']['password'];
  return copy;
}

describe('any plan', () => {
  it('is the same for the same input', () => {
    fc.assert(
      fc.property(item, item, (wanted, before) => {
        const input = { desired: [wanted], observed: [applied(before)] };
        expect(planOf(structuredClone(input))).toEqual(planOf(structuredClone(input)));
      }),
    );
  });

  it('leads to a state for which the next plan is empty', () => {
    fc.assert(
      fc.property(item, item, settings, (wanted, before, drifted) => {
        const observed = applied(before, { settings: mergePatch(before.settings, drifted) as JsonObject });
        const after = carryOut(observed, wanted);
        expect(planOf({ desired: [wanted], observed: [after] }).steps).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });

  it('remembers exactly what it applied', () => {
    fc.assert(
      fc.property(item, (wanted) => {
        const stored = readOwnership(
          writeOwnership(wanted, { 'credentials.password': 3 }, { scope: SCOPE, operation: 'op' }),
        );
        expect(canonical(stored!.lastApplied)).toBe(canonical(wanted.settings));
        expect(stored).toMatchObject({
          workspace: 'acme',
          environment: 'production',
          labels: wanted.labels,
          secretGenerations: { 'credentials.password': 3 },
        });
      }),
    );
  });

  it('never holds a step before what it needs', () => {
    const names = fc.uniqueArray(fc.constantFrom('A', 'B', 'C', 'D', 'E'), { minLength: 1 });
    fc.assert(
      fc.property(
        names,
        names,
        fc.array(fc.constantFrom('A', 'B', 'C', 'D', 'E'), { minLength: 5, maxLength: 5 }),
        (declared, existing, from) => {
          const wanted = declared.map((name, i) => desired({ name, renamedFrom: from[i]! }));
          const observed = existing.map((name, i) => applied(desired({ name }), { id: i + 1 }));
          const plan = planOf({ desired: wanted, observed, options: { ...OPTIONS, prune: true } });
          if (plan.diagnostics.some(({ code }) => code === 'conflict/rename')) return;
          const position = new Map(plan.steps.map(({ id }, index) => [id, index]));
          expect(position.size).toBe(plan.steps.length);
          plan.steps.forEach(({ needs }, index) => {
            for (const need of needs) expect(position.get(need)).toBeLessThan(index);
          });
        },
      ),
    );
  });
});

describe('merge patch', () => {
  it('never changes its arguments and never touches a prototype', () => {
    fc.assert(
      fc.property(tree, tree, (target, patch) => {
        const hostile = JSON.parse('{"__proto__": {"polluted": true}}') as JsonObject;
        const before = canonical(target);
        mergePatch(mergePatch(target, patch), hostile);
        expect(canonical(target)).toBe(before);
        expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
      }),
    );
  });

  it('keeps a key named __proto__ an ordinary key', () => {
    const target: JsonObject = {};
    setAt(target, ['__proto__', 'x'], 1);
    expect(Object.keys(target)).toEqual(['__proto__']);
    expect(Object.getPrototypeOf(target)).toBe(Object.prototype);
  });
});
