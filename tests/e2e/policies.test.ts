import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { five9, injixo, ROOT, workspace, type Result } from '#tests/support/cli.ts';

const WORKSPACE = `apiVersion: injixo-as-code/v1
kind: Workspace
metadata: { name: acme }
spec: { include: ['*.yaml'], environments: { staging: {}, production: {} } }
`;
const policy = (rule: object, annotation: object = {}): string =>
  JSON.stringify({
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'The rule',
    'x-policy': { code: 'rule', ...annotation },
    ...rule,
  });
const PROTECTED = {
  if: { properties: { environment: { const: 'production' } } },
  then: { properties: { spec: { required: ['lifecycle'] } } },
};

const validate = async (
  files: Record<string, string>,
  ...args: string[]
): Promise<Result & { json: any }> => {
  const folder = workspace({ 'injixo.yaml': WORKSPACE, 'a.yaml': five9('A'), ...files });
  const result = await injixo(['validate', '--format', 'json', ...args], { cwd: folder });
  return { ...result, json: JSON.parse(result.stdout) };
};
const RULE = 'policies/rule.schema.json';

describe('policies of the organisation', () => {
  it('are errors with their own code, in the environments that they mean, at their place', async () => {
    const { code, json } = await validate({ [RULE]: policy(PROTECTED, { hint: 'Protect it.' }) });
    expect(code).toBe(3);
    expect(json.diagnostics).toMatchObject([
      {
        code: 'policy/rule',
        severity: 'error',
        message: '"A" (in production): The rule',
        hint: 'Protect it.',
        file: 'a.yaml',
        line: 5,
        path: 'spec.lifecycle',
      },
    ]);
    expect((await validate({ [RULE]: policy(PROTECTED) }, '-e', 'staging')).code).toBe(0);
  });

  it('see overrides, labels, names and references, and warn where they are told to', async () => {
    const rule = {
      properties: {
        metadata: { properties: { name: { pattern: '^[A-Z]' }, labels: { required: ['team'] } } },
        spec: {
          properties: {
            configuration: { properties: { region: { not: { const: 'MOON' } } } },
            credentials: { properties: { password: { required: ['fromFile'] } } },
          },
        },
      },
    };
    const text = (warning: object): string =>
      policy(warning, { severity: 'warning', message: 'Not like this.' });
    const moon = `${five9('A', { metadata: '  labels: { team: x }\n' }).replace('fromEnv', 'fromFile')}overrides:\n  production: { configuration: { region: MOON } }\n`;
    const { code, json } = await validate({ 'a.yaml': moon, [RULE]: text(rule) });
    expect(code).toBe(0);
    expect(json.diagnostics).toMatchObject([
      {
        severity: 'warning',
        message: '"A" (in production): Not like this.',
        line: 15,
        path: 'overrides.production.configuration.region',
      },
    ]);
    const both = (await validate({ [RULE]: text(rule) })).json.diagnostics;
    expect(both).toMatchObject([{ message: '"A" (in staging, production): Not like this.' }]);
  });

  it('hold a plan back', async () => {
    const folder = workspace({ 'injixo.yaml': WORKSPACE, 'a.yaml': five9('A'), [RULE]: policy(PROTECTED) });
    const env = { INJIXO_TOKEN: 'x', INJIXO_ENDPOINT: 'http://127.0.0.1:1' };
    const result = await injixo(['plan', '-e', 'production'], { cwd: folder, env });
    expect(result).toMatchObject({ code: 3, stderr: expect.stringContaining('policy/rule') });
  });

  it('may share definitions, and may be JSON Schema 2020-12', async () => {
    const shared = JSON.stringify({
      definitions: { named: { required: ['labels'], properties: { labels: { required: ['team'] } } } },
    });
    const rule = policy({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      properties: { metadata: { $ref: 'shared.schema.json#/definitions/named' } },
    });
    const { json } = await validate({ 'policies/shared.schema.json': shared, [RULE]: rule });
    expect(json.diagnostics).toMatchObject([{ code: 'policy/rule' }]);
  });

  it.each([
    ['no JSON', '{', 'not JSON'],
    ['no schema', policy({ type: 'nonsense' }), 'not a usable JSON Schema'],
    ['no code', policy({}, { code: 'a b' }), '"x-policy.code"'],
    ['an unknown severity', policy({}, { severity: 'fatal' }), '"x-policy.severity"'],
    [
      'a reference into the network',
      policy({ $ref: 'https://example.com/x.json' }),
      "can't resolve reference",
    ],
  ])('with %s are themselves an error', async (_, text, message) => {
    const { code, json } = await validate({ [RULE]: text });
    expect(code).toBe(3);
    expect(json.diagnostics).toMatchObject([
      { code: 'policy/unusable', message: expect.stringContaining(message) },
    ]);
  });

  it('of the example are kept by the example', async () => {
    const { code, json } = await validate({}, path.join(ROOT, 'examples/acme'));
    expect(code).toBe(0);
    expect(json.diagnostics).toEqual([]);
  });
});
