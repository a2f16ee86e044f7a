import { describe, expect, it } from 'vitest';
import { compilePolicies } from '../../provider/policies/compile.ts';
import { DeclarationSet } from '../../provider/load.ts';

const file = (name: string, schema: unknown): { name: string; text: string } => ({
  name: `policies/${name}.schema.json`,
  text: typeof schema === 'string' ? schema : JSON.stringify(schema),
});
const rule = (schema: object, annotation: object = { code: 'rule' }): object => ({
  ...schema,
  'x-policy': annotation,
});
const one = (schema: object): ReturnType<typeof compilePolicies>['policies'][number] =>
  compilePolicies([file('rule', schema)]).policies[0]!;

describe('a policy', () => {
  it('has code, severity and words of its own', () => {
    expect(one(rule({ title: 'T' }))).toMatchObject({ code: 'policy/rule', severity: 'error', message: 'T' });
    expect(one(rule({ title: 'T' }, { code: 'x', severity: 'info', message: 'M', hint: 'H' }))).toMatchObject(
      {
        severity: 'info',
        message: 'M',
        hint: 'H',
      },
    );
    expect(one(rule({})).message).toBe('The policy rule is broken.');
  });

  it('tells the most telling place', () => {
    const schema = rule({
      if: { properties: { environment: { const: 'p' } } },
      then: { properties: { spec: { properties: { 'a/b': { required: ['c'] } } } } },
    });
    expect(one(schema).brokenAt({ environment: 'p', spec: { 'a/b': {} } })).toEqual(['spec', 'a/b', 'c']);
    expect(one(schema).brokenAt({ environment: 'q', spec: { 'a/b': {} } })).toBeUndefined();
    expect(one(rule({ not: {} })).brokenAt({})).toEqual([]);
  });

  it('may use formats, 2020-12, and definitions of other files', () => {
    const formats = one(rule({ properties: { mail: { format: 'email' } } }));
    expect(formats.brokenAt({ mail: 'x' })).toEqual(['mail']);
    const { policies, faults } = compilePolicies([
      file('shared', { $defs: { text: { type: 'string' } } }),
      file('rule', {
        ...rule({ properties: { a: { $ref: 'shared.schema.json#/$defs/text' } } }),
        $schema: 'https://json-schema.org/draft/2020-12/schema',
      }),
    ]);
    expect(faults).toEqual([]);
    expect(policies[0]!.brokenAt({ a: 1 })).toEqual(['a']);
  });

  it.each([
    ['no JSON', '{', /not JSON/],
    ['no object', '[]', /no object/],
    ['no code', rule({}, {}), /x-policy.code/],
    ['an unknown severity', rule({}, { code: 'a', severity: 'fatal' }), /error, warning, info/],
    ['a wrong schema', rule({ type: 'x' }), /not a usable JSON Schema/],
    ['a reference into the network', rule({ $ref: 'https://example.com/x' }), /can't resolve/],
  ])('with %s is a fault', (_, schema, message) => {
    const { policies, faults } = compilePolicies([file('rule', schema)]);
    expect(policies).toEqual([]);
    expect(faults).toMatchObject([
      { file: 'policies/rule.schema.json', message: expect.stringMatching(message) },
    ]);
  });

  it('has a code that no other has', () => {
    const { faults } = compilePolicies([file('a', rule({})), file('b', rule({}))]);
    expect(faults).toMatchObject([
      { file: 'policies/b.schema.json', message: expect.stringContaining('taken') },
    ]);
  });
});

describe('documents', () => {
  const DOCUMENT = `apiVersion: injixo-as-code/v1
kind: Integration
metadata: { name: A, environments: [staging, production] }
spec: { type: injixo-api }
overrides: { production: { paused: true } }
`;
  const WORKSPACE = `apiVersion: injixo-as-code/v1
kind: Workspace
metadata: { name: acme }
spec: { environments: { development: {}, staging: {}, production: {} } }
`;
  const findings = async (schema: object | string): Promise<unknown> => {
    const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
    const set = new DeclarationSet();
    set.add({ name: 'injixo.yaml', bytes: bytes(WORKSPACE) });
    set.add({ name: 'a.yaml', bytes: bytes(DOCUMENT) });
    set.addPolicy({
      name: 'p.schema.json',
      bytes: bytes(typeof schema === 'string' ? schema : JSON.stringify(schema)),
    });
    return (await set.check({ environments: 'all' })).diagnostics;
  };

  it('are held to it in each environment that they exist in, and it is said once', async () => {
    expect(await findings(rule({ title: 'T', not: {} }))).toMatchObject([
      { code: 'policy/rule', message: '"A" (in staging, production): T', file: 'a.yaml', line: 3 },
    ]);
    expect(await findings(rule({ properties: { environment: { not: { const: 'development' } } } }))).toEqual(
      [],
    );
  });

  it('are shown at the override that breaks it', async () => {
    const schema = rule({ title: 'T', properties: { spec: { properties: { paused: { const: false } } } } });
    expect(await findings(schema)).toMatchObject([
      { message: '"A" (in production): T', line: 5, path: 'overrides.production.paused' },
    ]);
  });

  it('are not to blame for a policy that cannot be used', async () => {
    expect(await findings('{')).toMatchObject([{ code: 'policy/unusable', file: 'p.schema.json' }]);
  });
});
