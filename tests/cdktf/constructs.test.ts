import { Fn, TerraformStack, TerraformVariable, Testing } from 'cdktf';
import { getToHaveResourceWithProperties } from 'cdktf/lib/testing/matchers.js';
import * as injixo from 'injixo-as-code/cdktf';
import { describe, expect, expectTypeOf, it } from 'vitest';

interface Made {
  stack: TerraformStack;
  password: string;
}

function make(): Made {
  const stack = new TerraformStack(Testing.app(), 'main');
  new injixo.InjixoProvider(stack, 'injixo', { workspace: 'acme' });
  return { stack, password: new injixo.SecretVariable(stack, 'password').value };
}

const FIVE9 = { name: 'Five9 EU', username: 'a@acme.example', region: 'EU', queueGrouping: 'skill' } as const;

const synthesized = (stack: TerraformStack) => JSON.parse(Testing.synth(stack));

describe('the constructs', () => {
  it('are one for each type of the catalogue, under its name', () => {
    expect(Object.keys(injixo.INTEGRATIONS)).toHaveLength(19);
    for (const [type, Construct] of Object.entries(injixo.INTEGRATIONS)) {
      expect(Construct.tfResourceType).toBe(`injixo_integration_${type.replaceAll('-', '_')}`);
      expect(Construct.name).toMatch(/^[A-Z][A-Za-z0-9]+Integration$/);
    }
    expect(injixo.Five9Integration).toBe(injixo.INTEGRATIONS.five9);
  });

  it('write their properties under the names of Terraform', () => {
    const { stack, password } = make();
    new injixo.Five9Integration(stack, 'eu', {
      ...FIVE9,
      passwordWo: password,
      credentialsWoVersion: '1',
      labels: { 'cost centre': 'a_b' },
      import: { trigger: 'on-change', wait: false },
      timeouts: { create: '5m' },
    });
    expect(synthesized(stack).resource.injixo_integration_five9.eu).toEqual({
      name: 'Five9 EU',
      username: 'a@acme.example',
      region: 'EU',
      queue_grouping: 'skill',
      password_wo: '${var.password}',
      credentials_wo_version: '1',
      labels: { 'cost centre': 'a_b' },
      import: { trigger: 'on-change', wait: false },
      timeouts: { create: '5m' },
    });
  });

  it('name the provider, its source and its version', () => {
    const { stack } = make();
    const { terraform, provider } = synthesized(stack);
    expect(terraform.required_providers.injixo).toEqual({
      source: 'injixo-as-code/injixo',
      version: expect.stringMatching(/^~> \d+\.\d+\.\d+$/),
    });
    expect(provider.injixo).toEqual([{ workspace: 'acme' }]);
  });

  it('are found by the matchers of CDKTF', () => {
    const { stack } = make();
    new injixo.Five9Integration(stack, 'eu', FIVE9);
    const text = Testing.synth(stack);
    const { tfResourceType } = injixo.Five9Integration;
    expect(Testing.toHaveResourceWithProperties(text, tfResourceType, { queue_grouping: 'skill' })).toBe(
      true,
    );
    expect(Testing.toHaveResource(text, injixo.ZendeskIntegration.tfResourceType)).toBe(false);
    expect(Testing.toHaveProvider(text, injixo.InjixoProvider.tfResourceType)).toBe(true);
    // What expect(…).toHaveResourceWithProperties(Five9Integration, …) calls.
    const matches = getToHaveResourceWithProperties();
    expect(matches(text, injixo.Five9Integration, { queue_grouping: 'skill' }).pass).toBe(true);
    expect(matches(text, injixo.Five9Integration, { queue_grouping: 'campaign' }).pass).toBe(false);
  });

  it('carry the arguments that every resource has', () => {
    const { stack } = make();
    const other = new injixo.InjixoProvider(stack, 'other', { alias: 'other' });
    const first = new injixo.Five9Integration(stack, 'first', FIVE9);
    new injixo.InjixoApiIntegration(stack, 'second', {
      name: 'API',
      provider: other,
      dependsOn: [first],
      count: 2,
      lifecycle: { preventDestroy: true, ignoreChanges: ['labels'] },
    });
    expect(synthesized(stack).resource.injixo_integration_injixo_api.second).toMatchObject({
      provider: 'injixo.other',
      depends_on: ['injixo_integration_five9.first'],
      count: 2,
      lifecycle: { prevent_destroy: true, ignore_changes: ['labels'] },
    });
  });

  it('take overrides', () => {
    const { stack } = make();
    const eu = new injixo.Five9Integration(stack, 'eu', FIVE9);
    eu.addOverride('timeouts.create', '9m');
    eu.overrideLogicalId('europe');
    expect(synthesized(stack).resource.injixo_integration_five9.europe.timeouts).toEqual({ create: '9m' });
  });

  it('can be extended', () => {
    class OurFive9 extends injixo.Five9Integration {
      constructor(scope: TerraformStack, id: string) {
        super(scope, id, { ...FIVE9, labels: { team: 'wfm' } });
      }
    }
    const { stack } = make();
    new OurFive9(stack, 'eu');
    expect(synthesized(stack).resource.injixo_integration_five9.eu.labels).toEqual({ team: 'wfm' });
  });
});

describe('references', () => {
  it('to attributes stand where they are used', () => {
    const { stack } = make();
    const eu = new injixo.Five9Integration(stack, 'eu', FIVE9);
    const csv = new injixo.CsvIntegration(stack, 'csv', {
      name: 'CSV',
      importData: 'x',
      columnSeparator: ';',
      timeZone: 'UTC',
    });
    const workload = new injixo.Workload(stack, 'w', {
      name: eu.status,
      timeZone: csv.timeZone,
      labels: {
        id: eu.id,
        queue: eu.queues.get(1).name,
        nested: csv.mapping.sqlQuery,
        deep: csv.mapping.columns.date.format,
        set: Fn.lookup(eu.labels, 'team', 'none') as string,
      },
      queues: [{ integrationId: eu.id, name: eu.queues.get(0).name }],
    });
    stack.addOverride('output.queue_ids.value', workload.queueIds);
    const { resource, output } = synthesized(stack);
    expect(resource.injixo_workload.w).toMatchObject({
      name: '${injixo_integration_five9.eu.status}',
      time_zone: '${injixo_integration_csv.csv.time_zone}',
      labels: {
        id: '${injixo_integration_five9.eu.id}',
        queue: '${injixo_integration_five9.eu.queues[1].name}',
        nested: '${injixo_integration_csv.csv.mapping.sql_query}',
        deep: '${injixo_integration_csv.csv.mapping.columns.date.format}',
        set: '${lookup(injixo_integration_five9.eu.labels, "team", "none")}',
      },
      queues: [
        {
          integration_id: '${injixo_integration_five9.eu.id}',
          name: '${injixo_integration_five9.eu.queues[0].name}',
        },
      ],
    });
    expect(output.queue_ids.value).toBe('${injixo_workload.w.queue_ids}');
  });

  it('have the types of what they stand for', () => {
    expectTypeOf<injixo.Five9Integration['id']>().toEqualTypeOf<string>();
    expectTypeOf<injixo.CsvIntegration['intervalLength']>().toEqualTypeOf<number>();
    expectTypeOf<ReturnType<injixo.Five9Integration['queues']['get']>['name']>().toEqualTypeOf<string>();
    // @ts-expect-error What Terraform computes cannot be set.
    const assign = (five9: injixo.Five9Integration) => (five9.id = 'x');
    expect(assign).toBeTypeOf('function');
    const { region: _, ...incomplete } = FIVE9;
    // @ts-expect-error "region" is required.
    const create = (stack: TerraformStack) => new injixo.Five9Integration(stack, 'x', incomplete);
    expect(create).toBeTypeOf('function');
  });
});

describe('properties after construction', () => {
  it('are read as inputs, set and reset', () => {
    const { stack } = make();
    const eu = new injixo.Five9Integration(stack, 'eu', { ...FIVE9, labels: { a: 'b' } });
    expect(eu.regionInput).toBe('EU');
    eu.region = 'US';
    expect(eu.regionInput).toBe('US');
    eu.resetLabels();
    expect(eu.labelsInput).toBeUndefined();
    expect(synthesized(stack).resource.injixo_integration_five9.eu).toMatchObject({ region: 'US' });
    expect(synthesized(stack).resource.injixo_integration_five9.eu).not.toHaveProperty('labels');
  });

  it('of objects are put as a whole or one by one', () => {
    const { stack } = make();
    const csv = new injixo.CsvIntegration(stack, 'csv', {
      name: 'CSV',
      importData: 'x',
      columnSeparator: ';',
      timeZone: 'UTC',
    });
    csv.putPreprocessing({ skipFirstRows: 1 });
    csv.preprocessing.skipEmptyRows = true as never;
    expect(csv.preprocessingInput).toEqual({ skipFirstRows: 1, skipEmptyRows: true });
    expect(synthesized(stack).resource.injixo_integration_csv.csv.preprocessing).toEqual({
      skip_first_rows: 1,
      skip_empty_rows: true,
    });
    csv.resetPreprocessing();
    expect(synthesized(stack).resource.injixo_integration_csv.csv).not.toHaveProperty('preprocessing');
  });

  it('of the provider are what was given', () => {
    const { stack } = make();
    const provider = new injixo.InjixoProvider(stack, 'b', { alias: 'b', endpoint: 'https://x.example' });
    expect(provider.endpoint).toBe('https://x.example');
    provider.resetEndpoint();
    expect(provider.endpointInput).toBeUndefined();
    expect(provider.fqn).toBe('injixo.b');
  });
});

describe('a secret variable', () => {
  it('reaches neither plan nor state', () => {
    const stack = new TerraformStack(Testing.app(), 'main');
    const secret = new injixo.SecretVariable(stack, 'password', { description: 'Of Five9.' });
    expect(secret).toBeInstanceOf(TerraformVariable);
    expect(synthesized(stack).variable.password).toEqual({
      type: 'string',
      sensitive: true,
      ephemeral: true,
      description: 'Of Five9.',
    });
  });
});

describe('configuration for an import', () => {
  it('names what is imported', () => {
    const { stack } = make();
    injixo.ZendeskIntegration.generateConfigForImport(stack, 'found', '4711');
    expect(synthesized(stack).import).toEqual([{ id: '4711', to: 'injixo_integration_zendesk.found' }]);
  });
});
