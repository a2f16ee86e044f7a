/** From declared text to the account and back: mappings and workloads, against the emulator without a port. */
import { stringify } from 'yaml';
import { describe, expect, it } from 'vitest';
import { applyPlan } from '../../provider/apply-plan.ts';
import { exportDocument, exportWorkload } from '../../provider/export.ts';
import { readAgentStatuses } from '../../provider/export-mapping.ts';
import { DeclarationSet } from '../../provider/load.ts';
import { planAccount } from '../../provider/plan-account.ts';
import { desiredIn, namesIn } from '../../provider/read.ts';
import { all } from '#api/pages.ts';
import { findDrift } from '#core/drift.ts';
import type { PlanOptions } from '#core/plan.ts';
import { OPTIONS, SCOPE, stepsOf } from '#tests/support/builders.ts';
import { account as openAccount } from '#tests/support/account.ts';

const HEAD = 'apiVersion: injixo-as-code/v1\n';
const integration = (rest = '', grouping = 'ivr'): string => `${HEAD}kind: Integration
metadata: { name: Desk }
spec:
  type: zendesk
  credentials: { domain: acme.zendesk.com, username: u, apiToken: { fromEnv: T } }
  configuration: { queueGrouping: ${grouping} }
${rest}`;
const FIVE9 = `${HEAD}kind: Integration
metadata: { name: Five9 }
spec:
  type: five9
  credentials: { username: u, password: { fromEnv: T } }
  configuration: { region: EU, queueGrouping: skill }
  agentStatus:
    users: [{ person: alice@acme.example, identifier: alice.f9 }]
    statuses: [{ status: Ready, activity: Calls }]
`;
const workload = (queues: string, rest = ''): string => `${HEAD}kind: Workload
metadata: { name: Calls, labels: { team: x } }
spec:
  timeZone: Europe/Berlin
  queues: [${queues}]
${rest}`;

function account(...texts: string[]) {
  const { api, context } = openAccount(...texts);
  const plan = async (documents: string[], options: Partial<PlanOptions> = {}, everything = false) => {
    const set = new DeclarationSet();
    set.add({ name: 'a.yaml', bytes: new TextEncoder().encode(documents.join('---\n')) });
    const { declarations, diagnostics } = await set.check({ environments: [undefined] });
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    return planAccount(api, {
      scope: SCOPE,
      options: { ...OPTIONS, ...options },
      desired: desiredIn(declarations, {}),
      names: (kind) => namesIn(declarations, undefined, kind),
      everything,
    });
  };
  const apply = async (documents: string[], options: Partial<PlanOptions> = {}) => {
    const { plan: made } = await plan(documents, options);
    const reports = await applyPlan(made, context);
    return reports.map(
      ({ outcome, step, diagnostics }) =>
        `${outcome} ${step.id}${diagnostics.map(({ code }) => ` ${code}`).join('')}`,
    );
  };
  return { api, plan, apply, context };
}

describe('mappings', () => {
  it('are applied, found again and mended', async () => {
    const { api, plan, apply } = account();
    expect(await apply([FIVE9])).toEqual([
      'done create:Five9',
      'done map:Five9',
      'done resume:Five9',
      'done import:Five9',
    ]);
    expect((await plan([FIVE9])).plan.steps).toEqual([]);
    const [item] = await all(api.listConfigurations());
    await api.putUserMappings(item!.id, item!.etag, [{ identifier: 'alice.f9', personId: 12 }]);
    const drifted = await plan([FIVE9], {}, true);
    expect(findDrift(drifted.input, drifted.plan)).toMatchObject([
      {
        name: 'Five9',
        state: 'drifted',
        fields: [{ before: 'Bob Brown (12)', after: 'Alice Adams (11)', cause: 'drift' }],
      },
    ]);
    expect(await apply([FIVE9])).toContain('done map:Five9');
    expect((await plan([FIVE9])).plan.steps).toEqual([]);
  });

  it('arrive once although answers are lost', async () => {
    const { plan, apply } = account(
      'reset-after-commit,method=PUT,times=2',
      'reset-after-commit,path=/resume,times=1',
    );
    expect((await apply([FIVE9])).every((line) => line.startsWith('done'))).toBe(true);
    expect((await plan([FIVE9])).plan.steps).toEqual([]);
  });

  it('that the account cannot resolve are findings, and nothing is planned for them', async () => {
    const { plan } = account();
    const { findings } = await plan([FIVE9.replace('alice@acme.example', 'nobody')]);
    expect(findings).toMatchObject([{ code: 'mapping/unknown-person', file: 'a.yaml' }]);
  });
});

describe('workloads', () => {
  const GROUP = '{ integration: Desk, match: "Calls Inbound*" }';

  it('are created, changed, renamed, moved, replaced and deleted', async () => {
    const { api, plan, apply } = account();
    expect(await apply([integration(), workload(GROUP)])).toEqual([
      'done create:Desk',
      'done import:Desk',
      'done create:workload:Calls',
    ]);
    expect((await plan([integration(), workload(GROUP)])).plan.steps).toEqual([]);
    const changed = workload(GROUP, '  holidayRegion: DE-BE\n');
    expect(await apply([integration(), changed])).toEqual(['done update:workload:Calls']);
    const renamed = changed.replace('name: Calls', 'name: New, renamedFrom: Calls');
    expect(await apply([integration(), renamed])).toEqual(['done rename:workload:New']);
    const [before] = await all(api.listWorkloads());
    expect(await apply([integration('', 'phone-number'), renamed], { allowReplace: true })).toEqual([
      'done replace:Desk',
      'done import:Desk',
      'done update:workload:New',
    ]);
    const [after] = await all(api.listWorkloads());
    expect(after!.id).toBe(before!.id);
    expect(after!.queueIds).not.toEqual(before!.queueIds);
    const zone = renamed.replace('Europe/Berlin', 'UTC');
    expect(await apply([integration('', 'phone-number'), zone], { allowReplace: true })).toEqual([
      'done replace:workload:New',
    ]);
    expect(await apply([integration('', 'phone-number')], { prune: true })).toEqual([
      'done delete:workload:New',
    ]);
  });

  it('are taken over as they are', async () => {
    const { api, plan, apply } = account();
    await apply([integration()]);
    await api.createWorkload({ name: 'Calls', timeZone: 'Europe/Berlin', queueIds: [] }, 'key');
    expect(stepsOf((await plan([integration(), workload('')], { adopt: true })).plan)).toEqual([
      'adopt Calls',
    ]);
    expect(await apply([integration(), workload('')], { adopt: true })).toEqual([
      'done adopt:workload:Calls',
    ]);
    expect((await plan([integration(), workload('')])).plan.steps).toEqual([]);
  });

  it('survive lost answers', async () => {
    const { plan, apply } = account('reset-after-commit,path=/forecast/workloads,times=1,method=POST');
    expect(await apply([integration(), workload(GROUP)])).toContain('done create:workload:Calls');
    expect((await plan([integration(), workload(GROUP)])).plan.steps).toEqual([]);
  });

  it('give up on queues that do not appear, and on queues of several channels', async () => {
    const { apply } = account();
    const missing = workload('{ integration: Desk, name: Nope }', '  queueTimeout: 2s\n');
    expect(await apply([integration(), missing])).toContain(
      'failed create:workload:Calls workload/queue-missing',
    );
    const { apply: again } = account();
    expect(await again([integration(), workload('{ integration: Desk, match: "*" }')])).toContain(
      'failed create:workload:Calls workload/mixed-queues',
    );
  });

  it('stop waiting when the run is interrupted', async () => {
    const { plan, context } = account();
    const controller = new AbortController();
    const { plan: made } = await plan([integration(), workload('{ integration: Desk, name: Nope }')]);
    const sleep = async (milliseconds: number): Promise<void> => {
      await context.sleep(milliseconds);
      if (context.now() > 1_060_000) controller.abort();
    };
    const reports = await applyPlan(made, { ...context, sleep, signal: controller.signal });
    expect(reports.map(({ outcome }) => outcome)).toEqual(['done', 'done', 'interrupted']);
  });
});

describe('an export', () => {
  it('of mappings and workloads declares what is there', async () => {
    const { api, plan, apply } = account();
    await apply([
      FIVE9,
      integration(),
      workload('{ integration: Desk, match: "Calls Inbound*" }', '  lifecycle: { preventDestroy: true }\n'),
    ]);
    const configurations = await all(api.listConfigurations());
    const statuses = await readAgentStatuses(api, configurations);
    const queues = new Map((await all(api.listQueues())).map((queue) => [queue.id, queue]));
    const names = new Map(configurations.map(({ id, name }) => [id, name]));
    const documents = [
      ...configurations.map((item) => exportDocument(item, statuses.get(item.id))),
      ...(await all(api.listWorkloads())).map((item) => exportWorkload(item, queues, names)),
    ];
    expect(documents.map(({ name }) => name)).toEqual(['Five9', 'Desk', 'Calls']);
    const again = await plan(documents.map(({ document }) => stringify(document)));
    expect(again.plan.steps).toEqual([]);
  });
});
