import { describe, expect, it } from 'vitest';
import type { Declaration, Workspace } from '#core/declaration.ts';
import { DEFAULT_LIMITS } from '#core/declaration.ts';
import { writeApp } from '../../provider/stacks/app/write-app.ts';

const WORKSPACE: Workspace = { name: 'acme', include: [], environments: {}, limits: DEFAULT_LIMITS };

function declaration(changes: Partial<Declaration> = {}): Declaration {
  return {
    kind: 'Integration',
    name: 'Five9 EU',
    labels: {},
    ensure: 'present',
    spec: {
      type: 'five9',
      credentials: { username: 'a', password: { fromEnv: 'FIVE9_PASSWORD' } },
      configuration: { region: 'EU', queueGrouping: 'skill' },
    },
    overrides: {},
    source: { file: 'a.yaml', document: 0 },
    ...changes,
  };
}

/** The lines of the constructor, without those of the provider. */
function body(declarations: Declaration[], workspace: Workspace | undefined = WORKSPACE): string {
  const { text } = writeApp(declarations, workspace);
  return /new InjixoProvider[^]*?\n\n([^]*?)\n {2}\}\n\}/.exec(text)?.[1] ?? text;
}

describe('declarations as an app', () => {
  it('are a construct each, whose secrets are variables', () => {
    expect(body([declaration()])).toBe(`    new Five9Integration(this, 'five9_eu', {
      name: 'Five9 EU',
      username: 'a',
      region: 'EU',
      queueGrouping: 'skill',
      passwordWo: new SecretVariable(this, 'FIVE9_PASSWORD').value,
    });`);
  });

  it('share the variable of a secret that several of them need', () => {
    const text = body([declaration(), declaration({ name: 'Five9 US' })]);
    expect(text).toContain("const five9Password = new SecretVariable(this, 'FIVE9_PASSWORD');");
    expect(text.match(/passwordWo: five9Password\.value/g)).toHaveLength(2);
  });

  it('name the variable of a secret from a file or a program after it', () => {
    const from = (password: object): string[] => {
      const { spec } = declaration();
      const credentials = { username: 'a', password };
      return writeApp([declaration({ spec: { ...spec, credentials } as never })], WORKSPACE).variables;
    };
    expect(from({ fromFile: 'secrets/five9.txt' })).toEqual(['SECRETS_FIVE9_TXT']);
    expect(from({ fromCommand: ['vault', 'read', 'x'] })).toEqual(['VAULT']);
  });

  it('refer to each other by variables, and only where somebody does', () => {
    const workload = declaration({
      kind: 'Workload',
      name: 'Support',
      spec: {
        timeZone: 'UTC',
        queueTimeout: '5m',
        queues: [
          { integration: 'Five9 EU', match: '*' },
          { integration: 'Elsewhere', name: 'q' },
        ],
      },
    });
    const text = body([
      workload,
      declaration(),
      declaration({ name: 'Alone', spec: { type: 'injixo-api' } }),
    ]);
    expect(text).toContain("const five9Eu = new Five9Integration(this, 'five9_eu', {");
    expect(text).toContain("new InjixoApiIntegration(this, 'alone', { name: 'Alone' });");
    expect(text).toContain("{ integrationId: five9Eu.id, match: '*' }");
    expect(text).toContain("timeouts: { create: '5m', update: '5m' }");
  });

  it('have mappings as constructs of their own', () => {
    const { spec } = declaration();
    const agentStatus = { statuses: [{ status: 'On Call', activity: 'Calls' }] };
    expect(body([declaration({ spec: { ...spec, agentStatus } })])).toContain(
      "new AgentStatusMapping(this, 'five9_eu_agent_status', { integrationId: five9Eu.id, statuses: { 'On Call': 'Calls' } });",
    );
  });

  it('are a stack for each environment, which says what is different in it', () => {
    const environments = {
      staging: { endpoint: 'https://staging.example', token: { fromEnv: 'STAGING_TOKEN' } },
      production: {},
      test: {},
    };
    const workspace = { ...WORKSPACE, edition: 'classic', environments } as Workspace;
    const overrides = { staging: { configuration: { region: 'US' } } };
    const only = declaration({
      name: 'Only',
      environments: ['production', 'test'],
      spec: { type: 'injixo-api' },
    });
    const used = declaration({
      kind: 'Workload',
      name: 'W',
      environments: ['test'],
      spec: { timeZone: 'UTC', queues: [{ integration: 'Only', name: 'q' }] },
    });
    const { text } = writeApp([declaration({ overrides }), only, used], workspace);
    expect(text).toContain("type Environment = 'staging' | 'production' | 'test';");
    expect(text).toContain("staging: { endpoint: 'https://staging.example', token: 'STAGING_TOKEN' },");
    expect(text).toContain('...(token && { token: new SecretVariable(this, token).value }),');
    expect(text).toContain("region: 'EU',");
    expect(text).toContain("...(environment === 'staging' && { region: 'US' }),");
    expect(text).toContain(
      "const only = environment === 'production' || environment === 'test' ? new InjixoApiIntegration",
    );
    expect(text).toContain("if (environment === 'test')\n      new Workload(");
    expect(text).toContain('integrationId: only!.id');
    expect(text).toContain("new Integrations(app, 'production', 'production');");
  });

  it('without a workspace are those of the default one', () => {
    expect(writeApp([declaration()], undefined).text).toContain(
      "new InjixoProvider(this, 'injixo', { workspace: 'default' });",
    );
  });

  it('tell what they lose', () => {
    const { diagnostics, text } = writeApp(
      [
        declaration({ ensure: 'absent' }),
        declaration({
          name: 'B',
          renamedFrom: 'A',
          spec: { type: 'injixo-api', lifecycle: { replace: 'allow', preventDestroy: true } },
        }),
      ],
      WORKSPACE,
    );
    expect(diagnostics.map(({ code, message }) => `${code} ${message}`)).toEqual([
      'cdktf/left-out "Five9 EU" is declared as absent and left out.',
      'cdktf/left-out "B" loses renamedFrom.',
      'cdktf/left-out "B" loses lifecycle.replace.',
    ]);
    expect(text).toContain("{ name: 'B', lifecycle: { preventDestroy: true } }");
    expect(text).not.toContain('Five9');
  });
});
