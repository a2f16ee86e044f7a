import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv } from 'ajv';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  five9,
  injixo,
  ROOT,
  startEmulator,
  workspace,
  WORKSPACE,
  zendesk,
  type Result,
  type TestEmulator,
} from '#tests/support/cli.ts';

let emulator: TestEmulator;
beforeAll(async () => {
  emulator = await startEmulator();
});
afterAll(async () => emulator.stop());

const SECRET = 'canary-secret';
let count = 0;

/** A workspace of its own on the shared emulator, so that tests do not meet. */
function project(files: Record<string, string>): {
  folder: string;
  owner: string;
  run: (...args: string[]) => Promise<Result>;
  json: (...args: string[]) => Promise<any>;
} {
  const owner = `w${++count}`;
  const folder = workspace({ 'injixo.yaml': WORKSPACE.replace('acme', owner), ...files });
  const env = { ...emulator.env, FIVE9_PASSWORD: SECRET };
  const run = async (...args: string[]): Promise<Result> => {
    const result = await injixo(args, { cwd: folder, env });
    expect(result.stdout + result.stderr).not.toContain(SECRET);
    return result;
  };
  const json = async (...args: string[]): Promise<any> =>
    JSON.parse((await run(...args, '--format', 'json')).stdout);
  return { folder, owner, run, json };
}

const writes = async (): Promise<string[]> =>
  (await emulator.requests()).filter((request) => !request.startsWith('GET'));
const validates = (schema: string, value: unknown): void => {
  const validate = new Ajv({ strict: false }).compile(
    JSON.parse(readFileSync(path.join(ROOT, 'schemas', schema), 'utf8')),
  );
  expect(validate(value), JSON.stringify(validate.errors)).toBe(true);
};

describe('from YAML to integrations that import', () => {
  it('validates, plans, applies, waits for imports, and then has nothing to do', async () => {
    const { run, json } = project({ 'a.yaml': `${five9('Main A')}---\n${five9('Main B')}` });
    expect(await run('validate')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('Valid: 2 integrations'),
    });
    const plan = await json('plan');
    validates('plan.v1.schema.json', plan);
    expect(plan.summary).toMatchObject({ create: 2, import: 2, unchanged: 0 });
    expect(plan.requests).toEqual({ GET: 1 });
    const report = await json('apply', '-y');
    validates('apply-report.v1.schema.json', report);
    expect(report.summary).toMatchObject({ create: 2, import: 2 });
    expect((await run('queues', 'Main A')).stdout).toContain('Customer Support');
    await emulator.requests();
    const again = await run('apply', '-y');
    expect(again).toMatchObject({ code: 0, stdout: expect.stringContaining('No changes.') });
    expect(await emulator.requests()).toEqual(['GET /external-systems/integration-configurations']);
  });

  it('shows pending and drift apart, and mends drift', async () => {
    const { folder, run, json } = project({ 'a.yaml': five9('Drift') });
    await run('apply', '-y');
    const [found] = (await emulator.send('GET', '/external-systems/integration-configurations?name=Drift'))
      .data;
    await emulator.send(
      'PATCH',
      `/external-systems/integration-configurations/${found.id}`,
      { configuration: { region: 'CA' } },
      { 'if-match': '*' },
    );
    writeFileSync(path.join(folder, 'a.yaml'), five9('Drift', { grouping: 'campaign' }));
    const { steps } = await json('plan');
    expect(steps[0].fields).toEqual([
      { path: ['configuration', 'region'], before: 'CA', after: 'EU', cause: 'drift' },
      { path: ['configuration', 'queueGrouping'], before: 'skill', after: 'campaign', cause: 'pending' },
    ]);
    expect((await run('apply', '-y')).code).toBe(0);
    expect((await run('plan', '--detailed-exitcode')).code).toBe(0);
  });

  it('sends secrets again when their version changes, or when somebody changed them', async () => {
    const { folder, run, json } = project({ 'a.yaml': five9('Rotate', { version: '1' }) });
    await run('apply', '-y');
    writeFileSync(path.join(folder, 'a.yaml'), five9('Rotate', { version: '2' }));
    expect((await json('apply', '-y')).summary).toMatchObject({ update: 1 });
    expect((await json('plan')).steps).toEqual([]);
    const [found] = (await emulator.send('GET', '/external-systems/integration-configurations?name=Rotate'))
      .data;
    await emulator.send(
      'PATCH',
      `/external-systems/integration-configurations/${found.id}`,
      { credentials: { password: 'other' } },
      { 'if-match': '*' },
    );
    expect((await json('plan')).steps[0].fields).toEqual([
      { path: ['credentials', 'password'], cause: 'drift', secret: true, reference: 'env FIVE9_PASSWORD' },
    ]);
  });

  it.each([
    [
      'a password to a connection string',
      'credentials: { username: u, password: { fromEnv: FIVE9_PASSWORD } }\n  configuration: { databaseType: mysql, host: h, database: d, importData: agent-status, timeZone: UTC, sqlQuery: "SELECT agentidentifier, starttime, activity FROM t" }',
      'credentials: { connectionString: { fromEnv: FIVE9_PASSWORD } }\n  configuration: { databaseType: odbc, importData: agent-status, timeZone: UTC, sqlQuery: "SELECT agentidentifier, starttime, activity FROM t" }',
      'database',
    ],
    [
      'columns to a query',
      'configuration: { importData: contact, columnSeparator: ",", timeZone: UTC, layout: contact-based, mapping: { columns: { queueName: q, timestamp: { column: t, format: "YYYY-MM-DD hh:mm" }, offered: o, handled: h, duration: d, channel: { fixed: calls } } } }',
      'configuration: { importData: contact, columnSeparator: ",", timeZone: UTC, layout: contact-based, mapping: { sqlQuery: "SELECT q AS queue, t AS timestamp, o AS offered, h AS handled, c AS channel, d AS duration FROM uploaded_file" } }',
      'csv',
    ],
    [
      'a web service to none',
      'credentials: { username: u, password: { fromEnv: FIVE9_PASSWORD } }\n  configuration: { importDetailedBreakStatuses: true, webService: { url: "https://x", username: u, password: { fromEnv: FIVE9_PASSWORD } } }',
      'credentials: { username: u, password: { fromEnv: FIVE9_PASSWORD } }',
      'odigo',
    ],
  ])('changes the shape of a declaration: %s, and back', async (_, before, after, type) => {
    const document = (rest: string): string =>
      `apiVersion: injixo-as-code/v1\nkind: Integration\nmetadata: { name: Shape ${type} }\nspec:\n  type: ${type}\n  ${rest}\n`;
    const { folder, run, json } = project({ 'a.yaml': document(before) });
    expect((await run('apply', '-y')).code).toBe(0);
    for (const rest of [after, before]) {
      writeFileSync(path.join(folder, 'a.yaml'), document(rest));
      const report = await json('apply', '-y');
      expect([report.diagnostics, report.summary.update]).toEqual([[], 1]);
      expect((await json('plan')).steps).toEqual([]);
    }
  });

  it('renames, pauses, resumes and deletes', async () => {
    const { folder, run, json } = project({ 'a.yaml': five9('Old name') });
    const file = path.join(folder, 'a.yaml');
    await run('apply', '-y');
    writeFileSync(
      file,
      five9('New name', { metadata: '  renamedFrom: Old name\n', rest: '  paused: true\n' }),
    );
    expect((await json('apply', '-y')).summary).toMatchObject({ rename: 1, pause: 1, create: 0 });
    writeFileSync(
      file,
      five9('New name', { metadata: '  renamedFrom: Old name\n', rest: '  paused: false\n' }),
    );
    expect((await json('apply', '-y')).summary).toMatchObject({ resume: 1 });
    writeFileSync(
      file,
      'apiVersion: injixo-as-code/v1\nkind: Integration\nmetadata: { name: New name }\nensure: absent\n',
    );
    expect((await json('apply', '-y')).summary).toMatchObject({ delete: 1 });
    expect((await json('status')).integrations.filter(({ mine }: any) => mine)).toEqual([]);
  });

  it('replaces only with permission, and says what it costs', async () => {
    const { folder, run, json } = project({ 'a.yaml': zendesk('Replace', 'ivr') });
    await run('apply', '-y');
    writeFileSync(path.join(folder, 'a.yaml'), zendesk('Replace', 'phone-number'));
    await writes();
    const refused = await run('apply', '-y');
    expect([refused.code, refused.stdout]).toEqual([4, expect.stringContaining('new queues')]);
    expect(refused.stderr).toContain('refused/replace');
    expect(await writes()).toEqual([]);
    expect((await json('apply', '-y', '--allow-replace')).summary).toMatchObject({ replace: 1, import: 1 });
  });

  it('prunes only when asked, and only what is its own', async () => {
    const { folder, run, json } = project({ 'a.yaml': five9('Stays'), 'b.yaml': five9('Goes') });
    await run('apply', '-y');
    writeFileSync(path.join(folder, 'b.yaml'), '# empty\n');
    expect((await json('apply', '-y')).summary).toMatchObject({ delete: 0 });
    expect((await json('plan', '--prune')).steps.map(({ id }: any) => id)).toEqual(['delete:Goes']);
    expect((await run('plan', 'a.yaml', '--prune')).code).toBe(4);
    expect((await json('apply', '-y', '--prune')).summary).toMatchObject({ delete: 1 });
  });

  it('adopts what was clicked together, and exports it so that nothing changes', async () => {
    const created = {
      name: 'Clicked',
      type: 'five9',
      credentials: { username: 'clicker', password: 'x' },
      configuration: { region: 'EU', queueGrouping: 'skill' },
    };
    await emulator.send('POST', '/external-systems/integration-configurations', created, {
      'idempotency-key': 'clicked',
    });
    const { folder, run, json } = project({});
    const exported = await run('export', 'Clicked', '-o', path.join(folder, 'clicked.yaml'));
    expect(exported.stderr).toContain('CLICKED_PASSWORD');
    expect((await run('validate')).code).toBe(0);
    expect((await json('plan')).steps).toEqual([]);
    expect((await json('adopt', '-y')).summary).toMatchObject({ adopt: 1 });
    expect((await json('plan')).diagnostics).toEqual([]);
    await writes();
    expect((await run('apply', '-y')).code).toBe(0);
    expect(await writes()).toEqual([]);
  });

  it('leaves alone what another workspace owns', async () => {
    const first = project({ 'a.yaml': five9('Contested') });
    await first.run('apply', '-y');
    const second = project({ 'a.yaml': five9('Contested', { region: 'US' }) });
    const refused = await second.run('apply', '-y');
    expect([refused.code, refused.stderr]).toEqual([
      6,
      expect.stringContaining(`workspace "${first.owner}"`),
    ]);
  });

  it('works on a part: by selector, and by file', async () => {
    const label = (team: string): { metadata: string } => ({ metadata: `  labels: { team: ${team} }\n` });
    const { json } = project({
      'a.yaml': five9('Part A', label('x')),
      'b.yaml': five9('Part B', label('y')),
    });
    expect((await json('plan', '-l', 'team=x')).steps.map(({ name }: any) => name)).toEqual([
      'Part A',
      'Part A',
    ]);
    expect((await json('plan', 'b.yaml')).steps.map(({ name }: any) => name)).toEqual(['Part B', 'Part B']);
  });

  it('destroys what it owns', async () => {
    const { run, json } = project({
      'a.yaml': five9('Destroy A'),
      'b.yaml': five9('Destroy B', { rest: '  lifecycle: { preventDestroy: true }\n' }),
    });
    await run('apply', '-y');
    expect((await run('destroy', '-y')).code).toBe(4);
    expect((await json('destroy', 'a.yaml', '-y')).summary).toMatchObject({ delete: 1 });
  });

  it('takes files by -f too, several of them', async () => {
    const { json } = project({ 'a.yaml': five9('F1'), 'b.yaml': five9('F2'), 'c.yaml': five9('F3') });
    const { steps } = await json('plan', 'a.yaml', '-f', 'b.yaml');
    expect([...new Set(steps.map(({ name }: any) => name))]).toEqual(['F1', 'F2']);
  });

  it('stops above the limits of the workspace, and goes on with --force', async () => {
    const documents = (region: string): string =>
      Array.from({ length: 10 }, (_, i) => five9(`Limit ${i}`, { region })).join('---\n');
    const { folder, run } = project({ 'a.yaml': documents('EU') });
    await run('apply', '-y', '--no-wait');
    writeFileSync(path.join(folder, 'a.yaml'), documents('US'));
    const refused = await run('apply', '-y', '--no-wait');
    expect([refused.code, refused.stderr]).toEqual([
      4,
      expect.stringContaining('10 of 10 integrations (100 %) would be changed'),
    ]);
    expect((await run('apply', '-y', '--no-wait', '--force')).code).toBe(0);
  });

  it('reads standard input', async () => {
    const { folder } = project({});
    const env = { ...emulator.env, FIVE9_PASSWORD: SECRET };
    const { code, stdout } = await injixo(['plan', '-f', '-', '--format', 'json'], {
      cwd: folder,
      env,
      stdin: five9('From stdin'),
    });
    expect([code, JSON.parse(stdout).summary.create]).toEqual([0, 1]);
  });
});

describe('environments', () => {
  it('apply overrides, leave out what does not exist there, and own apart', async () => {
    const files = {
      'injixo.yaml': WORKSPACE.replace(
        "include: ['*.yaml']",
        "include: ['*.yaml'], environments: { staging: {}, production: {} }",
      ).replace('acme', 'envs'),
      'a.yaml': `${five9('Everywhere')}overrides:\n  staging: { configuration: { region: US } }\n`,
      'b.yaml': five9('Production only', { metadata: '  environments: [production]\n' }),
    };
    const folder = workspace(files);
    const run = async (...args: string[]): Promise<Result> =>
      injixo(args, { cwd: folder, env: { ...emulator.env, FIVE9_PASSWORD: 'x' } });
    const staging = JSON.parse((await run('plan', '-e', 'staging', '--format', 'json')).stdout);
    expect(staging.scope.environment).toBe('staging');
    expect(
      staging.steps.filter(({ action }: any) => action === 'create').map(({ name }: any) => name),
    ).toEqual(['Everywhere']);
    expect(staging.steps[0].desired.settings.configuration.region).toBe('US');
    expect((await run('plan', '-e', 'stagin')).stderr).toContain('Did you mean "staging"?');
    const { INJIXO_ENDPOINT: _, ...noEndpoint } = emulator.env;
    const ambiguous = await injixo(['plan'], { cwd: folder, env: noEndpoint });
    expect([ambiguous.code, ambiguous.stderr]).toEqual([1, expect.stringContaining('staging, production')]);
  });
});

describe('saved plans', () => {
  it('are applied exactly as they stand', async () => {
    const { folder, run, json } = project({ 'a.yaml': five9('Saved') });
    await run('plan', '--format', 'json', '-o', 'plan.json');
    expect(readFileSync(path.join(folder, 'plan.json'), 'utf8')).not.toContain(SECRET);
    writeFileSync(path.join(folder, 'a.yaml'), five9('Changed meanwhile'));
    const report = await json('apply', 'plan.json', '-y');
    expect(report.steps.map(({ id, outcome }: any) => [id, outcome])).toEqual([
      ['create:Saved', 'done'],
      ['import:Saved', 'done'],
    ]);
  });

  it('are refused when the account changed', async () => {
    const { run } = project({ 'a.yaml': five9('Stale') });
    await run('plan', '--format', 'json', '-o', 'plan.json');
    await run('apply', '-y');
    await writes();
    const stale = await run('apply', 'plan.json', '-y');
    expect([stale.code, stale.stderr]).toEqual([6, expect.stringContaining('"Stale"')]);
    expect(await writes()).toEqual([]);
  });

  it.each([
    ['edited', (plan: any) => ({ ...plan, steps: [] }), 'changed after it was made'],
    ['of another version', (plan: any) => ({ ...plan, version: '0.0.1' }), 'version 0.0.1'],
    ['no plan', () => ({ hello: 1 }), 'not a saved plan'],
  ])('are refused when %s', async (_, change, words) => {
    const { folder, run } = project({ 'a.yaml': five9('Integrity') });
    const file = path.join(folder, 'plan.json');
    await run('plan', '--format', 'json', '-o', 'plan.json');
    writeFileSync(file, JSON.stringify(change(JSON.parse(readFileSync(file, 'utf8')))));
    const refused = await run('apply', 'plan.json', '-y');
    expect([refused.code, refused.stderr]).toEqual([6, expect.stringContaining(words)]);
  });

  it('are refused for another endpoint', async () => {
    const { folder, run } = project({ 'a.yaml': five9('Elsewhere') });
    await run('plan', '--format', 'json', '-o', 'plan.json');
    const other = await injixo(['apply', 'plan.json', '-y', '--endpoint', 'http://127.0.0.1:9'], {
      cwd: folder,
      env: emulator.env,
    });
    expect([other.code, other.stderr]).toEqual([6, expect.stringContaining('stale/other-target')]);
  });

  it('that are refused stay refused', async () => {
    const { folder, run } = project({ 'a.yaml': zendesk('Refused plan', 'ivr') });
    await run('apply', '-y');
    writeFileSync(path.join(folder, 'a.yaml'), zendesk('Refused plan', 'phone-number'));
    expect((await run('plan', '--format', 'json', '-o', 'plan.json')).code).toBe(4);
    expect((await run('apply', 'plan.json', '-y')).code).toBe(4);
  });
});
