import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { appFolder, RUN_APP, synthesize } from '../../support/cdktf.ts';
import { injixo, startEmulator, workspace, type Result, type TestEmulator } from '../../support/cli.ts';

const app = (body: string): string => `
import { App, TerraformStack } from 'cdktf';
import * as injixo from 'injixo-as-code/cdktf';

const app = new App();
const account = (id: string, more: object = {}) => {
  const stack = new TerraformStack(app, id);
  new injixo.InjixoProvider(stack, 'injixo', { workspace: 'acme', environment: id, ...more });
  const passwordWo = new injixo.SecretVariable(stack, 'five9_password').value;
  new injixo.Five9Integration(stack, 'eu', {
    name: 'Five9 EU', username: 'a@acme.example', passwordWo, region: 'EU', queueGrouping: 'skill',
  });
  return stack;
};
${body}
app.synth();
`;

describe('a CDKTF app as a source of declarations', () => {
  let emulator: TestEmulator;
  beforeAll(async () => void (emulator = await startEmulator()));
  afterAll(async () => emulator.stop());

  const run = async (cwd: string, args: string[], env: Record<string, string> = {}): Promise<Result> =>
    injixo(args, { cwd, env: { ...emulator.env, ...env } });
  const diagnostics = async (cwd: string, ...args: string[]) => {
    const { code, stdout } = await run(cwd, ['validate', '--format', 'json', ...args]);
    return { code, found: JSON.parse(stdout).diagnostics };
  };

  test('is planned, applied, and then unchanged; its secrets are variables that only apply needs', async () => {
    const cwd = appFolder(app("account('production');"));
    const planned = await run(cwd, ['plan', '--cdktf', '.']);
    expect(planned.stdout).toContain('+ create  Five9 EU  production/eu');
    expect(planned.stdout).toContain('secret is sent from env TF_VAR_five9_password');
    expect(planned.stderr).toContain('Synthesizing: ');

    const missing = await run(cwd, ['apply', '-y', '--cdktf', '.']);
    expect(missing.code).toBe(1);
    expect(missing.stderr + missing.stdout).toContain('Set the environment variable TF_VAR_five9_password.');

    const secret = { TF_VAR_five9_password: 'canary-secret' };
    const applied = await run(cwd, ['apply', '-y', '--cdktf', '.'], secret);
    expect(applied.code).toBe(0);
    expect(applied.stdout + applied.stderr).not.toContain('canary-secret');
    const again = await run(cwd, ['plan', '--cdktf', RUN_APP, '--detailed-exitcode']);
    expect(again).toMatchObject({ code: 0, stdout: expect.stringContaining('No changes') });

    synthesize(cwd, 'production');
    expect((await run(cwd, ['drift', '--cdktf', 'cdktf.out', '--detailed-exitcode'])).code).toBe(0);
    expect((await run(cwd, ['destroy', '-y', '--cdktf', 'cdktf.out'])).code).toBe(0);
  });

  test('a saved plan of an app is applied as it stands', async () => {
    const cwd = appFolder(app("account('saved');"));
    await run(cwd, ['plan', '--cdktf', '.', '--format', 'json', '-o', 'plan.json']);
    expect(readFileSync(path.join(cwd, 'plan.json'), 'utf8')).toContain('"file": "saved/eu"');
    const secret = { TF_VAR_five9_password: 'canary-secret' };
    expect((await run(cwd, ['apply', 'plan.json', '-y', '--cdktf', '.'], secret)).code).toBe(0);
    expect((await run(cwd, ['destroy', '-y', '--cdktf', '.'])).code).toBe(0);
  });

  test('of several accounts: stacks by name or environment', async () => {
    const cwd = appFolder(app("account('staging'); account('production');"));
    const both = await run(cwd, ['plan', '--cdktf', '.']);
    expect(both.code).toBe(3);
    expect(both.stderr).toContain(
      'cdktf/stack The stacks are for several accounts: production (environment production), staging (environment staging)',
    );
    for (const args of [['production'], ['-e', 'production']]) {
      const { code, stdout } = await run(cwd, ['plan', '--cdktf', '.', ...args]);
      expect(code).toBe(0);
      expect(stdout).toContain('Plan for workspace acme, environment production');
    }
    expect((await run(cwd, ['plan', '--cdktf', '.', 'prodution'])).stderr).toContain(
      'Did you mean "production"?',
    );
  });

  test('is held against the policies of its folder', async () => {
    const cwd = appFolder(app("account('production');"));
    mkdirSync(path.join(cwd, 'policies'));
    const policy = {
      'x-policy': { code: 'labels', severity: 'error', message: 'has no team.' },
      if: { properties: { environment: { const: 'production' } } },
      then: { properties: { metadata: { properties: { labels: { required: ['team'] } } } } },
    };
    writeFileSync(path.join(cwd, 'policies/labels.schema.json'), JSON.stringify(policy));
    const { code, found } = await diagnostics(cwd, '--cdktf', '.');
    expect(found).toMatchObject([{ code: 'policy/labels', file: 'production/eu' }]);
    expect(code).toBe(3);
  });

  test('what it prints goes to standard error, so that JSON stays JSON', async () => {
    const cwd = appFolder(app("console.log('hello from the app'); account('production');"));
    const { stdout, stderr } = await run(cwd, ['plan', '--cdktf', '.', '--format', 'json']);
    expect(JSON.parse(stdout).summary).toMatchObject({ create: 1 });
    expect(stderr).toContain('hello from the app');
  });

  test('its context comes from cdktf.json', async () => {
    const cwd = appFolder(app("account(app.node.tryGetContext('stage'));"));
    const file = path.join(cwd, 'cdktf.json');
    writeFileSync(
      file,
      JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), context: { stage: 'fromContext' } }),
    );
    expect((await run(cwd, ['plan', '--cdktf', '.'])).stdout).toContain('environment fromContext');
  });

  test('constructs that are refused are told one by one', async () => {
    const cwd = appFolder(
      app(
        "new injixo.ZendeskIntegration(account('a'), 'z', { name: 'Five9 EU' } as never); account('b', { token: 'hunter2' });",
      ),
    );
    const { code, found } = await diagnostics(cwd, '--cdktf', '.');
    expect(code).toBe(3);
    expect(found.map(({ code: name, file, path: at }: any) => `${name} ${file} ${at}`)).toEqual([
      'cdktf/invalid b/injixo token',
      'cdktf/invalid a/z domain',
      'cdktf/invalid a/z username',
      'cdktf/invalid a/z queueGrouping',
      'cdktf/invalid a/z name',
    ]);
    expect(JSON.stringify(found)).not.toContain('hunter2');
  });

  test.each([
    ["throw new TypeError('no such thing');", 'The app ended with 1: TypeError: no such thing'],
    ["console.error('gone'); process.exit(7);", 'The app ended with 7: gone'],
    ['process.exit(0);', 'The app ended well and wrote no stacks.'],
  ])('that fails is told without its stack trace: %s', async (body, message) => {
    const { code, found } = await diagnostics(appFolder(app(body)), '--cdktf', '.');
    expect(code).toBe(1);
    expect(found).toEqual([expect.objectContaining({ code: 'cdktf/app-failed', message })]);
  });

  test('that is none is told', async () => {
    const cwd = workspace({
      'empty/x.txt': '',
      'none/cdktf.json': '{}',
      'broken/manifest.json': '{',
      'odd/manifest.json': '{"stacks":{}}',
    });
    for (const [name, code] of [
      ['empty', 'cdktf/not-synthesized'],
      ['nowhere', 'cdktf/not-synthesized'],
      ['none', 'cdktf/not-synthesized'],
      ['broken', 'cdktf/unreadable'],
      ['odd', 'cdktf/unreadable'],
    ])
      expect((await diagnostics(cwd, '--cdktf', name!)).found[0]).toMatchObject({ code });
  });

  test('a newer form is read with a warning, and unresolved variables are told', async () => {
    const cwd = appFolder(
      app("account('production', { endpoint: '${var.endpoint}' }).addOverride('variable.endpoint', {});"),
    );
    synthesize(cwd, 'production');
    mkdirSync(path.join(cwd, 'newer'));
    cpSync(path.join(cwd, 'cdktf.out'), path.join(cwd, 'newer'), { recursive: true });
    const file = path.join(cwd, 'newer/manifest.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace('0.21.0', '1.3.0'));
    const { found } = await diagnostics(cwd, '--cdktf', 'newer');
    expect(found).toMatchObject([
      { code: 'cdktf/unreadable', severity: 'warning', message: expect.stringContaining('1.3.0') },
      {
        code: 'cdktf/unresolved',
        file: 'production/injixo',
        path: 'endpoint',
        message: 'The value is the variable "endpoint", which has no value.',
        hint: 'Set TF_VAR_endpoint.',
      },
    ]);
    const set = await run(cwd, ['validate', '--cdktf', 'newer'], { TF_VAR_endpoint: 'http://127.0.0.1:1' });
    expect(set.code).toBe(0);
  });
});
