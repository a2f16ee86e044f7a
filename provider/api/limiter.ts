import { InterruptedError } from './errors.ts';

export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  sleep(milliseconds: number): Promise<void>;
}

/**
 * All requests of a run pass through one limiter. It starts at the parallelism that was asked for,
 * halves it when the server says 429, waits as long as the server asks, and creeps back up.
 */
export class Limiter {
  readonly #max: number;
  readonly #clock: Clock;
  readonly #signal: AbortSignal | undefined;
  #limit: number;
  #active = 0;
  #pausedUntil = 0;
  #waiting: (() => void)[] = [];

  constructor(max: number, clock: Clock, signal?: AbortSignal) {
    this.#max = max;
    this.#limit = max;
    this.#clock = clock;
    this.#signal = signal;
    signal?.addEventListener('abort', () => this.#wake());
  }

  /** Runs a task when there is room. Tasks that still wait when the run is interrupted are not started. */
  async run<T>(task: () => Promise<T>): Promise<T> {
    await this.#enter();
    try {
      return await task();
    } finally {
      this.#active -= 1;
      this.#wake();
    }
  }

  succeeded(): void {
    this.#limit = Math.min(this.#max, this.#limit + 1 / this.#limit);
  }

  /** The server asked for less; `milliseconds` is how long it wants to be left alone. */
  rateLimited(milliseconds: number): void {
    const until = this.#clock.now() + milliseconds;
    if (until > this.#pausedUntil) this.#limit = Math.max(1, this.#limit / 2);
    this.#pausedUntil = Math.max(this.#pausedUntil, until);
  }

  async #enter(): Promise<void> {
    for (;;) {
      if (this.#signal?.aborted === true) throw new InterruptedError('The run was interrupted.');
      const pause = this.#pausedUntil - this.#clock.now();
      if (pause > 0) await this.#clock.sleep(pause);
      else if (this.#active < Math.max(1, Math.floor(this.#limit))) break;
      else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
    this.#active += 1;
  }

  #wake(): void {
    const waiting = this.#waiting;
    const room = Math.max(1, Math.floor(this.#limit) - this.#active);
    this.#waiting = this.#signal?.aborted === true ? [] : waiting.slice(room);
    for (const resolve of waiting.slice(0, waiting.length - this.#waiting.length)) resolve();
  }
}
