import { DiagnosedError, type Diagnostic } from '#core/diagnostic.ts';
import { durationText } from '#core/duration.ts';
import type { ObservedQueue } from '#core/observed.ts';
import type { WorkloadStep } from '#core/plan.ts';
import {
  activeQueues,
  checkSameKind,
  findQueues,
  referenceName,
  some,
  type FoundQueues,
} from '#core/queues.ts';
import { interrupted } from './execute.ts';

export interface FinderOptions {
  fetchQueues: () => Promise<ObservedQueue[]>;
  /** The id of an integration that this run created. */
  idOf: (integration: string) => number | undefined;
  sleep: (milliseconds: number) => Promise<void>;
  now: () => number;
  signal: AbortSignal;
}

const FIRST_PAUSE_MS = 300;
const LONGEST_PAUSE_MS = 5_000;

/** Finds queues that appear only while a plan is carried out. All who wait share one reading. */
export class QueueFinder {
  readonly #options: FinderOptions;
  #reading: Promise<ObservedQueue[]> | undefined;

  constructor(options: FinderOptions) {
    this.#options = options;
  }

  /** The ids of the queues of a workload, as soon as all are there. */
  async find(step: WorkloadStep): Promise<number[]> {
    const { now, sleep, signal } = this.#options;
    const desired = step.desired!;
    const deadline = now() + desired.queueTimeoutSeconds * 1000;
    for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(LONGEST_PAUSE_MS, pause * 1.5)) {
      const all = await this.#read();
      const found = findQueues(step.awaits!, all, (reference) =>
        this.#integrationId(step, reference.integration),
      );
      if (found.missing.length === 0) return idsOf(step, found);
      if (signal.aborted)
        throw new DiagnosedError(interrupted(`Stopped waiting for the queues of "${step.name}".`));
      if (now() >= deadline)
        throw new DiagnosedError(...found.missing.map((item) => this.#missing(step, item, all)));
      await sleep(pause);
    }
  }

  #integrationId(step: WorkloadStep, integration: string): number | undefined {
    const known = step.awaits!.find((item) => item.integration === integration)?.id;
    return known ?? this.#options.idOf(integration);
  }

  async #read(): Promise<ObservedQueue[]> {
    this.#reading ??= this.#options.fetchQueues().finally(() => (this.#reading = undefined));
    return this.#reading;
  }

  #missing(
    step: WorkloadStep,
    reference: FoundQueues['missing'][number],
    all: readonly ObservedQueue[],
  ): Diagnostic {
    const id = this.#integrationId(step, reference.integration);
    const names = activeQueues(all, id).map(({ name }) => name);
    const seen = names.length === 0 ? 'it has no queues' : `it has ${some(names)}`;
    return {
      code: 'workload/queue-missing',
      severity: 'error',
      message:
        `The queue "${referenceName(reference)}" of "${step.name}" did not appear within ` +
        `${durationText(step.desired!.queueTimeoutSeconds)}: ${seen}.`,
      hint: 'Correct the name, or raise spec.queueTimeout if the import takes longer.',
      path: 'spec.queues',
      ...step.desired!.source,
    };
  }
}

function idsOf(step: WorkloadStep, { queues }: FoundQueues): number[] {
  const mixed = checkSameKind(step.desired!, queues);
  if (mixed.length > 0) throw new DiagnosedError(...mixed);
  return queues.map(({ id }) => id).sort((a, b) => a - b);
}
