import type { NewWorkload, Workload, WorkloadPatch } from '#api/client.ts';
import { defined } from '#core/defined.ts';
import type { Declaration } from '#core/declaration.ts';
import type { DesiredWorkload, QueueReference } from '#core/desired.ts';
import { parseDuration } from '#core/duration.ts';
import type { JsonObject } from '#core/json.ts';
import type { ObservedWorkload } from '#core/observed.ts';
import { patchOwnership, readOwnership, writeOwnership, type WriteContext } from '#core/ownership.ts';
import type { WorkloadStep } from '#core/plan.ts';
import { declaredParts } from './declared.ts';
import { newWrite, settle, settleDelete, wrote, type WriterContext } from './settle.ts';

const DEFAULT_TIMEOUT_SECONDS = 5 * 60;
const PLAIN_FIELDS = ['timeZone', 'holidayRegion', 'planningUnit', 'activity'] as const;

/** What the document asks for in one environment. `spec` is the effective, valid spec. */
export function toDesiredWorkload(declaration: Declaration, spec: JsonObject): DesiredWorkload {
  return defined({
    ...declaredParts(declaration, spec),
    settings: settingsOf(spec),
    queues: spec['queues'] as QueueReference[] | undefined,
    queueTimeoutSeconds: parseDuration((spec['queueTimeout'] ?? '') as string) ?? DEFAULT_TIMEOUT_SECONDS,
  });
}

/** The API holds `forecast.model` and `forecast.mode` as two plain fields. */
function settingsOf(spec: JsonObject): JsonObject {
  const { model, mode } = (spec['forecast'] ?? {}) as { model?: string; mode?: string };
  const plain = PLAIN_FIELDS.map((key) => [key, spec[key]]);
  return defined({ ...Object.fromEntries(plain), forecastModel: model, forecastMode: mode });
}

export function toObservedWorkload(workload: Workload): ObservedWorkload {
  const { id, etag, name, queueIds, annotations, ...settings } = workload;
  return { id, etag, name, queueIds, settings, owner: readOwnership(annotations) };
}

/** Writes workloads. `queueIds` are looked up before, since they may appear only with an import. */
export class WorkloadWriter {
  readonly #context: WriterContext;
  readonly #written = new Map<string, Workload>();

  constructor(context: WriterContext) {
    this.#context = context;
  }

  async create(step: WorkloadStep, queueIds: number[]): Promise<void> {
    const write = newWrite(this.#context);
    const desired = step.desired!;
    const body = {
      name: desired.name,
      ...desired.settings,
      queueIds,
      annotations: writeOwnership(memory(desired, queueIds), {}, write),
    } as unknown as NewWorkload;
    const { client } = this.#context;
    // The same key again answers what the first request made, so a lost answer is simply asked for again.
    const send = async (): Promise<Workload> => client.createWorkload(body, write.operation);
    this.#keep(step, await settle(send, async () => Promise.resolve(undefined), step));
  }

  /** Update, rename and adopt are one request. */
  async update(step: WorkloadStep, queueIds: number[] | undefined): Promise<void> {
    const write = newWrite(this.#context);
    const { client } = this.#context;
    const { id, etag } = this.#current(step);
    const body = patchOf(step, queueIds, write);
    const look = async (): Promise<Workload | undefined> =>
      wrote(await client.getWorkload(id), write.operation);
    this.#keep(step, await settle(() => client.updateWorkload(id, etag, body), look, step));
  }

  async delete(step: WorkloadStep): Promise<void> {
    const { client } = this.#context;
    const { id, etag } = this.#current(step);
    const isGone = async (): Promise<boolean> => (await client.getWorkload(id)) === undefined;
    await settleDelete(() => client.deleteWorkload(id, etag), isGone, step);
  }

  async replace(step: WorkloadStep, queueIds: number[]): Promise<void> {
    await this.delete(step);
    await this.create(step, queueIds);
  }

  #keep(step: WorkloadStep, workload: Workload): void {
    this.#written.set(step.name, workload);
    this.#context.written?.(workload);
  }

  #current(step: WorkloadStep): { id: number; etag: string } {
    const current = this.#written.get(step.name) ?? step.observed;
    if (current === undefined) throw new Error(`step ${step.id} knows no workload`);
    return current;
  }
}

/** Exactly the fields that the plan shows, and what we remember about them. */
function patchOf(step: WorkloadStep, queueIds: number[] | undefined, write: WriteContext): WorkloadPatch {
  const desired = step.desired!;
  const settings = step.fields
    .filter(({ path }) => path.length === 1 && !['name', 'queues', 'labels'].includes(path[0]!))
    .map(({ path, after }) => [path[0], after ?? null]);
  const moves = step.fields.some(({ path }) => path[0] === 'queues');
  return {
    ...(Object.fromEntries(settings) as WorkloadPatch),
    ...(step.observed!.name === desired.name ? {} : { name: desired.name }),
    ...(moves && queueIds !== undefined ? { queueIds } : {}),
    annotations: patchOwnership(memory(desired, queueIds), {}, write),
  };
}

/** The queues are remembered by id: names can change in injixo. */
function memory(desired: DesiredWorkload, queueIds: number[] | undefined): DesiredWorkload {
  if (queueIds === undefined || desired.queues === undefined) return desired;
  return { ...desired, settings: { ...desired.settings, queueIds } };
}
