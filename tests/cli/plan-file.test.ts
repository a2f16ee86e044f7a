import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DiagnosedError } from '#core/diagnostic.ts';
import { parsePlanFile, toPlanFile } from '#cli/report/plan-file.ts';
import { desired, OPTIONS, planOf, SCOPE } from '#tests/support/builders.ts';

const file = toPlanFile(planOf({ desired: [desired()] }), {
  scope: SCOPE,
  options: OPTIONS,
  requests: { GET: 1 },
});
const text = JSON.stringify(file);

const codeOf = (content: string): string | undefined => {
  try {
    parsePlanFile('plan.json', content);
    return undefined;
  } catch (error) {
    return (error as DiagnosedError).diagnostics[0]!.code;
  }
};

describe('a saved plan', () => {
  it('is read as it was written, also when somebody formatted it', () => {
    expect(parsePlanFile('plan.json', text)).toEqual(JSON.parse(text));
    expect(codeOf(JSON.stringify(JSON.parse(text), null, 4))).toBeUndefined();
  });

  it.each(['', 'x', '[]', 'null', '{}', '{"kind":"Plan"}', '{"kind":"Plan","formatVersion":1}'])(
    '%j is none',
    (content) => {
      expect(codeOf(content)).toBe('stale/version');
    },
  );

  it('is refused after any change of what it will do', () => {
    const keys = ['scope', 'options', 'steps', 'unchanged', 'observed', 'version', 'digest'] as const;
    fc.assert(
      fc.property(fc.constantFrom(...keys), fc.jsonValue(), (key, value) => {
        fc.pre(JSON.stringify(value) !== JSON.stringify(file[key]));
        expect(codeOf(JSON.stringify({ ...file, [key]: value }))).toBe('stale/version');
      }),
    );
  });

  it.each([5, null, [null], [5], 'x'])('with %j for diagnostics is refused', (diagnostics) => {
    expect(codeOf(JSON.stringify({ ...file, diagnostics }))).toBe('stale/version');
  });

  it('ends in a diagnostic for any text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (content) => {
        expect(codeOf(content)).toBe('stale/version');
      }),
    );
  });
});
