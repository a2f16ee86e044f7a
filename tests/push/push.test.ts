import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ApiError, OutcomeUnknownError } from '#api/errors.ts';
import type { JsonObject } from '#core/json.ts';
import { checkHeader, fromJson, fromRow, type Line } from '../../provider/push/events.ts';
import { assertSame, readCheckpoint, remaining } from '../../provider/push/checkpoint.ts';
import { push, type LineOutcome, type PushOptions } from '../../provider/push/pusher.ts';

const line = (number: number): Line => ({ line: number, event: { n: number }, raw: { n: number } });
async function* lines(count: number): AsyncGenerator<Line> {
  for (let n = 1; n <= count; n++) yield await Promise.resolve(line(n));
}

interface Outcome {
  settled: Map<number, LineOutcome>;
  reasons: Map<number, string | undefined>;
  sent: number[][];
}

async function pushAll(
  source: AsyncIterable<Line>,
  send: (events: JsonObject[], attempt: number) => void,
  changes: Partial<PushOptions> = {},
): Promise<Outcome> {
  const outcome: Outcome = { settled: new Map(), reasons: new Map(), sent: [] };
  await push(source, {
    send: async (events) => {
      outcome.sent.push(events.map(({ n }) => n as number));
      await Promise.resolve();
      send(events, outcome.sent.length);
    },
    batchSize: 3,
    parallelism: 1,
    signal: new AbortController().signal,
    onSending: () => undefined,
    onUnsent: () => undefined,
    onSettled: (batch, result, reason) => {
      for (const { line: number } of batch) {
        expect(outcome.settled.has(number)).toBe(false);
        outcome.settled.set(number, result);
        outcome.reasons.set(number, reason);
      }
    },
    ...changes,
  });
  return outcome;
}

const refused = (path: string): ApiError =>
  new ApiError('api/invalid', 'The content is invalid.', {
    status: 422,
    fields: [{ path, message: 'is wrong' }],
  });

describe('a push', () => {
  it('sends batches in the order of the lines', async () => {
    const { sent } = await pushAll(lines(7), () => undefined);
    expect(sent).toEqual([[1, 2, 3], [4, 5, 6], [7]]);
  });

  it('sends a refused batch again without the lines that the API names', async () => {
    const { sent, settled, reasons } = await pushAll(lines(7), (_, attempt) => {
      if (attempt === 2) throw refused('data.1.timestamp');
    });
    expect(sent).toEqual([[1, 2, 3], [4, 5, 6], [4, 6], [7]]);
    expect([...settled].filter(([, result]) => result !== 'accepted')).toEqual([[5, 'rejected']]);
    expect(reasons.get(5)).toBe('timestamp is wrong');
  });

  it('rejects a whole batch when the API names no line, and goes on', async () => {
    const { settled } = await pushAll(lines(7), (_, attempt) => {
      if (attempt === 2) throw new ApiError('api/invalid', 'No.', { status: 422 });
    });
    expect([...settled.values()]).toEqual([
      ...Array(3).fill('accepted'),
      ...Array(3).fill('rejected'),
      'accepted',
    ]);
  });

  it('halves a batch that is too large', async () => {
    const { sent, settled } = await pushAll(lines(3), (events) => {
      if (events.length > 1) throw new ApiError('api/invalid', 'Too large.', { status: 413 });
    });
    expect(sent).toEqual([[1, 2, 3], [1, 2], [1], [2], [3]]);
    expect(new Set(settled.values())).toEqual(new Set(['accepted']));
  });

  it('never sends again what got no answer', async () => {
    const { sent, settled } = await pushAll(lines(6), (_, attempt) => {
      if (attempt === 1) throw new OutcomeUnknownError('api/timeout', 'No answer.');
    });
    expect(sent).toEqual([
      [1, 2, 3],
      [4, 5, 6],
    ]);
    expect(settled.get(1)).toBe('unknown');
  });

  it('stops at what makes every batch useless', async () => {
    const sent: number[] = [];
    const unsent: number[] = [];
    const failing = pushAll(
      lines(30),
      (events) => {
        sent.push(events.length);
        throw new ApiError('api/unauthorized', 'No.', { status: 401 });
      },
      { onUnsent: (batch) => unsent.push(...batch.map(({ line: number }) => number)) },
    );
    await expect(failing).rejects.toMatchObject({ code: 'api/unauthorized' });
    expect(sent.length).toBeLessThan(4);
    expect(unsent.slice(0, 3)).toEqual([1, 2, 3]);
  });

  it('reads no further than it sends', async () => {
    let read = 0;
    let open = 0;
    let most = 0;
    async function* source(): AsyncGenerator<Line> {
      for (let n = 1; n <= 300; n++) {
        read += 1;
        yield await Promise.resolve(line(n));
      }
    }
    await push(source(), {
      send: async () => {
        open += 1;
        most = Math.max(most, open);
        const before = read;
        await new Promise((resolve) => setTimeout(resolve, 1));
        expect(read - before).toBeLessThanOrEqual(20);
        open -= 1;
      },
      batchSize: 10,
      parallelism: 2,
      signal: new AbortController().signal,
      onSending: () => undefined,
      onUnsent: () => undefined,
      onSettled: () => undefined,
    });
    expect(most).toBe(2);
  });

  it('accounts for every line once, whatever goes wrong', async () => {
    const faults = fc.array(fc.constantFrom('ok', 'lost', 'named', 'whole', 'large'), { maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(fc.nat(60), fc.integer({ min: 1, max: 9 }), faults, async (count, batchSize, list) => {
        const { settled } = await pushAll(
          lines(count),
          (events, attempt) => {
            const fault = list[attempt - 1];
            if (fault === 'lost') throw new OutcomeUnknownError('api/timeout', 'x');
            if (fault === 'named') throw refused(`data.${events.length - 1}.x`);
            if (fault === 'whole') throw new ApiError('api/invalid', 'x', { status: 422 });
            if (fault === 'large' && events.length > 1)
              throw new ApiError('api/invalid', 'x', { status: 413 });
          },
          { batchSize, parallelism: 3 },
        );
        expect(settled.size).toBe(count);
      }),
    );
  });
});

describe('lines', () => {
  const row = {
    queueName: 'L1',
    queueIdentifier: '1',
    timestamp: '2026-11-22T10:00:00Z',
    channel: 'calls',
    offered: 'true',
    handled: '0',
    duration: '12.5',
  };

  it('of a CSV file become what the endpoint takes', () => {
    expect(fromRow('contact-events', row, 2).event).toEqual({
      queueName: 'L1',
      queueIdentifier: '1',
      timestamp: '2026-11-22T10:00:00Z',
      channel: 'calls',
      properties: { offered: true, handled: false, duration: 12.5 },
    });
    expect(fromRow('contact-events', { ...row, duration: '' }, 2).event).toMatchObject({
      properties: { offered: true, handled: false },
    });
  });

  it.each([
    ['a wrong channel', { channel: 'phone' }, /channel: .*calls/],
    ['a word for a number', { duration: 'long' }, /properties.duration/],
    ['a time without a zone', { timestamp: '2026-11-22 10:00:00' }, /timestamp/],
    ['a day that does not exist', { timestamp: '2026-13-45T10:00:00Z' }, /timestamp: There is no such date/],
    ['nothing where something must be', { queueName: '' }, /"queueName" is missing/],
  ])('are refused for %s', (_, changes, reason) => {
    expect(fromRow('contact-events', { ...row, ...changes }, 7)).toMatchObject({
      line: 7,
      reason: expect.stringMatching(reason),
    });
  });

  it('of NDJSON are events, or say why not', () => {
    const event = { agentIdentifier: 'a', activityIdentifier: 'x', startTime: '2026-11-22T10:00:00Z' };
    expect(fromJson('agent-statuses', JSON.stringify(event), 1)).toMatchObject({ event });
    for (const text of ['{', '[]', '1', '{}'])
      expect(fromJson('agent-statuses', text, 1).reason).toMatch(/./);
  });

  it('need a header with known columns', () => {
    expect(() =>
      checkHeader('agent-statuses', ['agentIdentifier', 'activityIdentifier', 'startTim']),
    ).toThrow(/"startTim" is not known.*"startTime" is missing/);
  });
});

describe('a checkpoint', () => {
  const text = [
    '{"push":"contact-events","integration":7,"first":"abc"}',
    '{"from":1,"to":3,"state":"sending"}',
    '{"from":1,"to":3,"state":"settled"}',
    '{"from":4,"to":6,"state":"sending"}',
    '{"from":7,"to":9,"state":"sen',
  ].join('\n');

  it('leaves out what is settled, and asks about what got no answer', async () => {
    const unknown: number[] = [];
    const left = async (resend: boolean): Promise<number[]> => {
      const found = remaining(lines(8), readCheckpoint(text), ({ line: number }) => {
        unknown.push(number);
        return resend;
      });
      const all: number[] = [];
      for await (const item of found) all.push(item.line);
      return all;
    };
    expect(await left(false)).toEqual([7, 8]);
    expect(unknown).toEqual([4, 5, 6]);
    expect(await left(true)).toEqual([4, 5, 6, 7, 8]);
  });

  it('takes what was surely not sent for new', () => {
    const sending = '{"from":1,"to":3,"state":"sending"}';
    const unsent = '{"from":1,"to":3,"state":"unsent"}';
    expect(readCheckpoint(`${sending}\n${unsent}`).stateOf(2)).toBe('new');
    expect(readCheckpoint(`${sending}\n${unsent}\n${sending}`).stateOf(2)).toBe('unknown');
  });

  it('of another push is refused', () => {
    const wanted = { push: 'contact-events', integration: 8, first: 'abc' };
    expect(() => assertSame(readCheckpoint(text), wanted, 'file')).toThrow('belongs to another push');
    expect(() => assertSame(readCheckpoint(''), wanted, 'file')).not.toThrow();
  });
});
