import { failure, type Diagnostic } from '#core/diagnostic.ts';
import type { Step } from '#core/plan.ts';
import type { ApplyEvent, Outcome, StepReport } from './events.ts';

/** A step is carried out in a slot; what it then only waits for, such as an import, holds no slot. */
export interface Running {
  diagnostics: Diagnostic[];
  settled?: Promise<Diagnostic[]>;
}

export type Handler = (step: Step) => Promise<Running>;

export interface ExecuteOptions {
  carryOut: Handler;
  /** Steps in a slot at the same time. */
  parallelism: number;
  /** Aborted: nothing new starts, what is in flight finishes, waits end. */
  signal: AbortSignal;
  emit: (event: ApplyEvent) => void;
  /** Milliseconds. */
  now: () => number;
  /** Turns anything thrown into diagnostics. */
  explain: (error: unknown) => Diagnostic[];
}

/** Carries out steps in the order of their needs. A failure stops only what needs the failed step. */
export async function executeSteps(steps: readonly Step[], options: ExecuteOptions): Promise<StepReport[]> {
  return new Execution(steps, options).run();
}

class Execution {
  readonly #options: ExecuteOptions;
  readonly #steps: readonly Step[];
  readonly #reports = new Map<string, StepReport>();
  readonly #dependents = new Map<string, Step[]>();
  readonly #open = new Map<string, number>();
  readonly #ready: Step[] = [];
  #active = 0;
  #unsettled = 0;
  #finish: () => void = () => undefined;

  constructor(steps: readonly Step[], options: ExecuteOptions) {
    this.#steps = steps;
    this.#options = options;
    const ids = new Set(steps.map(({ id }) => id));
    for (const step of steps) {
      const needs = step.needs.filter((need) => ids.has(need));
      this.#open.set(step.id, needs.length);
      for (const need of needs) this.#dependents.set(need, [...(this.#dependents.get(need) ?? []), step]);
      if (needs.length === 0) this.#ready.push(step);
    }
  }

  async run(): Promise<StepReport[]> {
    const finished = new Promise<void>((resolve) => (this.#finish = resolve));
    this.#pump();
    await finished;
    return this.#steps.map((step) => this.#reports.get(step.id) ?? notTried(step));
  }

  #pump(): void {
    while (!this.#options.signal.aborted && this.#active < this.#options.parallelism) {
      const step = this.#ready.shift();
      if (step === undefined) break;
      void this.#start(step);
    }
    if (this.#active === 0 && this.#unsettled === 0) this.#finish();
  }

  async #start(step: Step): Promise<void> {
    const { carryOut, emit, now, explain } = this.#options;
    const started = now();
    const seconds = (): number => (now() - started) / 1000;
    this.#active += 1;
    emit({ type: 'started', step });
    try {
      const { diagnostics, settled } = await carryOut(step);
      if (settled === undefined) this.#end(step, diagnostics, seconds());
      else this.#wait(step, settled, seconds);
    } catch (error) {
      this.#end(step, explain(error), seconds());
    } finally {
      this.#active -= 1;
      this.#pump();
    }
  }

  #wait(step: Step, settled: Promise<Diagnostic[]>, seconds: () => number): void {
    this.#unsettled += 1;
    void settled
      .catch((error: unknown) => this.#options.explain(error))
      .then((diagnostics) => {
        this.#unsettled -= 1;
        this.#end(step, diagnostics, seconds());
        this.#pump();
      });
  }

  #end(step: Step, diagnostics: Diagnostic[], seconds: number): void {
    const outcome = outcomeOf(diagnostics);
    const report: StepReport = { step, outcome, diagnostics, seconds };
    this.#reports.set(step.id, report);
    this.#options.emit({ type: 'ended', report });
    if (outcome !== 'done') return;
    for (const dependent of this.#dependents.get(step.id) ?? []) {
      const left = this.#open.get(dependent.id)! - 1;
      this.#open.set(dependent.id, left);
      if (left === 0) this.#ready.push(dependent);
    }
  }
}

function outcomeOf(diagnostics: readonly Diagnostic[]): Outcome {
  if (diagnostics.some(({ code }) => code === 'apply/interrupted')) return 'interrupted';
  return diagnostics.some(({ severity }) => severity === 'error') ? 'failed' : 'done';
}

export function notTried(step: Step): StepReport {
  return { step, outcome: 'not-tried', diagnostics: [], seconds: 0 };
}

export function interrupted(message: string, hint?: string): Diagnostic {
  return failure('apply/interrupted', message, hint);
}
