import { spawn } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse } from 'yaml';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { five9, ROOT, startEmulator, workspace, type TestEmulator } from '#tests/support/cli.ts';

let emulator: TestEmulator;
beforeAll(async () => {
  emulator = await startEmulator();
});
afterAll(async () => emulator.stop());

const recipe = (name: string): any => parse(readFileSync(path.join(ROOT, 'examples/ci', name), 'utf8'));
const GITHUB = recipe('github-actions.yaml');
const GITLAB = recipe('gitlab-ci.yaml');

interface Ran {
  code: number | null;
  output: string;
}

/** Runs a script as the services do: bash, every error ends it, nothing in the environment but what is named. */
async function bash(script: string, cwd: string, env: Record<string, string>): Promise<Ran> {
  const child = spawn('bash', ['-e', '-o', 'pipefail', '-c', script], {
    cwd,
    env: { HOME: tmpdir(), PATH: `${cwd}/bin:${process.env['PATH']}`, ...env },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (output += String(data)));
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, output })));
}

/** A clone with stand-ins for npx and for the programs that talk to the service. */
function clone(owner: string, declared: string, programs: Record<string, string>): string {
  const folder = workspace({
    'injixo.yaml': `apiVersion: injixo-as-code/v1\nkind: Workspace\nmetadata: { name: ${owner} }\nspec: { include: ['a.yaml'], environments: { production: {} } }\n`,
    'a.yaml': declared,
  });
  const npx = `#!/bin/bash\n[ "$1" = --yes ] && [ "$2" = injixo-as-code@0.1.0 ] || exit 99\nshift 2\nexec "${process.execPath}" "${ROOT}dist/injixo.js" "$@"\n`;
  mkdirSync(path.join(folder, 'bin'));
  for (const [name, text] of Object.entries({ npx, ...programs })) {
    writeFileSync(path.join(folder, 'bin', name), text);
    chmodSync(path.join(folder, 'bin', name), 0o755);
  }
  return folder;
}

async function commit(folder: string, message: string): Promise<void> {
  const identity = '-c user.name=Ada -c user.email=ada@acme.example';
  const { code, output } = await bash(
    `git init -q -b main; git add -A; git ${identity} commit -qm "${message}"`,
    folder,
    {},
  );
  expect(code, output).toBe(0);
}

describe('the GitHub recipe', () => {
  const SECRETS: Record<string, string> = {
    INJIXO_PRODUCTION_TOKEN: 'emulator',
    FIVE9_PASSWORD: 'canary-secret',
  };

  /** The shell of a job, with the environment that its file gives to each step. */
  async function runJob(job: string, folder: string, context: Record<string, string> = {}): Promise<Ran> {
    let output = '';
    for (const step of GITHUB.jobs[job].steps.filter((item: any) => item.run !== undefined)) {
      const declared = { ...GITHUB.env, ...GITHUB.jobs[job].env, ...step.env } as Record<string, string>;
      expect(step.run).not.toContain('${{');
      const value = (text: string): string =>
        String(text).replace(/\$\{\{ ([\w.]+) \}\}/g, (_, name: string) =>
          name.startsWith('secrets.') ? SECRETS[name.slice(8)]! : (context[name] ?? ''),
        );
      const env = Object.fromEntries(Object.entries(declared).map(([key, text]) => [key, value(text)]));
      const ran = await bash(step.run, folder, {
        ...env,
        INJIXO_ENDPOINT: emulator.url,
        GITHUB_STEP_SUMMARY: path.join(folder, 'summary.md'),
        GITHUB_REPOSITORY: 'acme/wfm',
        GITHUB_SHA: 'abc',
        GITHUB_ACTOR: 'ada',
      });
      output += ran.output;
      expect(output).not.toContain('canary-secret');
      if (ran.code !== 0) return { code: ran.code, output };
    }
    return { code: 0, output };
  }

  /** `gh` as far as the recipe uses it: comments are kept, artifacts come from a folder. */
  const GH = `#!/bin/bash
case "$1 $2" in
  "pr comment") [ "$3" = 7 ] && cp "\${@: -1}" comment.md ;;
  "api repos/acme/wfm/commits/abc/pulls") echo 7 ;;
  "api repos/acme/wfm/pulls/7") echo headsha ;;
  "run list") [ "$4" = headsha ] && echo 4711 ;;
  "run download") [ "$3" = 4711 ] && mkdir -p reviewed && cp artifact/plan.json reviewed/ ;;
  *) exit 98 ;;
esac
`;

  it('validates without secrets, comments the plan, applies exactly that plan, and finds drift', async () => {
    const folder = clone('ci-github', five9('CI GitHub'), { gh: GH });
    await commit(folder, 'one');
    const context = { 'github.event.pull_request.base.sha': 'HEAD', 'github.event.pull_request.number': '7' };
    expect(await runJob('validate', folder)).toMatchObject({
      code: 0,
      output: expect.stringContaining('::notice'),
    });
    expect(JSON.stringify(GITHUB.jobs.validate)).not.toContain('secrets.');
    const planned = await runJob('plan', folder, context);
    expect(planned.code, planned.output).toBe(0);
    expect(readFileSync(path.join(folder, 'comment.md'), 'utf8')).toContain('create CI GitHub');
    mkdirSync(path.join(folder, 'artifact'));
    cpSync(path.join(folder, 'plan.json'), path.join(folder, 'artifact/plan.json'));
    const applied = await runJob('apply', folder, context);
    expect(applied.code, applied.output).toBe(0);
    expect(readFileSync(path.join(folder, 'summary.md'), 'utf8')).toContain('Apply complete');
    const [journal] = readdirSync(path.join(folder, 'journal'));
    const { digest } = JSON.parse(readFileSync(path.join(folder, 'plan.json'), 'utf8'));
    expect(readFileSync(path.join(folder, 'journal', journal!), 'utf8')).toContain(digest);
    expect((await runJob('drift', folder)).code).toBe(0);
    await change('CI GitHub');
    expect((await runJob('drift', folder)).code).toBe(2);
  });

  it('applies nothing when the account changed after the review', async () => {
    const folder = clone('ci-stale', five9('CI stale'), { gh: GH });
    await commit(folder, 'one');
    const context = { 'github.event.pull_request.base.sha': 'HEAD', 'github.event.pull_request.number': '7' };
    await runJob('plan', folder, context);
    mkdirSync(path.join(folder, 'artifact'));
    cpSync(path.join(folder, 'plan.json'), path.join(folder, 'artifact/plan.json'));
    await runJob('apply', folder, context);
    const again = await runJob('apply', folder, context);
    expect(again.code).toBe(6);
    expect(readFileSync(path.join(folder, 'summary.md'), 'utf8')).toContain('stale/observed');
  });

  it('shows an invalid pull request beside its lines, and a refused plan in the comment', async () => {
    const folder = clone('ci-bad', five9('CI bad', { region: '[]' }), { gh: GH });
    await commit(folder, 'one');
    const validated = await runJob('validate', folder);
    expect(validated).toMatchObject({
      code: 3,
      output: expect.stringContaining('::error file=a.yaml,line=11'),
    });
    const context = { 'github.event.pull_request.base.sha': 'HEAD', 'github.event.pull_request.number': '7' };
    expect((await runJob('plan', folder, context)).code).toBe(3);
    expect(readFileSync(path.join(folder, 'comment.md'), 'utf8')).toContain('schema/type');
  });
});

describe('the GitLab recipe', () => {
  /** curl as far as the recipe uses it. */
  const CURL = `#!/bin/bash
url="\${@: -1}"
case "\${url#https://gitlab.example/api/v4/projects/5/}" in
  merge_requests/7/notes) for part in "$@"; do case "$part" in body@*) cp "\${part#body@}" comment.md ;; esac; done ;;
  repository/commits/abc/merge_requests) echo '[{"iid":7}]' ;;
  merge_requests/7/pipelines) echo '[{"id":90},{"id":80}]' ;;
  pipelines/90/jobs) echo '[{"id":1,"name":"validate"},{"id":2,"name":"plan"}]' ;;
  jobs/2/artifacts/plan.json) cat plan.json ;;
  *) exit 22 ;;
esac
`;

  async function runJob(job: string, folder: string): Promise<Ran> {
    return bash(GITLAB[job].script.join('\n'), folder, {
      ...(GITLAB.variables as Record<string, string>),
      ...(GITLAB[job].variables as Record<string, string> | undefined),
      GIT_DEPTH: '0',
      INJIXO_ENDPOINT: emulator.url,
      ...(job === 'validate'
        ? {}
        : { INJIXO_TOKEN: 'emulator', FIVE9_PASSWORD: 'canary-secret', API_TOKEN: 't' }),
      CI_API_V4_URL: 'https://gitlab.example/api/v4',
      CI_PROJECT_ID: '5',
      CI_MERGE_REQUEST_IID: '7',
      CI_MERGE_REQUEST_DIFF_BASE_SHA: 'HEAD',
      CI_COMMIT_SHA: 'abc',
      GITLAB_USER_LOGIN: 'ada',
    });
  }

  it('validates without secrets, comments the plan, applies exactly that plan, and finds drift', async () => {
    const folder = clone('ci-gitlab', five9('CI GitLab'), { curl: CURL });
    await commit(folder, 'one');
    for (const job of ['validate', 'plan', 'apply', 'drift']) {
      const { code, output } = await runJob(job, folder);
      expect(code, `${job}: ${output}`).toBe(0);
      expect(output).not.toContain('canary-secret');
    }
    expect(readFileSync(path.join(folder, 'comment.md'), 'utf8')).toContain('create CI GitLab');
    for (const file of ['validate.xml', 'apply.xml', 'diff.html', 'drift.html', 'journal'])
      expect(existsSync(path.join(folder, file)), file).toBe(true);
    await change('CI GitLab');
    expect((await runJob('drift', folder)).code).toBe(2);
  });
});

async function change(name: string): Promise<void> {
  const found = await emulator.send(
    'GET',
    `/external-systems/integration-configurations?name=${encodeURIComponent(name)}`,
  );
  const at = `/external-systems/integration-configurations/${found.data[0].id}`;
  await emulator.send('PATCH', at, { configuration: { region: 'CA' } }, { 'if-match': '*' });
}
