import { failure, type Diagnostic } from '#core/diagnostic.ts';
import { durationText } from '#core/duration.ts';
import { interrupted } from './execute.ts';

export interface ImportState {
  id: number;
  state: 'queued' | 'running' | 'succeeded' | 'failed';
  /** Percent. */
  progress: number;
  message: string | null;
}

export interface WatcherOptions {
  /** Reads many imports with few requests. */
  fetchImports: (ids: readonly number[]) => Promise<ImportState[]>;
  sleep: (milliseconds: number) => Promise<void>;
  now: () => number;
  signal: AbortSignal;
}

interface Watch {
  name: string;
  deadline: number;
  timeoutSeconds: number;
  onProgress: (state: ImportState) => void;
  resolve: (diagnostics: Diagnostic[]) => void;
  reject: (error: unknown) => void;
}

const FIRST_POLL_MS = 300;
const LONGEST_POLL_MS = 5_000;

/** Waits for all running imports at once: one loop, one request for up to a hundred of them. */
export class ImportWatcher {
  readonly #options: WatcherOptions;
  readonly #watches = new Map<number, Watch>();
  #polling = false;
  #pause = FIRST_POLL_MS;

  constructor(options: WatcherOptions) {
    this.#options = options;
  }

  /** Resolves when the import has ended, timed out or the run is interrupted. */
  async watch(
    importId: number,
    { name, timeoutSeconds, onProgress }: Pick<Watch, 'name' | 'timeoutSeconds' | 'onProgress'>,
  ): Promise<Diagnostic[]> {
    const deadline = this.#options.now() + timeoutSeconds * 1000;
    const ended = new Promise<Diagnostic[]>((resolve, reject) => {
      this.#watches.set(importId, { name, timeoutSeconds, deadline, onProgress, resolve, reject });
    });
    this.#pause = FIRST_POLL_MS;
    if (!this.#polling) void this.#poll();
    return ended;
  }

  async #poll(): Promise<void> {
    this.#polling = true;
    try {
      while (this.#watches.size > 0) {
        await this.#options.sleep(this.#pause);
        this.#pause = Math.min(LONGEST_POLL_MS, this.#pause * 1.5);
        if (this.#options.signal.aborted) return this.#interruptAll();
        const states = await this.#options.fetchImports([...this.#watches.keys()]);
        for (const state of states) this.#update(state);
        this.#expire();
      }
    } catch (error) {
      for (const watch of this.#watches.values()) watch.reject(error);
      this.#watches.clear();
    } finally {
      this.#polling = false;
    }
  }

  #update(state: ImportState): void {
    const watch = this.#watches.get(state.id);
    if (watch === undefined) return;
    watch.onProgress(state);
    if (state.state === 'succeeded') this.#end(state.id, []);
    if (state.state === 'failed') {
      const reason = state.message ?? 'no reason given';
      const hint = `See "injixo imports list ${JSON.stringify(watch.name)}"; start another with "injixo imports start".`;
      this.#end(state.id, [
        failure('import/failed', `The import of "${watch.name}" failed: ${reason}`, hint),
      ]);
    }
  }

  #expire(): void {
    for (const [id, watch] of this.#watches) {
      if (this.#options.now() < watch.deadline) continue;
      const text = `The import of "${watch.name}" did not end within ${durationText(watch.timeoutSeconds)}; it goes on.`;
      this.#end(id, [
        failure('import/timeout', text, 'Follow it with "injixo imports watch", or raise import.timeout.'),
      ]);
    }
  }

  #interruptAll(): void {
    for (const [id, watch] of this.#watches) {
      const text = `Stopped waiting for the import of "${watch.name}"; it goes on in injixo.`;
      this.#end(id, [interrupted(text, 'Follow it with "injixo imports watch".')]);
    }
  }

  #end(id: number, diagnostics: Diagnostic[]): void {
    this.#watches.get(id)?.resolve(diagnostics);
    this.#watches.delete(id);
  }
}
