import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { parse } from 'yaml';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  five9,
  injixo,
  ROOT,
  startEmulator,
  workspace,
  WORKSPACE,
  type TestEmulator,
} from '#tests/support/cli.ts';

let emulator: TestEmulator;
beforeAll(async () => {
  emulator = await startEmulator();
});
afterAll(async () => emulator.stop());

const { version } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as { version: string };
const COMMANDS =
  'init validate fmt plan show apply destroy adopt drift diff history export status queues imports push csv keys cloud-link types explain schema doctor emulator completion'.split(
    ' ',
  );

describe('help', () => {
  it('names every command and the exit codes', async () => {
    const { code, stdout } = await injixo(['--help']);
    expect(code).toBe(0);
    for (const command of COMMANDS) expect(stdout).toMatch(new RegExp(`^  ${command}\\b`, 'm'));
    expect(stdout).toContain('130  interrupted');
  });

  it.each(COMMANDS)('%s has a help of its own', async (command) => {
    const { code, stdout } = await injixo([command, '--help']);
    expect([code, stdout]).toEqual([0, expect.stringContaining(`Usage: injixo ${command}`)]);
  });

  it('knows its version', async () => {
    for (const flag of ['--version', '-V'])
      expect(await injixo([flag])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
  });
});

describe('init', () => {
  it('writes a workspace that is valid, and keeps what exists', async () => {
    const folder = workspace({ 'injixo.yaml': '# mine\n' });
    const kept = await injixo(['init', folder]);
    expect([kept.code, kept.stderr]).toEqual([0, expect.stringContaining('kept')]);
    expect(readFileSync(path.join(folder, 'injixo.yaml'), 'utf8')).toBe('# mine\n');
    const fresh = workspace();
    await injixo(['init', '--name', 'mine', '--type', 'zendesk'], { cwd: fresh });
    const { code, stdout } = await injixo(['validate'], { cwd: fresh });
    expect([code, stdout]).toEqual([0, expect.stringContaining('Valid: 1 integration ')]);
    expect(existsSync(path.join(fresh, '.injixo/injixo-as-code.v1.schema.json'))).toBe(true);
  });
});

describe('reports', () => {
  it.each(['markdown', 'html', 'junit', 'sarif', 'github'])('of each kind come as %s', async (format) => {
    const folder = workspace({
      'injixo.yaml': WORKSPACE.replace('acme', `r-${format}`),
      'a.yaml': five9(`R ${format}`),
    });
    const run = async (...args: string[]): Promise<string> => {
      const env = { ...emulator.env, FIVE9_PASSWORD: 'canary-secret' };
      const { code, stdout } = await injixo([...args, '--format', format], { cwd: folder, env });
      expect(code).toBe(0);
      expect(stdout).not.toContain('canary-secret');
      return stdout;
    };
    await run('validate');
    await injixo(['plan', '--format', 'json', '-o', 'plan.json'], { cwd: folder, env: emulator.env });
    // SARIF and annotations hold findings only, of which a clean run has none.
    const named = format === 'sarif' || format === 'github' ? /injixo|notice/ : new RegExp(`R ${format}`);
    expect(await run('plan')).toMatch(named);
    expect(await run('show', 'plan.json')).toMatch(named);
    expect(await run('apply', '-y')).toMatch(named);
    expect(await run('drift')).toMatch(named);
    expect(await run('destroy', '-y')).toMatch(named);
  });
});

describe('fmt', () => {
  it('has nothing to say about the examples', async () => {
    expect(await injixo(['fmt', '--check', 'examples/acme'])).toMatchObject({ code: 0, stdout: '' });
  });

  it('formats, and --check only tells', async () => {
    const folder = workspace({
      'injixo.yaml': WORKSPACE,
      'a.yaml': 'kind:   Integration\napiVersion: injixo-as-code/v1\n',
    });
    expect(await injixo(['fmt', '--check'], { cwd: folder })).toMatchObject({ code: 1, stdout: 'a.yaml\n' });
    expect((await injixo(['fmt'], { cwd: folder })).code).toBe(0);
    expect(readFileSync(path.join(folder, 'a.yaml'), 'utf8')).toBe(
      'apiVersion: injixo-as-code/v1\nkind: Integration\n',
    );
    expect((await injixo(['fmt', '--check'], { cwd: folder })).code).toBe(0);
  });

  it('leaves invalid YAML alone', async () => {
    const folder = workspace({ 'a.yaml': 'a: [\n' });
    expect((await injixo(['fmt', 'a.yaml'], { cwd: folder })).code).toBe(3);
    expect(readFileSync(path.join(folder, 'a.yaml'), 'utf8')).toBe('a: [\n');
  });
});

describe('the catalogue on the command line', () => {
  it('lists 19 types', async () => {
    expect(JSON.parse((await injixo(['types', '--format', 'json'])).stdout).types).toHaveLength(19);
    expect((await injixo(['types'])).stdout.split('\n')).toHaveLength(21);
  });

  it('explains a type with its hints, properties and an example that is valid', async () => {
    const { stdout } = await injixo(['explain', 'five9']);
    for (const words of [
      'Call Log with Skills',
      'credentials.password (required, secret)',
      'One of campaign, skill',
      'Five9 user name',
    ])
      expect(stdout).toContain(words);
    const example = stdout.split('Example\n')[1]!.replaceAll(/^ {2}/gm, '');
    expect((await injixo(['validate', '-f', '-'], { stdin: example })).code).toBe(0);
  });

  it('explains a code', async () =>
    expect((await injixo(['explain', 'refused/replace'])).stdout).toContain('exit code 4'));

  it.each(['', 'five9', 'plan', 'apply-report', 'validate-report'])(
    'prints the schema "%s"',
    async (name) => {
      const { stdout, code } = await injixo(['schema', ...(name === '' ? [] : [name])]);
      expect([code, JSON.parse(stdout).$schema]).toEqual([0, 'http://json-schema.org/draft-07/schema#']);
    },
  );
});

describe('a live account', () => {
  it('status, queues and export show it, as text and as JSON', async () => {
    const folder = workspace({
      'injixo.yaml': WORKSPACE,
      'a.yaml': five9('Live', { metadata: '  labels: { team: x }\n', version: '7' }),
    });
    const env = { ...emulator.env, FIVE9_PASSWORD: 'canary-secret' };
    await injixo(['apply', '-y'], { cwd: folder, env });
    const status = await injixo(['status'], { cwd: folder, env });
    expect(status.stdout).toMatch(/Live +five9 +operational +succeeded +this workspace/);
    expect(
      JSON.parse((await injixo(['status', 'Live', '--format', 'json'], { cwd: folder, env })).stdout)
        .integrations,
    ).toHaveLength(1);
    expect(
      JSON.parse((await injixo(['queues', '--format', 'json'], { cwd: folder, env })).stdout).queues,
    ).toHaveLength(3);
    const exported = await injixo(['export'], { cwd: folder, env });
    expect(parse(exported.stdout)).toMatchObject({
      metadata: { name: 'Live', labels: { team: 'x' } },
      spec: { credentials: { password: { fromEnv: 'LIVE_PASSWORD' }, version: '7' } },
    });
    writeFileSync(path.join(folder, 'a.yaml'), exported.stdout);
    expect((await injixo(['validate'], { cwd: folder })).code).toBe(0);
    expect((await injixo(['plan', '--detailed-exitcode'], { cwd: folder, env })).code).toBe(0);
    const doctor = await injixo(['doctor'], { cwd: folder, env });
    expect([doctor.code, doctor.stdout]).toEqual([1, expect.stringContaining('LIVE_PASSWORD is not set')]);
    expect((await injixo(['doctor'], { cwd: folder, env: { ...env, LIVE_PASSWORD: 'x' } })).code).toBe(0);
  });

  it('exports one file each', async () => {
    const folder = workspace();
    const { code, stderr } = await injixo(['export', '--split', '-o', 'out'], {
      cwd: folder,
      env: emulator.env,
    });
    expect([code, stderr]).toEqual([0, expect.stringContaining('wrote 1 files')]);
    expect(existsSync(path.join(folder, 'out/live.yaml'))).toBe(true);
  });

  it('takes the token from a file', async () => {
    const folder = workspace({ token: 'emulator\n' });
    const env = { INJIXO_ENDPOINT: emulator.url };
    expect((await injixo(['status', '--token-file', 'token'], { cwd: folder, env })).code).toBe(0);
    expect((await injixo(['status', '--token-file', 'nowhere'], { cwd: folder, env })).code).toBe(1);
  });
});

describe('output', () => {
  it('has no colours on a pipe, also with CI, and has them when forced', async () => {
    const escape = String.fromCharCode(27);
    expect((await injixo(['types'])).stdout).not.toContain(escape);
    expect((await injixo(['types'], { env: { FORCE_COLOR: '1' } })).stdout).toContain(escape);
    expect((await injixo(['types'], { env: { FORCE_COLOR: '1', NO_COLOR: '1' } })).stdout).not.toContain(
      escape,
    );
  });

  it('goes to a file with -o', async () => {
    const folder = workspace();
    expect(await injixo(['types', '--format', 'json', '-o', 'types.json'], { cwd: folder })).toMatchObject({
      code: 0,
      stdout: '',
    });
    expect(JSON.parse(readFileSync(path.join(folder, 'types.json'), 'utf8')).types).toHaveLength(19);
    expect((await injixo(['types', '-o', 'no/such/folder'], { cwd: folder })).code).toBe(1);
  });
});

describe('completion', () => {
  it.each(['bash', 'zsh', 'fish'])('%s knows commands and flags', async (shell) => {
    const { code, stdout } = await injixo(['completion', shell]);
    expect(code).toBe(0);
    for (const word of ['plan', 'imports', 'detailed-exitcode']) expect(stdout).toContain(word);
  });

  it('completes in bash', async () => {
    const { stdout } = await injixo(['completion', 'bash']);
    const complete = (...words: string[]): string =>
      execFileSync(
        'bash',
        [
          '-c',
          `${stdout}\nCOMP_WORDS=(injixo ${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length}; _injixo; echo "\${COMPREPLY[@]}"`,
        ],
        { encoding: 'utf8', cwd: workspace() },
      ).trim();
    expect(complete('pl')).toBe('plan');
    expect(complete('plan', '--detailed')).toBe('--detailed-exitcode');
    expect(complete('plan', '--format', 'j')).toBe('json');
    expect(complete('imports', 'st')).toBe('start');
    expect(complete('explain', 'zen')).toBe('zendesk');
  });
});

describe('the emulator on the command line', () => {
  it('says where it listens, keeps its data, and reports a port that is taken', async () => {
    const folder = workspace();
    const data = path.join(folder, 'data.json');
    const first = await startEmulator('--data', data);
    await injixo(['apply', '-f', '-', '-y', '--no-wait'], {
      env: { ...first.env, FIVE9_PASSWORD: 'canary' },
      stdin: five9('Kept'),
    });
    const taken = await injixo(['emulator', '--port', new URL(first.url).port]);
    expect([taken.code, taken.stderr]).toEqual([1, expect.stringContaining('in use')]);
    await first.stop();
    const second = await startEmulator('--data', data);
    expect((await injixo(['status'], { env: second.env })).stdout).toContain('Kept');
    await second.stop();
    expect(readFileSync(data, 'utf8')).not.toContain('canary');
  });
});
