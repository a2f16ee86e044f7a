import type { Configuration } from '#api/client.ts';
import type { Diagnostic } from '#core/diagnostic.ts';
import { equal, type Json } from '#core/json.ts';
import { remembered } from '#core/mapping.ts';
import { declaredPause, mappedMark, pauseMark } from '#core/ownership.ts';
import type { IntegrationStep } from '#core/plan.ts';
import { secretsToSend, toNewConfiguration, toPatch, type SecretValues } from './convert.ts';
import { documentOf, newWrite, settle, settleDelete, wrote, type WriterContext } from './settle.ts';

/** Writes integrations. Each method carries out one step and answers what went wrong although it is done. */
export class IntegrationWriter {
  readonly #context: WriterContext;
  /** The latest state of what this run wrote, by name: later steps need its id and version. */
  readonly #written = new Map<string, Configuration>();

  constructor(context: WriterContext) {
    this.#context = context;
  }

  /** The configuration that a step is about: as this run left it, or as it was observed. */
  current(step: IntegrationStep): { id: number; etag: string; lastImport?: Configuration['lastImport'] } {
    const current = this.#written.get(step.name) ?? step.observed;
    if (current === undefined) throw new Error(`step ${step.id} knows no configuration`);
    return current;
  }

  /** The id of an integration that this run wrote. */
  idOf(name: string): number | undefined {
    return this.#written.get(name)?.id;
  }

  async create(step: IntegrationStep): Promise<Diagnostic[]> {
    const write = newWrite(this.#context);
    const secrets = await this.#resolve(step);
    const body = toNewConfiguration(step.desired!, secrets, write, step.temporary);
    const { client } = this.#context;
    const created = await settle(
      () => client.createConfiguration(body, write.operation),
      async () => wrote(await client.findConfiguration(step.name), write.operation),
      step,
    );
    return this.#remember(step, created);
  }

  /** Update, rename and adopt are one request: a patch of what the plan shows. */
  async update(step: IntegrationStep): Promise<Diagnostic[]> {
    const write = newWrite(this.#context);
    const body = toPatch(step, await this.#resolve(step), write);
    const { id, etag } = this.current(step);
    const { client } = this.#context;
    const updated = await settle(
      () => client.updateConfiguration(id, etag, body),
      async () => wrote(await client.getConfiguration(id), write.operation),
      step,
    );
    return this.#remember(step, updated);
  }

  async pause(step: IntegrationStep): Promise<Diagnostic[]> {
    const { operation } = newWrite(this.#context);
    const mark =
      step.temporary === true ? pauseMark(operation) : declaredPause(step.desired?.paused, operation);
    const { client } = this.#context;
    return this.#change(step, operation, (id, etag) => client.pauseConfiguration(id, etag, mark));
  }

  async resume(step: IntegrationStep): Promise<Diagnostic[]> {
    const { operation } = newWrite(this.#context);
    const { client } = this.#context;
    return this.#change(step, operation, (id, etag) =>
      client.resumeConfiguration(id, etag, declaredPause(step.desired?.paused, operation)),
    );
  }

  /** Ends a pause of ours at whatever version the account is now; a mapping that failed may have made one. */
  async resumeNow(step: IntegrationStep): Promise<void> {
    const { client } = this.#context;
    const found = await client.getConfiguration(this.current(step).id);
    if (found === undefined) return;
    this.#written.set(step.name, found);
    await this.resume(step);
  }

  /** Sends the lists that differ, whole, and remembers what was sent. */
  async map(step: IntegrationStep): Promise<Diagnostic[]> {
    const { client } = this.#context;
    const { users, statuses } = step.desired?.mapping ?? {};
    const { id } = this.current(step);
    let { etag } = this.current(step);
    const differs = (list: string): boolean => step.fields.some(({ path }) => path[1] === list);
    if (users !== undefined && differs('users')) {
      const data = users.map(({ key, id: personId }) => ({ identifier: key, personId }));
      etag = await this.#put(step, 'users', data, async () => client.putUserMappings(id, etag, data));
    }
    if (statuses !== undefined && differs('statuses')) {
      const data = statuses.map(({ key, id: activityId }) => ({ status: key, activityId }));
      etag = await this.#put(step, 'statuses', data, async () => client.putStatusMappings(id, etag, data));
    }
    const { operation } = newWrite(this.#context);
    const annotations = mappedMark(remembered(step.desired?.mapping), operation);
    return this.#change(step, operation, () => client.updateConfiguration(id, etag, { annotations }));
  }

  async delete(step: IntegrationStep): Promise<Diagnostic[]> {
    const { id, etag } = this.current(step);
    const { client } = this.#context;
    const isGone = async (): Promise<boolean> => (await client.getConfiguration(id)) === undefined;
    await settleDelete(() => client.deleteConfiguration(id, etag), isGone, step);
    return [];
  }

  /** The name is unique, so the old one must go first. A run that dies in between leaves a create to do. */
  async replace(step: IntegrationStep): Promise<Diagnostic[]> {
    await this.#resolve(step);
    await this.delete(step);
    return this.create(step);
  }

  async #change(
    step: IntegrationStep,
    operation: string,
    send: (id: number, etag: string) => Promise<Configuration>,
  ): Promise<Diagnostic[]> {
    const { id, etag } = this.current(step);
    const look = async (): Promise<Configuration | undefined> =>
      wrote(await this.#context.client.getConfiguration(id), operation);
    this.#keep(step, await settle(() => send(id, etag), look, step));
    return [];
  }

  /** A list is sent whole, so after a lost answer it is enough to compare what is there. */
  async #put(
    step: IntegrationStep,
    list: 'users' | 'statuses',
    data: unknown[],
    send: () => Promise<string>,
  ): Promise<string> {
    const { client } = this.#context;
    const { id } = this.current(step);
    const look = async (): Promise<string | undefined> => {
      const [found] = await client.getMappings([id]);
      const arrived = equal(found?.[list], data as Json);
      return arrived ? (await client.getConfiguration(id))?.etag : undefined;
    };
    return settle(send, look, step);
  }

  async #resolve(step: IntegrationStep): Promise<SecretValues> {
    const values = new Map<string, string>();
    for (const { path, reference } of secretsToSend(step)) {
      values.set(path.join('.'), await this.#context.resolveSecret(reference));
    }
    return values;
  }

  #keep(step: IntegrationStep, configuration: Configuration): void {
    this.#written.set(step.name, configuration);
    this.#context.written?.(configuration);
  }

  #remember(step: IntegrationStep, configuration: Configuration): Diagnostic[] {
    this.#keep(step, configuration);
    if (configuration.connection.state !== 'failed') return [];
    return [connectionFailed(step, configuration.id, configuration.connection.message)];
  }
}

function connectionFailed(step: IntegrationStep, id: number, message: string | null): Diagnostic {
  return {
    code: 'api/connection-test',
    severity: 'error',
    message: `"${step.name}" is saved (id ${id}), but injixo cannot connect: ${message ?? 'no reason given'}`,
    hint: 'Correct the credentials, change credentials.version so that they are sent again, and apply.',
    path: 'spec.credentials',
    ...documentOf(step),
  };
}
