import { describe, expect, it } from 'vitest';
import { summarize } from '#core/plan.ts';
import { applyText } from '#cli/report/apply-report.ts';
import { colours } from '#cli/report/colour.ts';
import { planText } from '#cli/report/plan-text.ts';
import { diagnosticsText } from '#cli/report/diagnostics.ts';
import { applied, desired, OPTIONS, planOf, SCOPE } from '#tests/support/builders.ts';
import type { PlanInput } from '#core/planner.ts';

const plain = colours(false);
const show = (input: Partial<PlanInput>): string => {
  const plan = planOf(input);
  return planText({ scope: SCOPE, steps: plan.steps, summary: summarize(plan) }, plain);
};

describe('the plan for people', () => {
  it('shows what is created, with the origin of secrets', () => {
    const source = { file: 'five9.yaml', document: 0, line: 5, column: 3 };
    expect(show({ desired: [desired({ source })] }))
      .toBe(`Plan for workspace acme, environment production at https://api.example

  + create  Five9 EU  five9.yaml:5
      credentials.username  "injixo"
      configuration.region  "EU"
      configuration.grouping  "skill"
      credentials.password  secret is sent from env FIVE9_PASSWORD
  ↓ import  Five9 EU  five9.yaml:5

Plan: 1 to create, 1 to import, 0 unchanged.
`);
  });

  it('shows changes with their cause, and what a replacement costs', () => {
    const regrouped = {
      credentials: { username: 'injixo' },
      configuration: { region: 'EU', grouping: 'campaign' },
    };
    const drifted = {
      credentials: { username: 'someone' },
      configuration: { region: 'EU', grouping: 'skill' },
    };
    const text = show({
      desired: [desired({ settings: regrouped })],
      observed: [applied(desired(), { settings: drifted })],
      options: { ...OPTIONS, allowReplace: true },
    });
    expect(text).toContain('± replace Five9 EU');
    expect(text).toContain('credentials.username  "someone" → "injixo"  drift');
    expect(text).toContain('configuration.grouping  "skill" → "campaign"  immutable');
    expect(text).toContain('! The integration is deleted and created again');
  });

  it('shows long texts line by line', () => {
    const sql = (column: string) => ({
      configuration: {
        sqlQuery: `SELECT a\n     , ${column}\n  FROM some_table_with_a_long_name\n WHERE day > 1\n`,
      },
    });
    const text = show({
      desired: [desired({ settings: sql('c'), secrets: [] })],
      observed: [applied(desired({ settings: sql('b'), secrets: [] }))],
    });
    expect(text).toContain('-     , b\n');
    expect(text).toContain('+     , c\n');
  });

  it('says that there is nothing to do', () => {
    expect(show({ desired: [desired()], observed: [applied()] })).toContain('No changes. 1 unchanged.');
  });
});

describe('the report of an apply for people', () => {
  const [create, imported] = planOf({ desired: [desired()] }).steps;
  const result = { scope: SCOPE, unchanged: 2, diagnostics: [], requests: {} };

  it('counts what was done', () => {
    const reports = [create!, imported!].map((step) => ({
      step,
      outcome: 'done' as const,
      diagnostics: [],
      seconds: 1,
    }));
    expect(applyText({ ...result, reports }, plain)).toBe(
      'Apply complete: 1 created, 1 imports finished, 2 unchanged.\n',
    );
  });

  it('lists what was not done, and why', () => {
    const failed = {
      step: create!,
      outcome: 'failed' as const,
      diagnostics: [{ code: 'api/conflict' as const, severity: 'error' as const, message: 'taken' }],
      seconds: 1,
    };
    const text = applyText(
      {
        ...result,
        reports: [failed, { step: imported!, outcome: 'not-tried', diagnostics: [], seconds: 0 }],
      },
      plain,
    );
    expect(text).toContain('failed      create Five9 EU\n  not-tried   import Five9 EU');
    expect(text).toContain('error api/conflict taken');
    expect(text).toContain('Apply incomplete, 2 of 2 steps not done: 2 unchanged.');
  });
});

describe('a diagnostic for people', () => {
  it('has place, code, message, frame, path and hint', () => {
    const text = diagnosticsText(
      [
        {
          code: 'schema/value',
          severity: 'error',
          message: 'wrong',
          hint: 'do this',
          path: 'spec.a',
          file: 'x.yaml',
          line: 3,
          column: 5,
          frame: '> 3 | a: b',
        },
      ],
      plain,
    );
    expect(text).toBe('x.yaml:3:5: error schema/value wrong\n  > 3 | a: b\n  at spec.a\n  → do this\n');
  });
});
