import { TerraformStack, Testing } from 'cdktf';
import * as injixo from 'injixo-as-code/cdktf';
import { describe, expect, it } from 'vitest';

function make(config: injixo.ContactCentreConfig): { centre: injixo.ContactCentre; stack: TerraformStack } {
  const stack = new TerraformStack(Testing.app(), 'main');
  new injixo.InjixoProvider(stack, 'injixo', { workspace: 'acme' });
  return { centre: new injixo.ContactCentre(stack, 'centre', config), stack };
}

/** Resources of a type by the keys of their entries. */
function resources(stack: TerraformStack, type: string): Record<string, any> {
  const found = JSON.parse(Testing.synth(stack)).resource[`injixo_${type}`] ?? {};
  return Object.fromEntries(
    Object.entries(found).map(([id, value]) => [id.replace(/^centre_(.*)_[0-9A-F]{8}$/, '$1'), value]),
  );
}

function problems(config: injixo.ContactCentreConfig): string[] {
  const { stack } = make(config);
  try {
    Testing.synth(stack, true);
    return [];
  } catch (error) {
    return (error as Error).message
      .split('\n')
      .filter((line) => line.startsWith('  ['))
      .map((line) => line.trim().replace(/ \([^()]*\d+:\d+\)$/, ''));
  }
}

const EU = { type: 'five9', name: 'Five9 EU', username: 'a', region: 'EU', queueGrouping: 'skill' } as const;
const SHOP = {
  type: 'zendesk',
  name: 'Shop',
  domain: 'shop.zendesk.com',
  username: 'a',
  queueGrouping: 'ivr',
} as const;

describe('a contact centre from data', () => {
  it('has integrations with shared defaults, of all and of their type', () => {
    const { stack, centre } = make({
      defaults: {
        all: { labels: { team: 'wfm' }, credentialsWoVersion: '1', timeouts: { create: '5m' } },
        types: { five9: { region: 'US', queueGrouping: 'campaign' } },
      },
      integrations: {
        eu: { ...EU, labels: { region: 'eu' }, secrets: { passwordWo: 'five9_password' } },
        us: { type: 'five9', name: 'Five9 US', username: 'b', secrets: { passwordWo: 'five9_password' } },
        // It has no credentials, so what is shared about them is not meant for it.
        api: { type: 'injixo-api', name: 'API' },
      },
    });
    expect(Object.keys(centre.integrations)).toEqual(['eu', 'us', 'api']);
    const five9 = resources(stack, 'integration_five9');
    expect(five9['eu']).toMatchObject({
      region: 'EU',
      labels: { team: 'wfm', region: 'eu' },
      password_wo: '${var.five9_password}',
    });
    expect(five9['us']).toMatchObject({
      region: 'US',
      queue_grouping: 'campaign',
      credentials_wo_version: '1',
    });
    expect(resources(stack, 'integration_injixo_api')['api']).toEqual({
      name: 'API',
      labels: { team: 'wfm' },
      timeouts: { create: '5m' },
    });
    expect(() => Testing.synth(stack, true)).not.toThrow();
  });

  it('differs by environment', () => {
    const config = (environment: string): injixo.ContactCentreConfig => ({
      environment,
      defaults: { all: { paused: false } },
      environments: {
        staging: { all: { paused: true }, types: { five9: { region: 'US' } } },
        production: {},
      },
      integrations: {
        eu: { ...EU, overrides: { production: { region: 'CA' } } },
        shop: { ...SHOP, environments: ['production'], overrides: { production: { username: 'real' } } },
      },
    });
    const staging = make(config('staging'));
    expect(Object.keys(staging.centre.integrations)).toEqual(['eu']);
    // What an entry says itself comes before all defaults.
    expect(resources(staging.stack, 'integration_five9')['eu']).toMatchObject({ paused: true, region: 'EU' });
    const production = make(config('production'));
    expect(resources(production.stack, 'integration_five9')['eu']).toMatchObject({
      paused: false,
      region: 'CA',
    });
    expect(resources(production.stack, 'integration_zendesk')['shop']).toMatchObject({ username: 'real' });
  });

  it('wires workloads to their queues, and mappings to their integrations', () => {
    const { stack, centre } = make({
      integrations: { eu: { ...EU, agentStatus: { statuses: { Ready: 'Calls' } } } },
      workloads: {
        support: { name: 'Support', timeZone: 'UTC', queues: [{ integration: 'eu', match: 'S*' }] },
      },
    });
    const id = expect.stringMatching(/^\$\{injixo_integration_five9\.centre_eu_\w+\.id\}$/);
    expect(resources(stack, 'workload')['support'].queues).toEqual([{ integration_id: id, match: 'S*' }]);
    expect(resources(stack, 'agent_status_mapping')['eu-agent-status']).toEqual({
      integration_id: id,
      statuses: { Ready: 'Calls' },
    });
    expect(centre.workloads['support']).toBeInstanceOf(injixo.Workload);
  });

  it('orders imports', () => {
    const { stack } = make({
      importsInOrder: true,
      integrations: { a: { ...EU, after: ['b'] }, b: { ...EU, name: 'B' }, c: { ...EU, name: 'C' } },
    });
    const five9 = resources(stack, 'integration_five9');
    const before = (key: string) =>
      five9[key].depends_on?.map((text: string) => /centre_(\w)_/.exec(text)![1]);
    expect([before('b'), before('a'), before('c')]).toEqual([undefined, ['b'], ['a']]);
  });

  it('tells what is wrong in the data, by its place there', () => {
    const config = {
      environment: 'prod',
      environments: { production: {} },
      integrations: {
        a: { ...EU, after: ['b'], environments: ['productoin'] },
        b: { ...EU, name: 'B', after: ['c', 'nobody'] },
        c: { ...EU, name: 'C', after: ['b'] },
        d: { type: 'fiv9', name: 'D' },
        e: { ...EU, name: 'E', regoin: 'EU' },
      },
      workloads: { w: { name: 'W', timeZone: 'UTC', queues: [{ integration: 'bb', name: 'q' }] } },
    } as unknown as injixo.ContactCentreConfig;
    expect(problems(config)).toEqual([
      '[main/centre] environment: There is no environment "prod". There are production.',
      '[main/centre] integrations.a.environments: There is no environment "productoin". Did you mean "production"?',
      '[main/centre] integrations.b.after: It comes after itself: b, c, b.',
      '[main/centre] integrations.b.after: There is no integration "nobody" in this environment.',
      '[main/centre] integrations.d.type: There is no integration type "fiv9". Did you mean "five9"?',
      expect.stringContaining(
        '[main/centre] workloads.w.queues[0].integration: There is no integration "bb"',
      ),
      '[main/centre/e] regoin: There is no property "regoin". Did you mean "region"?',
    ]);
  });

  it('accepts only what an integration type has', () => {
    // @ts-expect-error A Zendesk has no region.
    const wrong: injixo.AnyIntegrationEntry = { type: 'zendesk', region: 'EU' };
    expect(wrong).toBeTypeOf('object');
  });
});
