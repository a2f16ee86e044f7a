import { createHash } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import {
  assertSame,
  canonical,
  readCheckpoint,
  remaining,
  type Checkpoint,
  type CheckpointEntry,
  type Line,
  type LineOutcome,
} from '#provider';
import type { PushResult } from '../report/push-text.ts';

export interface BookFlags {
  /** The file of rejected lines. */
  rejects?: string;
  checkpoint?: string;
  resendUnknown?: boolean;
}

/** Counts, and writes down what was rejected and how far the push is. */
export class PushBook {
  readonly result: PushResult = { accepted: 0, invalid: 0, rejected: 0, unknown: 0, skipped: 0, batches: 0 };
  readonly #rejectFile: string;
  readonly #flags: BookFlags;
  readonly #identity: { push: string; integration: number };
  readonly #checkpoint: Checkpoint;
  #rejects: number | undefined;
  #log: number | undefined;

  constructor(identity: { push: string; integration: number }, file: string, flags: BookFlags) {
    this.#flags = flags;
    this.#identity = identity;
    this.#rejectFile = flags.rejects ?? (file === '-' ? 'push.rejects.ndjson' : `${file}.rejects.ndjson`);
    const { checkpoint } = flags;
    const known = checkpoint !== undefined && existsSync(checkpoint) ? readFileSync(checkpoint, 'utf8') : '';
    this.#checkpoint = readCheckpoint(known);
  }

  /** The lines that are left to send. */
  async *open(lines: AsyncIterable<Line>): AsyncGenerator<Line> {
    yield* remaining(this.#begin(lines), this.#checkpoint, (line) => {
      if (this.#flags.resendUnknown === true) return true;
      this.#count([line], 'unknown', 'An earlier run sent it and got no answer.');
      return false;
    });
  }

  async *#begin(lines: AsyncIterable<Line>): AsyncGenerator<Line> {
    let isFirst = true;
    for await (const line of lines) {
      if (isFirst) this.#start(line);
      isFirst = false;
      if (this.#checkpoint.stateOf(line.line) === 'settled') this.result.skipped += 1;
      yield line;
    }
  }

  #start({ raw }: Line): void {
    const { checkpoint } = this.#flags;
    if (checkpoint === undefined) return;
    const first = createHash('sha256').update(canonical(raw)).digest('hex');
    const identity = { ...this.#identity, first };
    assertSame(this.#checkpoint, identity, checkpoint);
    this.#log = openSync(checkpoint, 'a', 0o600);
    if (this.#checkpoint.identity === undefined) this.#append(identity);
  }

  sending(lines: readonly Line[]): void {
    this.result.batches += 1;
    this.#append({ ...range(lines), state: 'sending' });
  }

  unsent(lines: readonly Line[]): void {
    this.#append({ ...range(lines), state: 'unsent' });
  }

  settled(lines: readonly Line[], outcome: LineOutcome, reason?: string): void {
    this.#count(lines, outcome, reason);
    if (outcome !== 'unknown') for (const part of ranges(lines)) this.#append({ ...part, state: 'settled' });
  }

  close(): void {
    for (const handle of [this.#rejects, this.#log]) if (handle !== undefined) closeSync(handle);
  }

  #count(lines: readonly Line[], outcome: LineOutcome, reason?: string): void {
    this.result[outcome] += lines.length;
    if (outcome === 'accepted') return;
    this.#rejects ??= openSync(this.#rejectFile, 'w', 0o600);
    this.result.rejectFile = this.#rejectFile;
    for (const { line, raw } of lines)
      writeSync(this.#rejects, `${JSON.stringify({ line, outcome, reason, record: raw })}\n`);
  }

  /** On disk before the batch leaves: after a crash nobody must guess. */
  #append(entry: CheckpointEntry): void {
    if (this.#log === undefined) return;
    writeSync(this.#log, `${JSON.stringify(entry)}\n`);
    fsyncSync(this.#log);
  }
}

function range(lines: readonly Line[]): { from: number; to: number } {
  return { from: lines[0]!.line, to: lines[lines.length - 1]!.line };
}

/** Runs of lines that were sent together; a line between them may have another fate. */
function ranges(lines: readonly Line[]): { from: number; to: number }[] {
  return lines
    .map(({ line }) => ({ from: line, to: line }))
    .reduce<{ from: number; to: number }[]>((all, next) => {
      const last = all[all.length - 1];
      if (last !== undefined && last.to + 1 === next.from) last.to = next.to;
      else all.push(next);
      return all;
    }, []);
}
