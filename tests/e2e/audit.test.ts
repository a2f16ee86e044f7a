import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { five9, injixo, startEmulator, workspace, zendesk, type TestEmulator } from '#tests/support/cli.ts';
import { project, SECRET } from '#tests/support/project.ts';
import { validates } from '#tests/support/schemas.ts';

const WORKSPACE = `apiVersion: injixo-as-code/v1
kind: Workspace
metadata: { name: acme }
spec: { include: ['*.yaml'], environments: { staging: {}, production: {} } }
`;

/** A repository with a commit for each state of the files. */
function repository(...states: { author: string; subject: string; files: Record<string, string> }[]): string {
  const folder = workspace({ 'injixo.yaml': WORKSPACE });
  git(folder, 'init', '-q', '-b', 'main');
  for (const { author, subject, files } of states) {
    for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
    git(folder, 'add', '-A');
    git(folder, '-c', `user.name=${author}`, '-c', 'user.email=x@acme.example', 'commit', '-qm', subject);
    git(folder, 'tag', subject.toLowerCase());
  }
  return folder;
}

function git(folder: string, ...args: string[]): void {
  execFileSync('git', args, { cwd: folder, env: { PATH: process.env['PATH'], HOME: tmpdir() } });
}

const diff = async (folder: string, ...args: string[]): Promise<any> => {
  const result = await injixo(['diff', ...args, '--format', 'json'], { cwd: folder });
  const report = JSON.parse(result.stdout);
  validates('diff-report.v1.schema.json', report);
  return report;
};
const byName = (report: any): Record<string, any> =>
  Object.fromEntries(report.changes.map((change: { name: string }) => [change.name, change]));

describe('diff of two revisions', () => {
  it('names the changes, who made them, where they apply and how risky they are', async () => {
    const mapped = (person: string): string =>
      `  agentStatus:\n    users: [{ person: ${person}, identifier: a }]\n`;
    const folder = repository(
      {
        author: 'Ada',
        subject: 'One',
        files: {
          'a.yaml': five9('Rotated'),
          'b.yaml': zendesk('Regrouped', 'ivr'),
          'c.yaml': five9('Dropped'),
          'd.yaml': five9('Mapped', { rest: mapped('Alice') }),
          'e.yaml': five9('Only staging'),
          'f.yaml': five9('Same'),
        },
      },
      {
        author: 'Bob',
        subject: 'Two',
        files: {
          'a.yaml': five9('Rotated').replace('FIVE9_PASSWORD', 'OTHER_PASSWORD'),
          'b.yaml': zendesk('Regrouped', 'phone-number'),
          'c.yaml': '',
        },
      },
      {
        author: 'Eve',
        subject: 'Three',
        files: {
          'd.yaml': five9('Mapped', { rest: mapped('Bob') }),
          'e.yaml': `${five9('Only staging')}overrides: { staging: { configuration: { region: US } } }\n`,
          'f.yaml': `# a comment\n${five9('Same')}`,
        },
      },
    );
    const changes = byName(await diff(folder, 'one..three'));
    expect(Object.keys(changes).sort()).toEqual([
      'Dropped',
      'Mapped',
      'Only staging',
      'Regrouped',
      'Rotated',
    ]);
    const both = ['staging', 'production'];
    expect(changes['Rotated']).toMatchObject({
      action: 'update',
      risk: 'medium',
      reasons: ['credentials'],
      environments: both,
      commits: [{ author: 'Bob', subject: 'Two' }],
      file: 'a.yaml',
      line: 4,
      fields: [{ secret: true, reference: 'env OTHER_PASSWORD, was env FIVE9_PASSWORD' }],
    });
    expect(changes['Regrouped']).toMatchObject({ action: 'replace', risk: 'high', reasons: ['replace'] });
    expect(changes['Dropped']).toMatchObject({
      action: 'delete',
      risk: 'high',
      commits: [{ author: 'Bob' }],
    });
    expect(changes['Mapped']).toMatchObject({
      risk: 'medium',
      reasons: ['mapping'],
      commits: [{ author: 'Eve' }],
    });
    expect(changes['Only staging']).toMatchObject({ risk: 'low', environments: ['staging'] });
  });

  it('knows renames, lifted protection and the rules of imports', async () => {
    const guarded = five9('Guarded', { rest: '  lifecycle: { preventDestroy: true }\n' });
    const folder = repository(
      {
        author: 'Ada',
        subject: 'One',
        files: { 'a.yaml': five9('Old name'), 'b.yaml': guarded, 'c.yaml': five9('Waits') },
      },
      {
        author: 'Ada',
        subject: 'Two',
        files: {
          'a.yaml': five9('New name', { metadata: '  renamedFrom: Old name\n' }),
          'b.yaml': five9('Guarded'),
          'c.yaml': five9('Waits', { rest: '  import: { wait: false }\n' }),
        },
      },
    );
    const changes = byName(await diff(folder, 'one..'));
    expect(changes['New name']).toMatchObject({
      action: 'rename',
      formerName: 'Old name',
      reasons: ['rename'],
    });
    expect(changes['Guarded']).toMatchObject({ risk: 'medium', reasons: ['protection'] });
    expect(changes['Waits']).toMatchObject({ risk: 'low', fields: [{ path: ['import', 'wait'] }] });
  });

  it('says what changed about the workspace itself: another endpoint is as grave as it gets', async () => {
    const folder = repository(
      { author: 'Ada', subject: 'One', files: { 'a.yaml': five9('A') } },
      {
        author: 'Eve',
        subject: 'Two',
        files: {
          'injixo.yaml': WORKSPACE.replace(
            'production: {}',
            'production: { endpoint: "https://evil.example" }',
          ),
        },
      },
    );
    expect((await diff(folder, 'one..two')).changes).toMatchObject([
      {
        kind: 'Workspace',
        risk: 'high',
        reasons: ['target'],
        fields: [{ path: ['environments', 'production', 'endpoint'], after: 'https://evil.example' }],
        commits: [{ author: 'Eve' }],
        file: 'injixo.yaml',
      },
    ]);
  });

  it('finds a workspace below the root of the repository', async () => {
    const folder = workspace({ 'wfm/injixo.yaml': WORKSPACE, 'wfm/a.yaml': five9('Deep') });
    git(folder, 'init', '-q', '-b', 'main');
    git(folder, 'add', '-A');
    git(folder, '-c', 'user.name=A', '-c', 'user.email=a@b', 'commit', '-qm', 'one');
    writeFileSync(path.join(folder, 'wfm/a.yaml'), five9('Deep', { region: 'US' }));
    git(folder, '-c', 'user.name=B', '-c', 'user.email=a@b', 'commit', '-qam', 'two');
    const report = await diff(path.join(folder, 'wfm'), 'HEAD~1..HEAD');
    expect(report.changes).toMatchObject([{ name: 'Deep', commits: [{ author: 'B', subject: 'two' }] }]);
  });

  it('needs no network and no secrets, and exits with 2 only when asked', async () => {
    const folder = repository(
      { author: 'Ada', subject: 'One', files: { 'a.yaml': five9('A') } },
      { author: 'Ada', subject: 'Two', files: { 'a.yaml': five9('A', { region: 'US' }) } },
    );
    const env = { INJIXO_ENDPOINT: 'http://127.0.0.1:1' };
    expect((await injixo(['diff', 'one..two'], { cwd: folder, env })).code).toBe(0);
    expect((await injixo(['diff', 'one..two', '--detailed-exitcode'], { cwd: folder, env })).code).toBe(2);
    expect((await injixo(['diff', 'two..two', '--detailed-exitcode'], { cwd: folder, env })).code).toBe(0);
  });

  it.each(['markdown', 'html', 'junit', 'sarif', 'github'])('is reported as %s', async (format) => {
    const folder = repository(
      { author: 'Ada', subject: 'One', files: { 'a.yaml': five9('A') } },
      { author: 'Ada', subject: 'Two', files: { 'a.yaml': '' } },
    );
    const result = await injixo(['diff', 'one..two', '--format', format], { cwd: folder });
    expect(result).toMatchObject({ code: 0, stdout: expect.stringMatching(/delete/) });
  });

  it('says of a revision that does not exist, a shallow clone and a plain folder what they are', async () => {
    const folder = repository(
      { author: 'Ada', subject: 'One', files: { 'a.yaml': five9('A') } },
      { author: 'Ada', subject: 'Two', files: { 'a.yaml': five9('B') } },
    );
    const failing = async (cwd: string, range: string): Promise<string> => {
      const result = await injixo(['diff', range], { cwd });
      expect(result.code).toBe(1);
      return result.stderr;
    };
    expect(await failing(folder, 'one..nope')).toContain('git/unknown-ref There is no revision "nope"');
    const option = await injixo(['diff', '--', '--output=x..two'], { cwd: folder });
    expect(option.stderr).toContain('git/unknown-ref');
    expect(await failing(folder, 'one')).toContain('is not of the form <ref>..<ref>');
    const clone = mkdtempSync(path.join(tmpdir(), 'injixo-test-'));
    git(clone, 'clone', '-q', '--depth', '1', `file://${folder}`, '.');
    expect(await failing(clone, 'one..HEAD')).toMatch(/git\/shallow[^]*fetch-depth: 0/);
    expect(await failing(workspace({}), 'a..b')).toContain('git/not-a-repository');
  });

  it('reports declarations that a revision had wrong', async () => {
    const folder = repository(
      { author: 'Ada', subject: 'One', files: { 'a.yaml': 'kind: Nonsense\n' } },
      { author: 'Ada', subject: 'Two', files: { 'a.yaml': five9('A') } },
    );
    const result = await injixo(['diff', 'one..two'], { cwd: folder });
    expect(result).toMatchObject({ code: 3, stderr: expect.stringContaining('one:a.yaml:1') });
  });
});

describe('the journal', () => {
  let emulator: TestEmulator;
  beforeAll(async () => {
    emulator = await startEmulator();
  });
  afterAll(async () => emulator.stop());

  const lines = (folder: string): any[] => {
    const [file] = readdirSync(folder).filter((name) => name.endsWith('.ndjson'));
    return readFileSync(path.join(folder, file!), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
  };

  it('keeps who applied what, with the plan and each outcome, and history reads it', async () => {
    const { folder, run } = project(emulator, { 'a.yaml': five9('J one') });
    const env = { GITHUB_ACTOR: 'ada-admin' };
    await run(['plan', '--format', 'json', '-o', 'plan.json']);
    await run(['apply', '-y', 'plan.json'], { env });
    const journal = path.join(folder, '.injixo/journal');
    const { digest } = JSON.parse(readFileSync(path.join(folder, 'plan.json'), 'utf8'));
    expect(lines(journal)).toMatchObject([
      { type: 'started', by: 'ada-admin', plan: digest, steps: 2 },
      { type: 'step', action: 'create', name: 'J one', outcome: 'done' },
      { type: 'step', action: 'import', name: 'J one', outcome: 'done' },
      { type: 'ended', exitCode: 0 },
    ]);
    expect(readFileSync(path.join(journal, '.gitignore'), 'utf8')).toBe('*\n');
    const list = await run(['history']);
    expect(list.stdout).toMatch(/ada-admin.*2 of 2 steps done/);
    const { runs } = JSON.parse((await run(['history', '--format', 'json'])).stdout);
    expect((await run(['history', runs[0].run])).stdout).toContain('create J one');
    expect((await run(['history', 'nope'])).code).toBe(1);
    expect(JSON.stringify(runs)).not.toContain(SECRET);
  });

  it('keeps failures, and nothing where nothing is done', async () => {
    const { folder, run, write } = project(emulator, { 'a.yaml': five9('J fails') });
    await emulator.faults('error,status=422,method=POST,times=1');
    expect((await run(['apply', '-y', '--journal', 'kept'])).code).toBe(1);
    await emulator.faults();
    expect(lines(path.join(folder, 'kept'))).toMatchObject([
      { type: 'started' },
      { outcome: 'failed', problems: [{ code: 'api/invalid' }] },
      { outcome: 'not-tried' },
      { type: 'ended', exitCode: 1 },
    ]);
    await run(['apply', '-y', '--no-journal']);
    await run(['apply', '-y']);
    write('a.yaml', five9('J fails', { region: 'US' }));
    await run(['apply', '-y'], { env: { INJIXO_JOURNAL: 'false' } });
    expect(readdirSync(folder)).not.toContain('.injixo');
    expect((await run(['history'])).stdout).toContain('No apply has been recorded');
  });

  it('that cannot be written stops an apply before anything is changed', async () => {
    const { run, write } = project(emulator, { 'a.yaml': five9('J blocked') });
    write('file', '');
    await emulator.requests();
    const result = await run(['apply', '-y', '--journal', 'file']);
    expect(result).toMatchObject({ code: 1, stderr: expect.stringContaining('journal/unwritable') });
    expect((await emulator.requests()).every((request) => request.startsWith('GET'))).toBe(true);
  });
});
