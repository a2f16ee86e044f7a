/** Sends events in batches: few in flight, nothing twice, every line accounted for. */
import { ApiError, OutcomeUnknownError } from '#api/errors.ts';
import type { JsonObject } from '#core/json.ts';
import type { Line } from './events.ts';

/**
 * accepted: the API took it. invalid: not sent, since the contract would refuse it. rejected: the API
 * refused it. unknown: sent, and the answer was lost; sending it again could make a duplicate.
 */
export type LineOutcome = 'accepted' | 'invalid' | 'rejected' | 'unknown';

export interface PushOptions {
  send: (events: JsonObject[]) => Promise<void>;
  batchSize: number;
  /** Batches in flight; reading waits when there are as many. */
  parallelism: number;
  signal: AbortSignal;
  /** Before a batch is sent; what it does must be done before the batch leaves. */
  onSending: (lines: readonly Line[]) => void;
  /** The batch was surely not taken, and the push ends: a later run may send it. */
  onUnsent: (lines: readonly Line[]) => void;
  /** Each line once; `reason` says what was wrong. */
  onSettled: (lines: readonly Line[], outcome: LineOutcome, reason?: string) => void;
}

/** Reads lines and sends them. Throws what makes every further batch useless, such as a wrong token. */
export async function push(lines: AsyncIterable<Line>, options: PushOptions): Promise<void> {
  const inFlight = new Set<Promise<void>>();
  let failed: Error | undefined;
  const send = async (batch: Line[]): Promise<void> => {
    const task: Promise<void> = sendBatch(batch, options)
      .catch((error: unknown) => (failed ??= error instanceof Error ? error : new Error(String(error))))
      .then(() => void inFlight.delete(task));
    inFlight.add(task);
    if (inFlight.size >= options.parallelism) await Promise.race(inFlight);
  };
  let batch: Line[] = [];
  for await (const line of lines) {
    if (options.signal.aborted || failed !== undefined) break;
    if (line.event === undefined) {
      options.onSettled([line], 'invalid', line.reason);
      continue;
    }
    batch.push(line);
    if (batch.length < options.batchSize) continue;
    await send(batch);
    batch = [];
  }
  if (batch.length > 0 && !options.signal.aborted && failed === undefined) await send(batch);
  await Promise.all(inFlight);
  if (failed !== undefined) throw failed;
}

async function sendBatch(batch: readonly Line[], options: PushOptions): Promise<void> {
  const { send, onSending, onSettled } = options;
  if (batch.length === 0) return;
  onSending(batch);
  try {
    await send(batch.map(({ event }) => event!));
    onSettled(batch, 'accepted');
  } catch (error) {
    if (error instanceof OutcomeUnknownError) return onSettled(batch, 'unknown', error.message);
    if (error instanceof ApiError && error.status === 413 && batch.length > 1)
      return sendHalves(batch, options);
    if (error instanceof ApiError && [400, 413, 422].includes(error.status))
      return afterRejection(batch, error, options);
    options.onUnsent(batch);
    throw error;
  }
}

/** Nothing of a batch that is too large was taken. */
async function sendHalves(batch: readonly Line[], options: PushOptions): Promise<void> {
  const middle = Math.ceil(batch.length / 2);
  await sendBatch(batch.slice(0, middle), options);
  await sendBatch(batch.slice(middle), options);
}

/** A refused batch was not taken at all: without the lines that the API names, it may be sent again. */
async function afterRejection(batch: readonly Line[], error: ApiError, options: PushOptions): Promise<void> {
  const reasons = new Map<number, string>();
  for (const { path, message } of error.fields) {
    const index = /^data\.(\d+)/.exec(path)?.[1];
    if (index !== undefined)
      reasons.set(Number(index), `${path.replace(/^data\.\d+\.?/, '')} ${message}`.trim());
  }
  if (reasons.size === 0) return options.onSettled(batch, 'rejected', error.message);
  for (const [index, reason] of reasons) {
    const line = batch[index];
    if (line !== undefined) options.onSettled([line], 'rejected', reason);
  }
  const rest = batch.filter((_, index) => !reasons.has(index));
  if (rest.length === batch.length) return options.onSettled(batch, 'rejected', error.message);
  await sendBatch(rest, options);
}
