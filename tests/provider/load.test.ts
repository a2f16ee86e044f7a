import { describe, expect, it, vi } from 'vitest';
import { DeclarationSet } from '../../provider/load.ts';
import { desiredIn, namesIn } from '../../provider/read.ts';
import { exportDocument } from '../../provider/export.ts';
import type { Configuration } from '#api/client.ts';
import { ENGINE } from '#core/ownership.ts';

const HEAD = 'apiVersion: injixo-as-code/v1\n';
const WORKSPACE = `${HEAD}kind: Workspace
metadata: { name: acme }
spec:
  edition: enterprise
  environments: { staging: {}, production: { endpoint: "https://x", token: { fromEnv: T } } }
  defaultEnvironment: staging
  limits: { minimum: 3 }
`;
const INTEGRATION = `${HEAD}kind: Integration
metadata: { name: A, renamedFrom: B, environments: [staging], labels: { team: x } }
spec:
  type: five9
  credentials: { username: u, password: { fromEnv: P }, version: "1" }
  configuration: { region: EU, queueGrouping: skill }
  import: { trigger: on-create, wait: false, timeout: 90s }
  paused: true
  lifecycle: { preventDestroy: true, replace: allow }
overrides:
  staging: { configuration: { region: US } }
`;

async function load(...texts: string[]) {
  const set = new DeclarationSet();
  texts.forEach((text, i) => set.add({ name: `${i}.yaml`, bytes: new TextEncoder().encode(text) }));
  return { set, ...(await set.check({ environments: 'all' })) };
}

describe('a workspace', () => {
  it('has what the document says, and defaults', async () => {
    const { set, diagnostics } = await load(WORKSPACE);
    expect(diagnostics).toEqual([]);
    expect(set.workspace()).toMatchObject({
      name: 'acme',
      edition: 'enterprise',
      defaultEnvironment: 'staging',
      include: ['integrations/**/*.{yaml,yml}', 'workloads/**/*.{yaml,yml}'],
      limits: { updatePercent: 30, deletePercent: 30, minimum: 3 },
    });
  });

  it.each([
    [
      'an environment in an override',
      INTEGRATION.replace('staging: {', 'stagin: {'),
      'overrides.stagin',
      'Did you mean "staging"?',
    ],
    [
      'an environment of an integration',
      INTEGRATION.replace('[staging]', '[prod]'),
      'metadata.environments[0]',
      'The workspace declares staging, production.',
    ],
  ])('knows its environments: %s', async (_, text, path, hint) => {
    const { diagnostics } = await load(WORKSPACE, text);
    expect(diagnostics).toMatchObject([{ code: 'document/unknown-environment', path, hint }]);
  });

  it('is one, and names a default environment that exists', async () => {
    expect((await load(WORKSPACE, WORKSPACE)).diagnostics).toMatchObject([
      { code: 'document/several-workspaces', file: '1.yaml' },
    ]);
    expect(
      (await load(WORKSPACE.replace('defaultEnvironment: staging', 'defaultEnvironment: x'))).diagnostics,
    ).toMatchObject([{ code: 'document/unknown-environment' }]);
  });
});

describe('what is desired', () => {
  it('is the declaration in one environment, with its defaults and references', async () => {
    const { declarations } = await load(WORKSPACE, INTEGRATION);
    expect(desiredIn(declarations, { environment: 'staging' }).integrations).toEqual([
      {
        name: 'A',
        ensure: 'present',
        type: 'five9',
        labels: { team: 'x' },
        renamedFrom: 'B',
        settings: { credentials: { username: 'u' }, configuration: { region: 'US', queueGrouping: 'skill' } },
        secrets: [{ path: ['credentials', 'password'], reference: { fromEnv: 'P' } }],
        credentialsVersion: '1',
        paused: true,
        import: { trigger: 'on-create', wait: false, timeoutSeconds: 90 },
        lifecycle: { preventDestroy: true, allowReplace: true },
        traits: { immutable: [], importable: true },
        source: { file: '1.yaml', document: 0 },
      },
    ]);
    expect(desiredIn(declarations, { environment: 'production' }).integrations).toEqual([]);
    expect(
      desiredIn(declarations, { selector: [{ key: 'team', operator: '=', value: 'y' }] }).integrations,
    ).toEqual([]);
    expect(namesIn(declarations, 'staging', 'Integration')).toEqual(new Set(['A', 'B']));
    expect(namesIn(declarations, 'production', 'Integration')).toEqual(new Set());
  });
});

describe('places of planned diagnostics', () => {
  it('are looked up by document and path', async () => {
    const { set } = await load(INTEGRATION);
    const [found] = await set.placeDiagnostics([
      {
        code: 'refused/replace',
        severity: 'error',
        message: 'x',
        file: '0.yaml',
        document: 0,
        path: 'spec.configuration.region',
      },
    ]);
    expect(found).toMatchObject({ line: 7, column: 28, frame: expect.stringContaining('> 7 |') });
    expect(set.placeOfName({ file: '0.yaml', document: 0 })).toEqual({ line: 3, column: 19 });
    expect(set.placeOfName({ file: 'unknown', document: 0 })).toBeUndefined();
  });
});

describe('exporting', () => {
  const configuration = (changes: Partial<Configuration>): Configuration => ({
    id: 1,
    name: 'Ödigo, FR',
    type: 'odigo',
    state: 'paused',
    paused: true,
    etag: '"1"',
    credentials: { username: 'u' },
    configuration: { importDetailedBreakStatuses: true, webService: { url: 'https://x', username: 'w' } },
    secrets: ['credentials.password', 'configuration.webService.password'].map((path) => ({
      path,
      generation: 1,
      setAt: '2026-01-01T00:00:00Z',
    })),
    annotations: {},
    connection: { state: 'ok', message: null },
    lastImport: null,
    createdAt: '',
    updatedAt: '',
    ...changes,
  });

  it('writes references in the places of secrets, named after the integration', () => {
    expect(exportDocument(configuration({})).document).toEqual({
      apiVersion: 'injixo-as-code/v1',
      kind: 'Integration',
      metadata: { name: 'Ödigo, FR' },
      spec: {
        type: 'odigo',
        paused: true,
        credentials: { username: 'u', password: { fromEnv: 'ODIGO_FR_PASSWORD' } },
        configuration: {
          importDetailedBreakStatuses: true,
          webService: {
            url: 'https://x',
            username: 'w',
            password: { fromEnv: 'ODIGO_FR_WEB_SERVICE_PASSWORD' },
          },
        },
      },
    });
  });

  it('keeps what the owner remembered', () => {
    const annotations = {
      workspace: 'acme',
      engine: ENGINE,
      labels: '{"a":"b"}',
      'credentials-version': '3',
      'prevent-destroy': 'true',
    };
    const prefixed = Object.fromEntries(
      Object.entries(annotations).map(([key, value]) => [`injixo-as-code/${key}`, value]),
    );
    expect(exportDocument(configuration({ annotations: prefixed, paused: false })).document).toMatchObject({
      metadata: { labels: { a: 'b' } },
      spec: { credentials: { version: '3' }, lifecycle: { preventDestroy: true } },
    });
  });
});

describe('documents that take long to check', () => {
  it('do not keep interrupts and timers waiting', async () => {
    const set = new DeclarationSet();
    const bytes = new TextEncoder().encode(INTEGRATION);
    for (let index = 0; index < 10; index++) set.add({ name: `${index}.yaml`, bytes });
    let time = 0;
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => (time += 30));
    let turns = 0;
    let isDone = false;
    const turn = (): void => {
      turns += 1;
      if (!isDone) setImmediate(turn);
    };
    setImmediate(turn);
    await set.check({ environments: [undefined], partial: true });
    isDone = true;
    clock.mockRestore();
    expect(turns).toBeGreaterThan(3);
  });
});
