import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DEFAULT_LIMITS } from '#core/declaration.ts';
import type { Client } from '#api/client.ts';
import type { Plan, Scope } from '#core/plan.ts';
import { applyPlan } from '../../provider/apply-plan.ts';
import { DeclarationSet } from '../../provider/load.ts';
import { explainError } from '../../provider/explain.ts';
import { planAccount } from '../../provider/plan-account.ts';
import { desiredIn, namesIn } from '../../provider/read.ts';
import { estates, type Estate } from './estate.ts';
import { holds } from './replay.ts';
import { TROUBLES, World, type Trouble } from './world.ts';
import { CONFIGURATIONS } from '../support/emulator.ts';

const RUNS = Number(process.env['TRUST_RUNS'] ?? 2000);
const CLEAN_RUNS = 4;
const OURS: Scope = { endpoint: 'http://127.0.0.1:4010', workspace: 'ours', environment: '' };
const THEIRS: Scope = { ...OURS, workspace: 'theirs' };

let operations = 0;

/** One "injixo apply --prune" of an estate, as its process would do it. */
async function apply(world: World, estate: Estate, scope: Scope): Promise<Plan | undefined> {
  return world.process(async (api) => {
    const plan = await planned(api, estate, scope).catch((error: unknown) => {
      // A read that fails ends the run with a diagnostic, before anything is written.
      if (explainError(error).some(({ code }) => code === 'internal/error')) throw error;
      return undefined;
    });
    if (plan === undefined) return undefined;
    await applyPlan(plan, {
      client: api,
      scope,
      parallelism: 3,
      signal: new AbortController().signal,
      emit: () => undefined,
      newId: () => `op-${++operations}`,
      now: world.clock.now,
      sleep: world.clock.sleep,
      resolveSecret: async () => 'canary-secret',
    });
    return plan;
  });
}

async function planned(api: Client, estate: Estate, scope: Scope): Promise<Plan> {
  const set = new DeclarationSet();
  const documents = [...estate.integrations, ...estate.workloads];
  set.addDocuments(
    documents.map((value, document) => ({ source: { file: 'estate', document }, value })),
    [],
  );
  const { declarations, diagnostics } = await set.check({ environments: [undefined] });
  expect(
    diagnostics.flatMap(({ severity, message, path }) =>
      severity === 'error' ? [`${path} ${message}`] : [],
    ),
  ).toEqual([]);
  const { plan } = await planAccount(api, {
    scope,
    options: {
      mode: 'apply',
      prune: true,
      adopt: false,
      allowReplace: false,
      force: true,
      limits: DEFAULT_LIMITS,
    },
    inReach: () => true,
    desired: desiredIn(declarations, {}),
    everything: false,
    names: (kind) => namesIn(declarations, undefined, kind),
  });
  return plan;
}

/** What others have, to the last detail. */
async function foreign(world: World): Promise<unknown[]> {
  const { data } = await world.read(CONFIGURATIONS);
  return data.filter((item: any) => JSON.stringify(item.annotations).includes('"theirs"'));
}

const FOREIGN: Estate = {
  integrations: [
    {
      apiVersion: 'injixo-as-code/v1',
      kind: 'Integration',
      metadata: { name: 'Theirs' },
      spec: { type: 'injixo-api' },
    },
  ],
  workloads: [],
};

const schedules = fc.uniqueArray(fc.tuple(fc.integer({ min: 1, max: 100 }), fc.constantFrom(...TROUBLES)), {
  selector: ([at]) => at,
  maxLength: 15,
});

const IMPORTS = ['', 'slow-import,factor=20,times=3', 'failing-import,times=2'];

interface Case {
  /** What was applied before. */
  before: Estate;
  after: Estate;
  troubles: [number, Trouble][];
  imports: string;
  /** Somebody changed something since. */
  clicks: boolean;
}

async function converges({ before, after, troubles, imports, clicks }: Case): Promise<void> {
  const calm = await World.open();
  await apply(calm, FOREIGN, THEIRS);
  await apply(calm, before, OURS);
  if (clicks) await calm.person(false);
  const others = await foreign(calm);

  await calm.faults(imports);
  const world = calm.troubled(new Map(troubles));
  for (let runs = 0; world.isTroubled && runs < 60; runs++) await apply(world, after, OURS);
  await calm.faults();
  for (let runs = 0; runs < CLEAN_RUNS; runs++) await apply(calm, after, OURS);

  const { writes } = calm;
  const last = await apply(calm, after, OURS);
  expect(last!.steps.map(({ id }) => id)).toEqual([]);
  expect(calm.writes).toBe(writes);
  const isTouched = clicks || troubles.some(([, trouble]) => trouble.startsWith('person'));
  if (!isTouched) expect(await foreign(calm)).toEqual(others);
  // Imports whose run was killed go on in injixo.
  calm.clock.time += 3_600_000;
  const wasPaused = before.integrations.flatMap(({ metadata, spec }: any) =>
    spec.paused === true ? [metadata.name] : [],
  );
  await isAsDeclared(calm, after, imports, isTouched ? undefined : wasPaused);
}

/** Nothing twice, nothing left over, nothing left paused, everything imported. */
async function isAsDeclared(
  world: World,
  { integrations, workloads }: Estate,
  imports: string,
  /** What may be paused although nothing says so; undefined: anything. */
  mayPause: readonly string[] | undefined,
): Promise<void> {
  const { data } = await world.read(CONFIGURATIONS);
  const found = new Map<string, any>(data.map((item: any) => [item.name, item]));
  const declared = integrations.map((document: any) => document.metadata.name);
  expect(data).toHaveLength(declared.length + 1);
  expect([...found.keys()].sort()).toEqual([...declared, 'Theirs'].sort());
  for (const { metadata, spec } of integrations as any[]) {
    const { paused, lastImport, type, configuration, secrets } = found.get(metadata.name);
    if (spec.paused !== undefined || mayPause?.includes(metadata.name) === false)
      expect(paused).toBe(spec.paused ?? false);
    // An import that failed fails the apply; a later one starts another only for a change.
    const ended = imports.startsWith('failing') ? /succeeded|failed/ : /succeeded/;
    if (type !== 'injixo-api' && !paused) expect(lastImport?.state).toMatch(ended);
    expect(configuration).toEqual(spec.configuration ?? {});
    expect(secrets).toHaveLength(type === 'injixo-api' ? 0 : 1);
  }
  const { data: forecast } = await world.read('/forecast/workloads');
  expect(forecast.map(({ name }: any) => name)).toEqual(workloads.map(({ metadata }: any) => metadata.name));
}

describe('an apply in any trouble', () => {
  test(`converges, touches nothing else, and is then quiet (${RUNS} schedules)`, async () => {
    const property = fc.asyncProperty(
      fc.record({
        before: estates,
        after: estates,
        troubles: schedules,
        imports: fc.constantFrom(...IMPORTS),
        clicks: fc.boolean(),
      }),
      converges,
    );
    await holds(property, 'tests/trust', { numRuns: RUNS });
  }, 600_000);
});
