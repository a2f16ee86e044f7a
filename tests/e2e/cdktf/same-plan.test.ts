import { spawnSync } from 'node:child_process';
import { copyFileSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseAllDocuments, stringify } from 'yaml';
import { canonical, type Json } from '#core/json.ts';
import { appFolder } from '../../support/cdktf.ts';
import { injixo, ROOT, startEmulator, workspace, type TestEmulator } from '../../support/cli.ts';

/** The steps of a plan by their ids, without where they are declared and what their secrets are called. */
function steps(json: string): unknown {
  const { steps: found, summary } = JSON.parse(json, (key, value: unknown) => {
    if (key === 'source') return undefined;
    // Terraform's maps have no order.
    if (['users', 'statuses', 'fields'].includes(key)) return (value as Json[]).map(canonical).sort();
    return key === 'reference' ? 'a secret' : value;
  });
  // What is declared as absent, and is, has no form in an app.
  delete summary.unchanged;
  return { summary, steps: Object.fromEntries(found.map((step: any) => [step.id, step])) };
}

describe('the same estate in YAML and in CDKTF', () => {
  let emulator: TestEmulator;
  beforeAll(async () => void (emulator = await startEmulator()));
  afterAll(async () => emulator.stop());

  const plan = async (args: string[], cwd: string): Promise<string> => {
    const { code, stdout, stderr } = await injixo(['plan', '--format', 'json', ...args], {
      cwd,
      env: emulator.env,
    });
    if (code !== 0) throw new Error(stdout + stderr);
    return stdout;
  };

  test.each(['development', 'staging', 'production'])(
    'plans the same for %s of the example',
    async (environment) => {
      const acme = path.join(ROOT, 'examples/acme');
      const { stdout: main } = await injixo(['convert'], { cwd: acme });
      const yaml = steps(await plan(['-e', environment], acme));
      const app = steps(await plan(['--cdktf', '.', environment], appFolder(main)));
      expect(Object.keys((app as any).steps).length).toBeGreaterThan(10);
      expect(app).toEqual(yaml);
    },
  );

  test('plans the same for the example of every integration type', async () => {
    const folder = path.join(ROOT, 'examples/integration-types');
    const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
    expect(files).toHaveLength(19);
    const cwd = workspace({
      'injixo.yaml': stringify({
        apiVersion: 'injixo-as-code/v1',
        kind: 'Workspace',
        metadata: { name: 'types' },
        spec: { include: ['*.yaml'] },
      }),
    });
    for (const file of files) copyFileSync(path.join(folder, file), path.join(cwd, file));
    const { stdout: main } = await injixo(['convert'], { cwd });
    expect(steps(await plan(['--cdktf', '.'], appFolder(main)))).toEqual(steps(await plan([], cwd)));
  });

  test('texts with signs that mean something in TypeScript or Terraform stay as they are', async () => {
    const odd = 'a ${b} %{ c } `d` \\ "e" \'f\' $${g}\n  \u2028 ü\n';
    const documents = parseAllDocuments(
      readFileSync(path.join(ROOT, 'examples/integration-types/database.yaml'), 'utf8'),
    );
    const value = documents[0]!.toJS();
    value.metadata.name = 'Odd ${name} `of` "it"';
    value.spec.configuration.host = odd;
    const cwd = workspace({ 'one.yaml': stringify(value) });
    const { stdout: main, stderr } = await injixo(['convert', 'one.yaml'], { cwd });
    expect(stderr).toContain('The app needs');
    const app = appFolder(main);
    expect(steps(await plan(['--cdktf', '.'], app))).toEqual(steps(await plan(['one.yaml'], cwd)));
  });

  test('an app that was converted type-checks, and says what it cannot say', async () => {
    const cwd = workspace({
      'injixo.yaml': stringify({
        apiVersion: 'injixo-as-code/v1',
        kind: 'Workspace',
        metadata: { name: 'w' },
      }),
      'integrations/a.yaml': [
        { ensure: 'absent', metadata: { name: 'Gone' } },
        {
          metadata: { name: 'B', renamedFrom: 'A' },
          spec: { type: 'injixo-api', lifecycle: { replace: 'allow' } },
        },
      ]
        .map((document) => stringify({ apiVersion: 'injixo-as-code/v1', kind: 'Integration', ...document }))
        .join('---\n'),
    });
    const { code, stdout, stderr } = await injixo(['convert', '--to', 'cdktf'], { cwd });
    expect(code).toBe(0);
    expect(stdout).toContain("new InjixoApiIntegration(this, 'b', { name: 'B' });");
    for (const words of [
      '"Gone" is declared as absent',
      '"B" loses renamedFrom',
      '"B" loses lifecycle.replace',
    ])
      expect(stderr).toContain(words);

    const acme = await injixo(['convert'], { cwd: path.join(ROOT, 'examples/acme') });
    const tsc = path.join(ROOT, 'node_modules/typescript/bin/tsc');
    const options =
      '--noEmit --strict --skipLibCheck --module nodenext --target es2022 --types node main.ts'.split(' ');
    const types = ['--typeRoots', path.join(ROOT, 'node_modules/@types')];
    const checked = spawnSync(process.execPath, [tsc, ...options, ...types], {
      cwd: appFolder(acme.stdout),
      encoding: 'utf8',
    });
    expect(checked.stdout).toBe('');
  });
});
