import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { injixo, startEmulator, type TestEmulator } from '../../support/cli.ts';

describe('the examples of CDKTF', () => {
  let emulator: TestEmulator;
  beforeAll(async () => void (emulator = await startEmulator()));
  afterAll(async () => emulator.stop());

  test.each([
    ['small', [], 2],
    ['estate', ['-e', 'staging'], 4],
    ['estate', ['-e', 'production'], 6],
  ])('%s %s is applied, and then unchanged', async (name, args, created) => {
    const secrets = ['five9_password', 'five9_eu_password', 'five9_us_password', 'zendesk_token'];
    const env = {
      ...emulator.env,
      ...Object.fromEntries(secrets.map((secret) => [`TF_VAR_${secret}`, 'canary-secret'])),
    };
    const app = ['--cdktf', `examples/cdktf/${name}`, ...args];
    const { code, stdout, stderr } = await injixo(['apply', '-y', '--format', 'json', ...app], { env });
    expect(stderr).toContain('Synthesizing');
    expect(code).toBe(0);
    expect(JSON.parse(stdout).summary.create).toBe(created);
    expect(stdout).not.toContain('canary-secret');
    expect((await injixo(['plan', '--detailed-exitcode', ...app], { env })).code).toBe(0);
    expect((await injixo(['destroy', '-y', ...app], { env })).code).toBe(0);
  });
});
