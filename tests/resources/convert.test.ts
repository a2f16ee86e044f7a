import { describe, expect, it } from 'vitest';
import { toNewConfiguration, toObserved, toPatch } from '#resources/convert.ts';
import type { IntegrationStep } from '#core/plan.ts';
import { readOwnership } from '#core/ownership.ts';
import { applied, desired, planOf, SCOPE } from '#tests/support/builders.ts';

const context = { scope: SCOPE, commit: 'abc123', operation: 'op-1' };
const secrets = new Map([['credentials.password', 'canary']]);

describe('the body of a create', () => {
  const body = toNewConfiguration(desired({ credentialsVersion: '1' }), secrets, context);

  it('holds what is declared, and secrets in their places only', () => {
    expect(body).toMatchObject({
      name: 'Five9 EU',
      type: 'five9',
      paused: false,
      credentials: { username: 'injixo', password: 'canary' },
      configuration: { region: 'EU' },
    });
    expect(JSON.stringify(body.annotations)).not.toContain('canary');
  });

  it('remembers owner, commit, settings and version in the annotations', () => {
    expect(readOwnership(body.annotations as Record<string, string>)).toMatchObject({
      workspace: 'acme',
      environment: 'production',
      commit: 'abc123',
      operation: 'op-1',
      credentialsVersion: '1',
      secretGenerations: { 'credentials.password': 1 },
      lastApplied: desired().settings,
    });
  });
});

describe('the body of a change', () => {
  it('holds exactly the fields of the plan', () => {
    const wanted = desired({
      settings: { credentials: { username: 'injixo' }, configuration: { region: 'US', grouping: 'skill' } },
    });
    const [step] = planOf({ desired: [wanted], observed: [applied()] }).steps;
    const { annotations, ...patch } = toPatch(step as IntegrationStep, new Map(), context);
    expect(patch).toEqual({ configuration: { region: 'US' } });
    expect(annotations).toMatchObject({
      'injixo-as-code/credentials-version': null,
      'injixo-as-code/prevent-destroy': null,
    });
  });

  it('unsets by null, counts writes of secrets and carries the new name', () => {
    const wanted = desired({
      name: 'New',
      renamedFrom: 'Five9 EU',
      settings: { credentials: {}, configuration: { grouping: 'skill' } },
      credentialsVersion: '2',
    });
    const [step] = planOf({ desired: [wanted], observed: [applied()] }).steps;
    const { annotations, ...patch } = toPatch(step as IntegrationStep, secrets, context);
    expect(patch).toEqual({
      name: 'New',
      credentials: { password: 'canary', username: null },
      configuration: { region: null },
    });
    expect(readOwnership(annotations as Record<string, string>)!.secretGenerations).toEqual({
      'credentials.password': 2,
    });
  });
});

describe('reading', () => {
  it('takes over what the API shows', () => {
    const observed = toObserved({
      id: 7,
      etag: '"3"',
      name: 'A',
      type: 'five9',
      state: 'operational',
      paused: false,
      credentials: { username: 'u' },
      configuration: { region: 'EU' },
      secrets: [{ path: 'credentials.password', generation: 2, setAt: '2026-01-01T00:00:00Z' }],
      annotations: {},
      connection: { state: 'ok', message: null },
      lastImport: null,
      createdAt: '',
      updatedAt: '',
    });
    expect(observed).toEqual({
      id: 7,
      etag: '"3"',
      name: 'A',
      type: 'five9',
      paused: false,
      settings: { credentials: { username: 'u' }, configuration: { region: 'EU' } },
      secretGenerations: { 'credentials.password': 2 },
      owner: null,
    });
  });
});
