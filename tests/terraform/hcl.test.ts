import { describe, expect, it } from 'vitest';
import { Expression, quoted, uniqueName, writeBlocks } from '#terraform/hcl/write.ts';

describe('the language of Terraform', () => {
  it('is written as "terraform fmt" would', () => {
    const text = writeBlocks([
      {
        head: ['resource', 'injixo_workload', 'support'],
        body: [
          ['name', 'Support'],
          ['time_zone', 'Europe/Berlin'],
          ['queues', [{ integration_id: new Expression('injixo_integration_five9.eu.id'), name: 'Sales' }]],
          ['labels', { 'a b': 'c' }],
          ['query', 'select 1\n  from x\n'],
          ['list', ['a', 'b']],
        ],
        blocks: [{ head: ['timeouts'], body: [['create', '1h']] }],
      },
    ]);
    expect(text).toBe(`resource "injixo_workload" "support" {
  name      = "Support"
  time_zone = "Europe/Berlin"
  queues = [
    {
      integration_id = injixo_integration_five9.eu.id
      name           = "Sales"
    },
  ]
  labels = {
    "a b" = "c"
  }
  query = <<-EOT
    select 1
      from x
  EOT
  list  = ["a", "b"]

  timeouts {
    create = "1h"
  }
}
`);
  });

  it('takes templates and signs in texts for what they are', () => {
    expect(quoted('a "b" ${c} %{d} \\ \n\t\u0001')).toBe('"a \\"b\\" $${c} %%{d} \\\\ \\n\\t\\u0001"');
  });

  it('gives names that it allows, each once', () => {
    const taken = new Set<string>();
    expect(
      ['Five9 EU, Köln', '5 stars', 'five9 eu köln', '日本'].map((name) => uniqueName(name, taken)),
    ).toEqual(['five9_eu_koln', '_5_stars', 'five9_eu_koln_2', '_']);
  });
});
