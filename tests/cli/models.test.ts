import { describe, expect, it } from 'vitest';
import type { ApplyResult } from '#cli/report/apply-report.ts';
import { colours } from '#cli/report/colour.ts';
import { diffJson, diffText, type DiffResult } from '#cli/report/diff-text.ts';
import { driftJson, driftText, type DriftResult } from '#cli/report/drift-text.ts';
import { applyReport } from '#cli/report/models/apply.ts';
import { diffReport } from '#cli/report/models/diff.ts';
import { driftReport } from '#cli/report/models/drift.ts';
import { planReport } from '#cli/report/models/plan.ts';
import { validateReport } from '#cli/report/models/validate.ts';
import { previewText } from '#cli/report/csv-text.ts';
import { progressText, pushText } from '#cli/report/push-text.ts';
import { render, REPORT_FORMATS } from '#cli/report/render.ts';
import { summarize } from '#core/plan.ts';
import { failure } from '#core/diagnostic.ts';
import { compareWorkspaces } from '#core/compare-workspaces.ts';
import { DEFAULT_LIMITS, type Workspace } from '#core/declaration.ts';
import { applied, desired, planOf, SCOPE } from '#tests/support/builders.ts';

const plain = colours(false);
const source = { file: 'a.yaml', document: 0, line: 4, column: 3 };
const plan = planOf({
  desired: [desired({ source, settings: { configuration: { region: 'US', grouping: 'campaign' } } })],
  observed: [applied()],
});
const shown = { scope: SCOPE, steps: plan.steps, summary: summarize(plan) };
const RESULT: ApplyResult = {
  scope: SCOPE,
  unchanged: 0,
  reports: plan.steps.map((step, index) => ({
    step,
    outcome: index === 0 ? ('failed' as const) : ('not-tried' as const),
    diagnostics: index === 0 ? [failure('api/invalid', 'The API refuses it.')] : [],
    seconds: 1.5,
  })),
  diagnostics: [],
  requests: { GET: 1 },
};
const DRIFT: DriftResult = {
  scope: SCOPE,
  drifted: true,
  items: [
    {
      kind: 'Integration',
      name: 'A',
      state: 'drifted',
      source,
      id: 7,
      owner: {
        engine: 'injixo-as-code',
        workspace: 'acme',
        environment: 'production',
        commit: 'abcdef0123456',
      },
      fields: [{ path: ['configuration', 'region'], before: 'CA', after: 'EU', cause: 'drift' }],
    },
    { kind: 'Workload', name: 'B', state: 'unmanaged', fields: [] },
    { kind: 'Integration', name: 'C', state: 'in-sync', fields: [] },
  ],
  diagnostics: [],
  requests: { GET: 3 },
};
const DIFF: DiffResult = {
  base: 'v1',
  head: 'v2',
  changes: [
    {
      kind: 'Integration',
      name: 'A',
      formerName: 'Old',
      action: 'rename',
      fields: [
        { path: ['credentials', 'password'], cause: 'pending', secret: true, reference: 'env B, was env A' },
      ],
      risk: 'medium',
      reasons: ['credentials', 'rename'],
      environments: ['staging'],
      commits: [
        { commit: '0123456789abcdef', author: 'Ada', date: '2026-11-22T10:00:00Z', subject: 'Rotate' },
      ],
      file: 'a.yaml',
      line: 4,
    },
    {
      kind: 'Workload',
      name: 'W',
      action: 'create',
      fields: [],
      risk: 'low',
      reasons: [],
      environments: [],
      commits: [],
    },
  ],
  diagnostics: [],
};

describe('the common model', () => {
  it('of a plan has an entry for each step, with place, cost and fields', () => {
    const { title, ok, items } = planReport(shown, plan.diagnostics);
    expect(title).toBe('Plan for workspace acme, environment production');
    expect(ok).toBe(false);
    expect(items[0]).toMatchObject({
      status: 'replace',
      tone: 'bad',
      file: 'a.yaml',
      line: 4,
      facts: [expect.stringContaining('deleted and created again')],
    });
    expect(items[0]!.fields).toContainEqual({
      name: 'configuration.grouping',
      before: 'skill',
      after: 'campaign',
      marks: ['immutable'],
    });
    expect(planReport({ ...shown, steps: [] }, []).summary).toBe('No changes.');
  });

  it('of an apply tells what failed, and does not say it twice', () => {
    const { ok, items, diagnostics } = applyReport(RESULT);
    expect(ok).toBe(false);
    expect(diagnostics).toHaveLength(1);
    expect(items[0]).toMatchObject({
      status: 'failed',
      seconds: 1.5,
      problem: { rule: 'apply/failed', said: true },
    });
    expect(items[1]).toMatchObject({ status: 'not-tried', problem: { text: 'not-tried' } });
  });

  it('of a validation has an entry for each file', () => {
    const wrong = { ...failure('schema/value', 'Wrong.'), file: 'b.yaml', line: 3 };
    const { items, summary } = validateReport(['a.yaml'], [wrong], '1 integration');
    expect(items.map(({ name, status }) => `${status} ${name}`)).toEqual(['valid a.yaml', 'invalid b.yaml']);
    expect(summary).toBe('Invalid: 1 error.');
    expect(validateReport(['a.yaml'], [], '1 integration').summary).toBe('Valid: 1 integration in 1 files.');
  });

  it('of a drift calls the sides by their names, and marks what somebody changed', () => {
    const { items, columns, summary } = driftReport(DRIFT);
    expect(columns).toEqual(['In the account', 'Declared']);
    expect(summary).toBe('1 drifted, 1 unmanaged, 1 in-sync.');
    expect(items[0]).toMatchObject({
      problem: { rule: 'drift/drifted', text: '"A" is drifted: configuration.region.' },
      facts: ['Owner: acme/production (injixo-as-code at abcdef0123)'],
      fields: [{ marks: ['drift'] }],
    });
  });

  it('of a diff tells risk, environments and commits', () => {
    const { items } = diffReport(DIFF);
    expect(items[0]).toMatchObject({
      tone: 'warn',
      facts: [
        'Risk: medium (credentials, rename)',
        'Environments: staging',
        'Formerly: Old',
        '0123456789 Ada, 2026-11-22: Rotate',
      ],
      fields: [{ after: 'from env B, was env A', marks: ['secret'] }],
    });
    expect(items[1]).not.toHaveProperty('problem');
  });

  it.each(REPORT_FORMATS.slice(2))('can be shown as %s, whatever it is of', async (format) => {
    const models = [
      planReport(shown, plan.diagnostics),
      applyReport(RESULT),
      driftReport(DRIFT),
      diffReport(DIFF),
    ];
    for (const model of models)
      expect(await render(format, model)).toMatch(format === 'github' ? /::notice/ : /Five9 EU|A/);
  });
});

describe('texts', () => {
  it('of a drift show what needs a look, and count the rest', () => {
    const text = driftText(DRIFT, plain);
    expect(text).toMatch(/drifted {4}A {2}a\.yaml:4\n {6}configuration\.region {2}"CA" → "EU" {2}drift/);
    expect(text).toContain('unmanaged  workload B  owner: nobody');
    expect(text).not.toContain('in-sync    C');
    expect(driftJson(DRIFT)).toMatchObject({
      kind: 'DriftReport',
      summary: { drifted: 1 },
      items: [{ line: 4 }, {}, {}],
    });
    expect(driftText({ ...DRIFT, items: [] }, plain)).toContain('Nothing is declared');
  });

  it('of a diff name each change with who made it', () => {
    const text = diffText(DIFF, plain);
    expect(text).toContain('rename   A (was Old)  medium risk: credentials, rename  in staging');
    expect(text).toContain('secret is sent from env B, was env A');
    expect(text).toContain('0123456789 Ada, 2026-11-22: Rotate');
    expect(text).toContain('1 rename, 1 create. Risk: 1 medium, 1 low.');
    expect(diffText({ ...DIFF, changes: [] }, plain)).toContain('No changes.');
    expect(diffJson(DIFF)).toMatchObject({ summary: { rename: 1, create: 1, risk: { medium: 1, low: 1 } } });
  });

  it('of a push say what was not accepted, where it stands and why it is not sent again', () => {
    const result = {
      accepted: 5,
      invalid: 1,
      rejected: 2,
      unknown: 3,
      skipped: 4,
      batches: 2,
      rejectFile: 'r',
    };
    expect(pushText(result, plain)).toMatch(
      /^5 accepted, 4 settled by an earlier run, 1 invalid, 2 rejected, 3 unknown\.\nNot accepted.*: r\nUnknown/,
    );
    expect(progressText(result)).toBe('5 accepted, 6 not');
  });

  it('of a preview show rows and what they amount to', () => {
    const row = { line: 2, queue: 'Q', timestamp: 't', utc: 'u', offered: 1, handled: 1, channel: 'calls' };
    const summary = {
      read: 3,
      skipped: 1,
      mapped: 2,
      queues: ['Q'],
      agents: 0,
      intervals: 2,
      missingIntervals: 1,
      from: 'a',
      to: 'b',
    };
    const text = previewText(
      { kind: 'contact', rows: [row, row], diagnostics: [failure('csv/row', 'x')], summary },
      1,
      plain,
    );
    expect(text).toContain('… and 1 more');
    expect(text).toContain('3 rows read, 1 left out by the preprocessing, 2 mapped, 1 with errors.');
    expect(text).toContain('From a to b (UTC): 1 queues (Q), 2 intervals, 1 missing in between.');
    expect(text).not.toContain('UTC ');
  });
});

describe('two workspaces', () => {
  const workspace: Workspace = {
    name: 'acme',
    include: ['*'],
    environments: { production: {} },
    limits: DEFAULT_LIMITS,
  };

  it('differ by where they are applied, by their limits, or not at all', () => {
    const moved = {
      ...workspace,
      environments: { production: { endpoint: 'https://x', token: { fromEnv: 'T' } } },
    };
    expect(compareWorkspaces(workspace, workspace)).toEqual([]);
    expect(compareWorkspaces(workspace, moved)).toMatchObject([{ risk: 'high', reasons: ['target'] }]);
    const looser = { ...workspace, limits: { ...DEFAULT_LIMITS, deletePercent: 100 } };
    expect(compareWorkspaces(workspace, looser)).toMatchObject([{ risk: 'medium', reasons: ['protection'] }]);
    expect(compareWorkspaces(workspace, { ...workspace, edition: 'classic' })).toMatchObject([
      { risk: 'low' },
    ]);
  });
});
