import { XMLParser, XMLValidator } from 'fast-xml-parser';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MARKDOWN_LIMIT } from '#cli/report/formats/markdown.ts';
import type { Report, ReportItem } from '#cli/report/model.ts';
import { render } from '#cli/report/render.ts';

const item = (changes: Partial<ReportItem> = {}): ReportItem => ({
  id: 'update:A',
  status: 'update',
  tone: 'warn',
  kind: 'Integration',
  name: 'A',
  facts: [],
  fields: [{ name: 'configuration.region', before: 'EU', after: 'US', marks: ['drift'] }],
  file: 'a.yaml',
  line: 3,
  ...changes,
});
const report = (changes: Partial<Report> = {}): Report => ({
  command: 'plan',
  title: 'Plan for workspace acme',
  summary: '1 to update.',
  ok: true,
  facts: [['Workspace', 'acme']],
  columns: ['Before', 'After'],
  items: [item()],
  diagnostics: [],
  ...changes,
});
const FINDING = {
  code: 'schema/value',
  severity: 'error',
  message: '50 % of it: wrong,\nreally',
  hint: 'Do it.',
  file: 'dir/a b.yaml',
  line: 4,
  column: 2,
  endLine: 4,
  endColumn: 9,
} as const;

describe('Markdown', () => {
  it('shows entries with their fields, and what was found', async () => {
    expect(await render('markdown', report({ diagnostics: [FINDING] }))).toBe(`## ✅ Plan for workspace acme

**1 to update.**

Workspace: \`acme\`

### Findings

- ❌ \`dir/a b.yaml:4:2\` \`schema/value\` 50 % of it: wrong, really → Do it.

### Details

<details><summary>🟡 update A</summary>

\`a.yaml:3\`

| Field | Before | After | |
| --- | --- | --- | --- |
| \`configuration.region\` | \`EU\` | \`US\` | drift |

</details>
`);
  });

  it('never exceeds what a comment may hold, and says what it folded', async () => {
    const items = Array.from({ length: 3000 }, (_, i) =>
      item({ id: `update:${i}`, name: `Integration ${i}` }),
    );
    const diagnostics = Array.from({ length: 3000 }, () => FINDING);
    const text = await render('markdown', report({ items, diagnostics }));
    expect(text.length).toBeLessThanOrEqual(MARKDOWN_LIMIT);
    expect(text).toMatch(/\*\*Folded:\*\* \d+ of 3000 entries and \d+ of 3000 findings/);
    expect(text.match(/<details>/g)!.length).toBe(text.match(/<\/details>/g)!.length);
  });

  it('is never too long, whatever the names and values are', async () => {
    const entry = fc.record({ name: fc.string({ maxLength: 3000 }), value: fc.string({ maxLength: 3000 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(entry, { maxLength: 60 }), async (entries) => {
        const items = entries.map(({ name, value }) =>
          item({ name, facts: [value], fields: [{ name, before: value, after: value, marks: [value] }] }),
        );
        const text = await render('markdown', report({ items }));
        expect(text.length).toBeLessThanOrEqual(MARKDOWN_LIMIT);
      }),
      { numRuns: 30 },
    );
  });

  it('takes names for text: no markup, no mention, no broken table', async () => {
    const nasty = item({
      name: '<img src=x> @team **bold** | x',
      fields: [{ name: 'a|b', after: 'x` | `y', marks: [] }],
    });
    const text = await render('markdown', report({ items: [nasty] }));
    expect(text).not.toContain('<img');
    expect(text).not.toContain('@team');
    expect(text).toContain('| `a\\|b` |  | ``x` \\| `y`` |');
  });
});

describe('JUnit', () => {
  it('has a test case for each entry and each error, and failures for what is wrong', async () => {
    const problem = { severity: 'error', rule: 'apply/failed', text: 'It <failed> & "how"\nwhy' } as const;
    const xml = await render(
      'junit',
      report({ items: [item(), item({ problem, seconds: 1.5 })], diagnostics: [FINDING] }),
    );
    expect(XMLValidator.validate(xml)).toBe(true);
    const { testsuites } = new XMLParser({ ignoreAttributes: false }).parse(xml);
    expect(testsuites.testsuite).toMatchObject({ '@_tests': '3', '@_failures': '2', '@_time': '1.500' });
    expect(testsuites.testsuite.testcase[1].failure).toMatchObject({
      '#text': 'It <failed> & "how"\nwhy',
      '@_type': 'apply/failed',
    });
  });

  it('is well-formed whatever the texts are', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), async (text) => {
        const problem = { severity: 'error', rule: 'x', text } as const;
        const xml = await render('junit', report({ items: [item({ name: text, problem })] }));
        expect(XMLValidator.validate(xml)).toBe(true);
      }),
    );
  });
});

describe('SARIF', () => {
  it('has a rule and a place for each finding', async () => {
    const problem = { severity: 'warning', rule: 'drift/drifted', text: 'A drifted.' } as const;
    const log = JSON.parse(
      await render('sarif', report({ items: [item({ problem })], diagnostics: [FINDING] })),
    );
    const [run] = log.runs;
    expect(log.version).toBe('2.1.0');
    expect(run.results).toMatchObject([
      {
        ruleId: 'schema/value',
        level: 'error',
        locations: [
          {
            physicalLocation: {
              artifactLocation: { uri: 'dir/a%20b.yaml' },
              region: { startLine: 4, startColumn: 2, endLine: 4, endColumn: 9 },
            },
          },
        ],
      },
      { ruleId: 'drift/drifted', level: 'warning' },
    ]);
    for (const { ruleId, ruleIndex } of run.results) expect(run.tool.driver.rules[ruleIndex].id).toBe(ruleId);
  });
});

describe('annotations for GitHub', () => {
  it('name the line, and keep a finding on one line', async () => {
    const problem = { severity: 'warning', rule: 'risk/high', text: 'Risky.' } as const;
    const text = await render('github', report({ items: [item({ problem })], diagnostics: [FINDING] }));
    expect(text.split('\n')).toEqual([
      '::error file=dir/a b.yaml,line=4,endLine=4,col=2,endColumn=9,title=schema/value::50 %25 of it: wrong,%0Areally%0ADo it.',
      '::warning file=a.yaml,line=3,title=risk/high::Risky.',
      '::notice title=Plan for workspace acme::1 to update.',
    ]);
  });

  it('do not repeat what a diagnostic says', async () => {
    const problem = { severity: 'error', rule: 'invalid', text: 'Wrong.', said: true } as const;
    const text = await render('github', report({ items: [item({ problem })], diagnostics: [FINDING] }));
    expect(text.split('\n')).toHaveLength(2);
  });
});

describe('HTML', () => {
  it('is one file that takes names for text and loads nothing', async () => {
    const html = await render(
      'html',
      report({ items: [item({ name: '<script>alert(1)</script>', facts: ['"quoted" & more'] })] }),
    );
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(html.match(/<script>/g)).toHaveLength(1);
    expect(html).not.toMatch(/(src|href)="(?!data:)/);
    expect(html).toContain("default-src 'none'");
  });
});
