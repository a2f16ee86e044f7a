import { describe, expect, it } from 'vitest';
import { integrationTypes } from '#catalog/catalog.ts';
import { isNested, wireSchema, type Attributes, type Block } from '#terraform/convert/schema.ts';
import { resourceType, snakeCase } from '#terraform/convert/names.ts';
import { DATA_SOURCES, EPHEMERAL_RESOURCES, RESOURCES } from '#terraform/server/registry.ts';
import { PROVIDER_BLOCK } from '#terraform/server/configuration.ts';

const blocks: [string, Block][] = [
  ['provider', PROVIDER_BLOCK],
  ...[RESOURCES, DATA_SOURCES, EPHEMERAL_RESOURCES].flatMap((kinds) =>
    [...kinds].map(([name, { block }]): [string, Block] => [name, block]),
  ),
];

describe('the schema', () => {
  it('has a resource for each integration type, and no other beside the three of the account', () => {
    const expected = integrationTypes().map(([type]) => resourceType(type));
    const others = ['injixo_agent_status_mapping', 'injixo_import', 'injixo_workload'];
    expect([...RESOURCES.keys()].sort()).toEqual([...expected, ...others].sort());
  });

  const check = (attributes: Attributes): void => {
    for (const [name, attribute] of Object.entries(attributes)) {
      const { required, optional, computed, writeOnly, description, type } = attribute;
      expect(name).toMatch(/^[a-z][a-z0-9_]*$/);
      expect(description, name).not.toBe('');
      expect(required === true || optional === true || computed === true, name).toBe(true);
      expect(required === true && (optional === true || computed === true), name).toBe(false);
      expect(writeOnly === true && computed === true, name).toBe(false);
      expect(name.endsWith('_wo'), name).toBe(writeOnly === true);
      if (isNested(type)) check(type.attributes);
    }
  };

  it.each(blocks)('%s is one that Terraform accepts', (_, block) => {
    check(block.attributes);
    for (const inner of Object.values(block.blocks ?? {})) check(inner.attributes);
    expect(wireSchema(block).block?.attributes).toHaveLength(Object.keys(block.attributes).length);
  });

  it('writes names as Terraform does', () => {
    expect(snakeCase('acdServerAddresses')).toBe('acd_server_addresses');
    expect(resourceType('freshdesk-contact-center')).toBe('injixo_integration_freshdesk_contact_center');
  });
});
