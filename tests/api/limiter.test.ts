import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InterruptedError } from '#api/errors.ts';
import { Limiter } from '#api/limiter.ts';
import { backoff, parseRetryAfter } from '#api/retry-after.ts';
import { FakeClock } from '#tests/support/http.ts';

describe('Retry-After', () => {
  const now = Date.parse('2026-11-22T10:00:00Z');
  it.each([
    ['5', 5000],
    ['0.5', 500],
    ['Sun, 22 Nov 2026 10:00:30 GMT', 30_000],
    ['Sun, 22 Nov 2026 09:00:00 GMT', 0],
    ['soon', undefined],
    [null, undefined],
  ])('%s is %s ms', (header, expected) => expect(parseRetryAfter(header, now)).toBe(expected));

  it('backoff grows, has jitter and an upper bound', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 50 }),
        fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
        (attempt, random) => {
          expect(backoff(attempt, random)).toBeGreaterThan(0);
          expect(backoff(attempt, random)).toBeLessThanOrEqual(20_000);
        },
      ),
    );
  });
});

describe('the limiter', () => {
  it('never lets more run than it was asked for, and runs all', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 5 }),
        fc.array(fc.boolean(), { maxLength: 30 }),
        async (max, tasks) => {
          const limiter = new Limiter(max, new FakeClock());
          let running = 0;
          let peak = 0;
          let ended = 0;
          await Promise.all(
            tasks.map(async (limited) =>
              limiter.run(async () => {
                peak = Math.max(peak, ++running);
                await new Promise((resolve) => setImmediate(resolve));
                if (limited) limiter.rateLimited(10);
                else limiter.succeeded();
                running -= 1;
                ended += 1;
              }),
            ),
          );
          expect(peak).toBeLessThanOrEqual(max);
          expect(ended).toBe(tasks.length);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('starts nothing while the server wants to be left alone', async () => {
    const clock = new FakeClock();
    const limiter = new Limiter(2, clock);
    limiter.rateLimited(3000);
    const before = clock.time;
    await limiter.run(async () => expect(clock.time - before).toBeGreaterThanOrEqual(3000));
  });

  it('starts nothing new after an interrupt', async () => {
    const controller = new AbortController();
    const limiter = new Limiter(1, new FakeClock(), controller.signal);
    let release: () => void = () => undefined;
    const first = limiter.run(
      async () => new Promise<string>((resolve) => (release = () => resolve('done'))),
    );
    const second = limiter.run(async () => 'started').catch((error: unknown) => error);
    await new Promise((resolve) => setImmediate(resolve));
    controller.abort();
    release();
    await expect(first).resolves.toBe('done');
    expect(await second).toBeInstanceOf(InterruptedError);
  });
});
