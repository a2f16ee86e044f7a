import { Testing } from 'cdktf';
import { Five9Integration, ZendeskIntegration } from 'injixo-as-code/cdktf';
import { describe, expect, test } from 'vitest';
import type { Environment } from './estate.ts';
import { IntegrationsStack, SalesStack } from './stacks.ts';

describe.each(['staging', 'production'] satisfies Environment[])('%s', (environment) => {
  test('is valid', () => {
    const stack = new IntegrationsStack(Testing.app(), environment);
    expect(() => Testing.synth(stack, true)).not.toThrow();
  });
});

test('sales exists in production only', () => {
  const keys = (environment: Environment): string[] =>
    Object.keys(new IntegrationsStack(Testing.app(), environment).centre.integrations);
  expect(keys('staging')).toEqual(['five9_eu', 'zendesk', 'own_acd']);
  expect(keys('production')).toContain('five9_us');
});

test('production reads from the real Zendesk, staging from the sandbox', () => {
  const domain = (environment: Environment, wanted: string): boolean => {
    const synthesized = Testing.synth(new IntegrationsStack(Testing.app(), environment));
    return Testing.toHaveResourceWithProperties(synthesized, ZendeskIntegration.tfResourceType, {
      domain: wanted,
    });
  };
  expect(domain('production', 'acme.zendesk.com')).toBe(true);
  expect(domain('staging', 'acme-sandbox.zendesk.com')).toBe(true);
});

test('nothing is imported in staging by itself', () => {
  const synthesized = Testing.synth(new IntegrationsStack(Testing.app(), 'staging'));
  expect(
    Testing.toHaveResourceWithProperties(synthesized, Five9Integration.tfResourceType, {
      import: { trigger: 'manual' },
    }),
  ).toBe(true);
});

test('sales is forecast from the integration of the other stack', () => {
  const app = Testing.app();
  const { centre } = new IntegrationsStack(app, 'production');
  const sales = new SalesStack(app, 'production', centre.integrations['five9_us']!);
  expect(() => app.synth()).not.toThrow();
  expect(sales.dependencies.map(({ node }) => node.id)).toEqual(['production-integrations']);
});
