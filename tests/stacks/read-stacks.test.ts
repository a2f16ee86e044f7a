import { describe, expect, it } from 'vitest';
import { readStacks } from '../../provider/stacks/read-stacks.ts';

type Blocks = Record<string, unknown>;

const FIVE9 = { name: 'Five9 EU', username: 'u', region: 'EU', queue_grouping: 'skill' };

function read(
  stacks: Record<string, Blocks>,
  {
    names = [],
    environment,
    env = {},
  }: { names?: string[]; environment?: string; env?: Record<string, string> } = {},
) {
  const sources = Object.entries(stacks).map(([name, blocks]) => ({
    name,
    file: `cdktf.out/stacks/${name}/cdk.tf.json`,
    text: JSON.stringify({ provider: { injixo: [{ workspace: 'acme' }] }, ...blocks }),
  }));
  const selection = { names, ...(environment === undefined ? {} : { environment }) };
  return readStacks(sources, selection, (name) => env[name]);
}

const five9 = (more: Blocks, blocks: Blocks = {}): Blocks => ({
  resource: {
    injixo_integration_five9: { eu: { ...FIVE9, ...more, '//': { metadata: { path: 'main/eu' } } } },
  },
  ...blocks,
});

const problems = (stacks: Record<string, Blocks>, options = {}): string[] =>
  read(stacks, options).diagnostics.map(({ file, path, message }) => `${file} ${path ?? ''}: ${message}`);

describe('resources of a stack', () => {
  it('are documents, with the construct in the place of the file', () => {
    const { documents, diagnostics, workspace } = read({
      main: five9(
        {
          labels: { team: 'wfm' },
          password_wo: '${var.p}',
          credentials_wo_version: '1',
          paused: true,
          import: { trigger: 'manual' },
          timeouts: [{ create: '5m' }],
          lifecycle: { prevent_destroy: true },
          provider: 'injixo',
          depends_on: ['x.y'],
        },
        { variable: { p: { type: 'string', sensitive: true } } },
      ),
    });
    expect(diagnostics).toEqual([]);
    expect(workspace).toMatchObject({ name: 'acme', environments: { '': {} } });
    expect(documents).toEqual([
      {
        source: { file: 'main/eu', document: 0 },
        value: {
          apiVersion: 'injixo-as-code/v1',
          kind: 'Integration',
          metadata: { name: 'Five9 EU', labels: { team: 'wfm' } },
          spec: {
            type: 'five9',
            credentials: { username: 'u', password: { fromEnv: 'TF_VAR_p' }, version: '1' },
            configuration: { region: 'EU', queueGrouping: 'skill' },
            paused: true,
            import: { trigger: 'manual', timeout: '5m' },
            lifecycle: { preventDestroy: true },
          },
        },
      },
    ]);
  });

  it('of other providers are left alone, also what only Terraform knows of them', () => {
    const { documents, diagnostics } = read({
      main: {
        resource: {
          aws_s3_bucket: { b: { count: '${length(var.x)}', bucket: '${upper("x")}' } },
          injixo_workload: { w: { name: 'W', time_zone: 'UTC' } },
        },
      },
    });
    expect(diagnostics).toEqual([]);
    expect(documents.map(({ value }) => value['kind'])).toEqual(['Workload']);
  });

  it('that have a meaning only in Terraform are left out with a warning', () => {
    const { diagnostics } = read({ main: five9({}, { data: { injixo_queues: { q: {} } } }) });
    expect(diagnostics).toEqual([]);
    expect(
      read({ main: { resource: { injixo_import: { i: { integration_id: '1' } } } } }).diagnostics,
    ).toMatchObject([{ code: 'cdktf/left-out', severity: 'warning', file: 'main/i' }]);
  });

  it('of a type that is not known, or with such arguments, may come from a newer version', () => {
    expect(problems({ main: { resource: { injixo_integration_new: { n: {} } } } })).toEqual([
      'main/n : There is no resource type injixo_integration_new.',
    ]);
    expect(problems({ main: five9({ new_thing: 1, for_each: '${toset(["a"])}' }) })).toEqual([
      'main/eu new_thing: There is no argument "new_thing".',
      'main/eu for_each: "for_each" is something that only Terraform can carry out.',
    ]);
  });

  it('a mapping becomes a part of its integration', () => {
    const resource = {
      ...(five9({}).resource as object),
      injixo_agent_status_mapping: {
        m: {
          integration_id: '${injixo_integration_five9.eu.id}',
          users: { 'a.f9': 'a@x.example' },
          statuses: {},
        },
      },
    };
    const { documents, diagnostics } = read({ main: { resource } });
    expect(diagnostics).toEqual([]);
    expect((documents[0]!.value['spec'] as any).agentStatus).toEqual({
      users: [{ identifier: 'a.f9', person: 'a@x.example' }],
      statuses: [],
    });
  });
});

describe('values', () => {
  const nameOf = (name: unknown, blocks: Blocks = {}, env: Record<string, string> = {}): unknown => {
    const { documents, diagnostics } = read({ main: five9({ name }, blocks) }, { env });
    return diagnostics[0]?.message ?? (documents[0]!.value['metadata'] as any).name;
  };

  it('come from variables, their defaults, locals and other resources', () => {
    expect(nameOf('${var.n}', { variable: { n: { type: 'string' } } }, { TF_VAR_n: 'From outside' })).toBe(
      'From outside',
    );
    expect(nameOf('${var.n}', { variable: { n: { default: 'Default' } } })).toBe('Default');
    expect(
      nameOf('a-${local.l.x[0]}', { locals: { l: { x: ['${var.n}'] } }, variable: { n: { default: 'b' } } }),
    ).toBe('a-b');
    expect(nameOf('${injixo_integration_five9.eu.region} x')).toBe('EU x');
    expect(nameOf('$${kept}')).toBe('${kept}');
  });

  it('have the types of their variables', () => {
    const blocks = { variable: { t: { type: 'map(string)' }, p: { type: 'bool' } } };
    const env = { TF_VAR_t: '{"team":"wfm"}', TF_VAR_p: 'true' };
    const { documents, diagnostics } = read(
      { main: five9({ labels: '${var.t}', paused: '${var.p}' }, blocks) },
      { env },
    );
    expect(diagnostics).toEqual([]);
    expect(documents[0]!.value).toMatchObject({
      metadata: { labels: { team: 'wfm' } },
      spec: { paused: true },
    });
  });

  it.each([
    ['${var.n}', { variable: { n: {} } }, 'The value is the variable "n", which has no value.'],
    ['${upper("x")}', {}, 'The value is computed by Terraform: upper("x").'],
    ['${aws_x.y.z}', {}, 'The value is only known to Terraform.'],
    ['${injixo_integration_five9.eu.status}', {}, 'The value is only known to Terraform.'],
    ['${injixo_integration_five9.eu.id}', {}, 'The value is only known to Terraform.'],
    ['${local.a}', { locals: { a: '${local.b}', b: '${local.a}' } }, 'The value refers to itself.'],
    ['${injixo_integration_five9.eu.name}', {}, 'The value refers to itself.'],
    ['x${var.s}', { variable: { s: { sensitive: true } } }, 'The value is a text with a secret in it.'],
    [
      '${var.s}',
      { variable: { s: { sensitive: true } } },
      'The value comes from a sensitive variable, and it would be shown.',
    ],
  ])('%s is told', (name, blocks, message) => {
    expect(nameOf(name, blocks)).toBe(message);
  });

  it('of secrets are never read, and are nothing else than sensitive variables', () => {
    const variable = { p: { sensitive: true }, open: { default: 'x' } };
    expect(problems({ main: five9({ password_wo: 'hunter2' }) })).toEqual([
      'main/eu password_wo: The secret is no sensitive variable.',
    ]);
    expect(problems({ main: five9({ password_wo: '${var.open}' }, { variable }) })).toHaveLength(1);
    expect(problems({ main: five9({ password_wo: 'PWD=${var.p}' }, { variable }) })).toEqual([
      'main/eu password_wo: The secret is a text with a secret in it.',
    ]);
  });
});

describe('references to integrations', () => {
  const workload = (integration_id: string, blocks: Blocks = {}): Blocks => ({
    resource: {
      ...(five9({}).resource as object),
      injixo_workload: { w: { name: 'W', time_zone: 'UTC', queues: [{ integration_id, name: 'q' }] } },
    },
    ...blocks,
  });
  const queuesOf = (stacks: Record<string, Blocks>, options = {}): unknown =>
    read(stacks, options).documents.flatMap(({ value }) =>
      value['kind'] === 'Workload' ? (value['spec'] as any).queues : [],
    );

  it('go by name', () => {
    expect(queuesOf({ main: workload('${injixo_integration_five9.eu.id}') })).toEqual([
      { integration: 'Five9 EU', name: 'q' },
    ]);
    expect(
      queuesOf({
        main: workload('${data.injixo_integration.found.id}', {
          data: { injixo_integration: { found: { name: 'Theirs' } } },
        }),
      }),
    ).toEqual([{ integration: 'Theirs', name: 'q' }]);
    expect(problems({ main: workload('4711') })).toEqual([
      'main/w queues[0].integration_id: The integration is given by an id, which tells nothing here.',
    ]);
  });

  it('reach into other stacks of the app', () => {
    const remote =
      '${data.terraform_remote_state.cross-stack-reference-input-base.outputs.cross-stack-output-eu}';
    const base = five9(
      {},
      { output: { 'cross-stack-output-eu': { value: '${injixo_integration_five9.eu.id}' } } },
    );
    const top = {
      resource: {
        injixo_workload: {
          w: { name: 'W', time_zone: 'UTC', queues: [{ integration_id: remote, name: 'q' }] },
        },
      },
    };
    expect(queuesOf({ base, top })).toEqual([{ integration: 'Five9 EU', name: 'q' }]);
  });
});

describe('stacks', () => {
  const of = (environment: string): Blocks =>
    five9(
      {},
      {
        provider: { injixo: [{ workspace: 'acme', environment, token: '${var.t}' }] },
        variable: { t: { sensitive: true } },
      },
    );
  const fails = (run: () => unknown): string => {
    try {
      run();
    } catch (error) {
      return (error as Error).message;
    }
    throw new Error('it did not fail');
  };

  it('for one account are read together; a part of them is partial', () => {
    const stacks = { a: of('production'), b: of('production') };
    expect(read(stacks)).toMatchObject({ partial: false });
    expect(read(stacks).documents).toHaveLength(2);
    expect(read(stacks, { names: ['a'] })).toMatchObject({ partial: true });
  });

  it('for several accounts are chosen by name or environment', () => {
    const stacks = { a: of('staging'), b: of('production') };
    expect(fails(() => read(stacks))).toBe(
      'The stacks are for several accounts: a (environment staging), b (environment production).',
    );
    expect(read(stacks, { names: ['b'] }).workspace.environments).toEqual({
      production: { token: { fromEnv: 'TF_VAR_t' } },
    });
    expect(read(stacks, { environment: 'staging' })).toMatchObject({ partial: false });
    expect(fails(() => read(stacks, { names: ['c'] }))).toContain('There is no stack "c"');
    expect(fails(() => read(stacks, { environment: 'test' }))).toContain(
      'No stack is for the environment "test".',
    );
  });

  it('take what their provider leaves out from the environment', () => {
    const { workspace } = read(
      { main: { provider: {}, ...five9({}) } },
      { env: { INJIXO_WORKSPACE: 'ours', INJIXO_EDITION: 'classic' } },
    );
    expect(workspace).toMatchObject({ name: 'ours', edition: 'classic' });
  });

  it('with several providers, or a literal token, are refused', () => {
    const provider = { injixo: [{ workspace: 'a', token: 'hunter2' }, { alias: 'b' }] };
    expect(problems({ main: five9({}, { provider }) })).toEqual([
      'main/injixo token: The token is no sensitive variable.',
      'main/injixo alias: A stack with several InjixoProviders is about several accounts.',
    ]);
  });

  it('without anything of ours, or of another form, are told', () => {
    expect(fails(() => read({ main: { provider: { aws: [{}] } } }))).toBe(
      'No stack has anything for injixo.',
    );
    const hcl = [{ name: 'main', file: 'cdk.tf', text: 'resource "x" "y" {}' }];
    expect(fails(() => readStacks(hcl, { names: [] }, () => undefined))).toBe('cdk.tf is no stack in JSON.');
  });
});
