/** What earlier runs of the same push did, so that a run that was cut off goes on without duplicates. */
import { parseJson } from '#core/json.ts';
import { DiagnosedError, failure } from '#core/diagnostic.ts';
import type { Line } from './events.ts';

/** One line of the file: who it belongs to, or what became of a range of lines. */
export type CheckpointEntry =
  | { push: string; integration: number; first: string }
  | { from: number; to: number; state: 'sending' | 'unsent' | 'settled' };

export interface Checkpoint {
  /** accepted or rejected earlier: settled. Sent without an answer when the run died: unknown. */
  stateOf: (line: number) => 'new' | 'settled' | 'unknown';
  identity?: { push: string; integration: number; first: string };
}

export function readCheckpoint(text: string): Checkpoint {
  const entries = text.split('\n').flatMap(parse);
  const ranges = entries.filter((entry) => 'from' in entry);
  const isSent = within(sentRanges(ranges));
  const isSettled = within(ranges.filter(({ state }) => state === 'settled'));
  const identity = entries.find((entry) => 'push' in entry);
  return {
    stateOf: (line) => {
      if (isSettled(line)) return 'settled';
      return isSent(line) ? 'unknown' : 'new';
    },
    ...(identity === undefined ? {} : { identity }),
  };
}

/** A range that turned out not to have been sent is as good as new. */
function sentRanges(ranges: readonly { from: number; to: number; state: string }[]): typeof ranges {
  const last = new Map(ranges.map((range) => [`${range.from}-${range.to}`, range]));
  return [...last.values()].filter(({ state }) => state !== 'unsent');
}

/** Whether a line is in one of the ranges; there may be very many of both. */
function within(ranges: readonly { from: number; to: number }[]): (line: number) => boolean {
  const merged: { from: number; to: number }[] = [];
  for (const { from, to } of [...ranges].sort((a, b) => a.from - b.from)) {
    const last = merged[merged.length - 1];
    if (last !== undefined && from <= last.to + 1) last.to = Math.max(last.to, to);
    else merged.push({ from, to });
  }
  return (line) => {
    let [low, high] = [0, merged.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (merged[middle]!.to < line) low = middle + 1;
      else high = middle;
    }
    return merged[low] !== undefined && merged[low]!.from <= line;
  };
}

/** A torn last line is what a crash leaves: it says nothing. */
function parse(line: string): CheckpointEntry[] {
  try {
    return [parseJson(line) as CheckpointEntry];
  } catch {
    return [];
  }
}

/** A checkpoint of another file or another integration would skip lines that nobody sent. */
export function assertSame(
  { identity }: Checkpoint,
  wanted: NonNullable<Checkpoint['identity']>,
  file: string,
): void {
  if (identity === undefined || JSON.stringify(identity) === JSON.stringify(wanted)) return;
  const hint = 'Name another file with --checkpoint, or delete this one if that push is over.';
  throw new DiagnosedError(
    failure('push/checkpoint', `The checkpoint ${file} belongs to another push.`, hint),
  );
}

/** The lines that no run has sent; those whose fate nobody knows are handed to `onUnknown`. */
export async function* remaining(
  lines: AsyncIterable<Line>,
  checkpoint: Checkpoint,
  onUnknown: (line: Line) => boolean,
): AsyncGenerator<Line> {
  for await (const line of lines) {
    const state = checkpoint.stateOf(line.line);
    if (state === 'new' || (state === 'unknown' && onUnknown(line))) yield line;
  }
}
