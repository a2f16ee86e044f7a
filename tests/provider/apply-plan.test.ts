/** The composition of writer, executor and watcher, against the emulator without a port. */
import { describe, expect, it } from 'vitest';
import { applyPlan, runDiagnostics } from '../../provider/apply-plan.ts';
import { readObserved } from '../../provider/read.ts';
import type { DesiredIntegration } from '#core/desired.ts';
import { account as openAccount } from '#tests/support/account.ts';
import { desired, OPTIONS, planOf } from '#tests/support/builders.ts';

const FIVE9 = desired({
  settings: { credentials: { username: 'u' }, configuration: { region: 'EU', queueGrouping: 'skill' } },
  traits: { immutable: [], importable: true },
});

function account(...texts: string[]) {
  const made = openAccount(...texts);
  const run = async (wanted: DesiredIntegration[], options = OPTIONS) => {
    const plan = planOf({ desired: wanted, observed: await readObserved(made.api), options });
    return { plan, reports: await applyPlan(plan, made.context) };
  };
  return { ...made, run };
}

const outcomes = (reports: readonly { outcome: string; step: { id: string } }[]): string[] =>
  reports.map(({ outcome, step }) => `${outcome} ${step.id}`);

describe('applying', () => {
  it('creates and follows the first import without starting another', async () => {
    const { run, sent } = account();
    const { reports } = await run([FIVE9]);
    expect(outcomes(reports)).toEqual(['done create:Five9 EU', 'done import:Five9 EU']);
    expect(sent.filter((request) => request.startsWith('POST'))).toEqual([
      'POST /external-systems/integration-configurations',
    ]);
  });

  it('starts an import after a change', async () => {
    const { run, sent } = account();
    await run([FIVE9]);
    await run([
      {
        ...FIVE9,
        settings: { credentials: { username: 'u' }, configuration: { region: 'US', queueGrouping: 'skill' } },
      },
    ]);
    expect(sent.filter((request) => request.endsWith('/imports') && request.startsWith('POST'))).toHaveLength(
      1,
    );
  });

  it.each([
    'reset-after-commit,method=POST,times=1',
    'reset-before-commit,method=POST,times=1',
    'truncated,method=POST,times=1',
    'error,status=502,method=POST,times=2',
  ])('looks before it creates again: %s', async (fault) => {
    const { run, api, sent } = account(fault);
    const { reports } = await run([
      { ...FIVE9, import: { trigger: 'manual', wait: false, timeoutSeconds: 1 } },
    ]);
    expect(outcomes(reports)).toEqual(['done create:Five9 EU']);
    expect(await readObserved(api)).toHaveLength(1);
    expect(sent.some((request) => request.includes('name=Five9'))).toBe(true);
    expect((await run([FIVE9])).plan.steps).toEqual([]);
  });

  it('is at its end when a deletion finds nothing to delete any more', async () => {
    const { run, api } = account('reset-after-commit,method=DELETE,times=1');
    await run([FIVE9]);
    const { reports } = await run([], { ...OPTIONS, prune: true });
    expect([outcomes(reports), await readObserved(api)]).toEqual([['done delete:Five9 EU'], []]);
  });

  it('pauses with the version that its own update left', async () => {
    const { run, api } = account();
    await run([FIVE9]);
    const changed = {
      ...FIVE9,
      paused: true,
      settings: { credentials: { username: 'v' }, configuration: { region: 'EU', queueGrouping: 'skill' } },
    };
    const { reports } = await run([changed]);
    expect(outcomes(reports)).toEqual(['done update:Five9 EU', 'done pause:Five9 EU']);
    expect(await readObserved(api)).toMatchObject([
      { paused: true, settings: { credentials: { username: 'v' } } },
    ]);
  });

  it('says which field the account refuses, and never repeats what it says about a secret', async () => {
    const { run, answerWrites } = account();
    const errors = [
      { path: 'configuration.region', message: 'is not a region' },
      { path: 'credentials.password', message: 'canary-secret is too short' },
    ];
    answerWrites(() => Response.json({ id: 'invalid', errors }, { status: 422 }));
    const { reports } = await run([FIVE9]);
    expect(reports[0]!.diagnostics.map(({ path, message }) => [path, message])).toEqual([
      ['spec.configuration.region', 'configuration.region: is not a region'],
      ['spec.credentials.password', 'credentials.password: is not accepted'],
    ]);
    expect(JSON.stringify(reports)).not.toContain('canary');
  });

  it('sums up what did not happen', async () => {
    const { run } = account('error,status=422,method=POST');
    const { reports } = await run([FIVE9]);
    expect(runDiagnostics(reports)).toMatchObject([
      {
        code: 'apply/partial',
        message: '0 of 2 steps were done, 1 failed, 1 were not finished or not tried.',
      },
    ]);
    expect(runDiagnostics([])).toEqual([]);
  });
});
