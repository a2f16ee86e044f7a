import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { executeSteps, interrupted, type ExecuteOptions, type Handler } from '#apply/execute.ts';
import type { ApplyEvent } from '#apply/events.ts';
import { failure } from '#core/diagnostic.ts';
import type { Step } from '#core/plan.ts';

const step = (id: string, ...needs: string[]): Step => ({
  id,
  action: 'create',
  kind: 'Integration',
  name: id,
  needs,
  fields: [],
});

function options(handler: Handler, changes: Partial<ExecuteOptions> = {}): ExecuteOptions {
  return {
    carryOut: handler,
    parallelism: 3,
    signal: new AbortController().signal,
    emit: () => undefined,
    now: () => 0,
    explain: (error) => [failure('internal/error', String(error))],
    ...changes,
  };
}

const done: Handler = async () => ({ diagnostics: [] });

describe('carrying out steps', () => {
  it('does what is needed first', async () => {
    const order: string[] = [];
    const handler: Handler = async ({ id }) => {
      order.push(id);
      return { diagnostics: [] };
    };
    await executeSteps([step('a'), step('b', 'c'), step('c', 'a')], options(handler));
    expect(order).toEqual(['a', 'c', 'b']);
  });

  it('a failure stops only what needs it, and everything is reported', async () => {
    const handler: Handler = async ({ id }) => {
      if (id === 'a') throw new Error('broken');
      return { diagnostics: [] };
    };
    const reports = await executeSteps(
      [step('a'), step('b', 'a'), step('c', 'b'), step('d')],
      options(handler),
    );
    expect(reports.map(({ outcome }) => outcome)).toEqual(['failed', 'not-tried', 'not-tried', 'done']);
    expect(reports[0]!.diagnostics[0]!.message).toContain('broken');
  });

  it('holds no slot while it waits', async () => {
    const settle: (() => void)[] = [];
    const handler: Handler = async ({ id }) => {
      if (id === 'last') settle.forEach((resolve) => resolve());
      if (id === 'last') return { diagnostics: [] };
      return { diagnostics: [], settled: new Promise((resolve) => settle.push(() => resolve([]))) };
    };
    const reports = await executeSteps(
      [step('a'), step('b'), step('c'), step('last')],
      options(handler, { parallelism: 1 }),
    );
    expect(reports.map(({ outcome }) => outcome)).toEqual(['done', 'done', 'done', 'done']);
  });

  it('a wait that fails fails the step and what needs it', async () => {
    const handler: Handler = async ({ id }) =>
      id === 'a' ? { diagnostics: [], settled: Promise.reject(new Error('gone')) } : done(step(id));
    const reports = await executeSteps([step('a'), step('b', 'a')], options(handler));
    expect(reports.map(({ outcome }) => outcome)).toEqual(['failed', 'not-tried']);
  });

  it('after an interrupt nothing new starts and what is in flight finishes', async () => {
    const controller = new AbortController();
    const handler: Handler = async ({ id }) => {
      if (id === 'a') controller.abort();
      return id === 'w' ? { diagnostics: [interrupted('x')] } : { diagnostics: [] };
    };
    const reports = await executeSteps(
      [step('a'), step('b'), step('c', 'a')],
      options(handler, { parallelism: 1, signal: controller.signal }),
    );
    expect(reports.map(({ outcome }) => outcome)).toEqual(['done', 'not-tried', 'not-tried']);
  });

  it('tells what happens while it happens', async () => {
    const events: string[] = [];
    const emit = (event: ApplyEvent): void =>
      void events.push(event.type === 'ended' ? `ended ${event.report.outcome}` : event.type);
    await executeSteps([step('a')], options(done, { emit }));
    expect(events).toEqual(['started', 'ended done']);
  });

  it('for any plan: each step runs at most once, after all it needs, within the parallelism', async () => {
    const plans = fc
      .integer({ min: 1, max: 12 })
      .chain((size) =>
        fc.tuple(
          fc.tuple(
            ...Array.from({ length: size }, (_, i) =>
              fc.subarray(Array.from({ length: i }, (__, j) => `s${j}`)),
            ),
          ),
          fc.array(fc.boolean(), { minLength: size, maxLength: size }),
          fc.integer({ min: 1, max: 4 }),
        ),
      );
    await fc.assert(
      fc.asyncProperty(plans, async ([needs, fails, parallelism]) => {
        const steps = needs.map((list, i) => step(`s${i}`, ...list));
        const ended = new Set<string>();
        let running = 0;
        const handler: Handler = async ({ id, needs: wanted }) => {
          expect(++running).toBeLessThanOrEqual(parallelism);
          for (const need of wanted) expect(ended.has(need)).toBe(true);
          await new Promise((resolve) => setImmediate(resolve));
          running -= 1;
          if (fails[Number(id.slice(1))]) throw new Error('x');
          expect(ended.has(id)).toBe(false);
          ended.add(id);
          return { diagnostics: [] };
        };
        const reports = await executeSteps(steps, options(handler, { parallelism }));
        reports.forEach(({ step: { id, needs: wanted }, outcome }) => {
          if (wanted.some((need) => !ended.has(need))) expect(outcome).toBe('not-tried');
          else expect(outcome).toBe(fails[Number(id.slice(1))] ? 'failed' : 'done');
        });
      }),
      { numRuns: 100 },
    );
  });
});
