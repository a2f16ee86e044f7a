import type { Client, Configuration } from '#api/client.ts';
import { ApiError, OutcomeUnknownError } from '#api/errors.ts';
import type { SecretReference } from '#core/declaration.ts';
import { DiagnosedError, type Diagnostic } from '#core/diagnostic.ts';
import { readOwnership, type WriteContext } from '#core/ownership.ts';
import type { Scope, Step } from '#core/plan.ts';
import { secretsToSend, toNewConfiguration, toPatch, type SecretValues } from './convert.ts';

/** What the writes of one run share. */
export interface IntegrationContext {
  client: Client;
  scope: Scope;
  commit?: string;
  newId: () => string;
  resolveSecret: (reference: SecretReference) => Promise<string>;
}

const MAX_RESENDS = 3;

/** Writes integrations. Each method carries out one step and answers what the account then holds. */
export class IntegrationWriter {
  readonly #context: IntegrationContext;
  /** The latest state of what this run wrote, by name: later steps need its id and version. */
  readonly #written = new Map<string, Configuration>();

  constructor(context: IntegrationContext) {
    this.#context = context;
  }

  /** The configuration that a step is about: as this run left it, or as it was observed. */
  current(step: Step): { id: number; etag: string; lastImport?: Configuration['lastImport'] } {
    const current = this.#written.get(step.name) ?? step.observed;
    if (current === undefined) throw new Error(`step ${step.id} knows no configuration`);
    return current;
  }

  async create(step: Step): Promise<Diagnostic[]> {
    const write = this.#write();
    const secrets = await this.#resolve(step);
    const body = toNewConfiguration(step.desired!, secrets, write);
    const { client } = this.#context;
    const created = await this.#settle(
      () => client.createConfiguration(body, write.operation),
      async () => {
        const found = await client.findConfiguration(step.name);
        return found !== undefined && wroteIt(found, write) ? found : undefined;
      },
      step,
    );
    return this.#remember(step, created);
  }

  /** Update, rename and adopt are one request: a patch of what the plan shows. */
  async update(step: Step): Promise<Diagnostic[]> {
    const write = this.#write();
    const body = toPatch(step, await this.#resolve(step), write);
    const { id, etag } = this.current(step);
    const { client } = this.#context;
    const updated = await this.#settle(
      () => client.updateConfiguration(id, etag, body),
      async () => {
        const found = await client.getConfiguration(id);
        return found !== undefined && wroteIt(found, write) ? found : undefined;
      },
      step,
    );
    return this.#remember(step, updated);
  }

  async pause(step: Step): Promise<Diagnostic[]> {
    return this.#switch(step, true);
  }

  async resume(step: Step): Promise<Diagnostic[]> {
    return this.#switch(step, false);
  }

  async delete(step: Step): Promise<Diagnostic[]> {
    const { id, etag } = this.current(step);
    const { client } = this.#context;
    const gone = async (): Promise<true | undefined> =>
      (await client.getConfiguration(id)) === undefined ? true : undefined;
    try {
      await this.#settle(
        async () => client.deleteConfiguration(id, etag).then(() => true as const),
        gone,
        step,
      );
    } catch (error) {
      if (!(error instanceof ApiError && error.status === 404)) throw error;
    }
    return [];
  }

  /** The name is unique, so the old one must go first. A run that dies in between leaves a create to do. */
  async replace(step: Step): Promise<Diagnostic[]> {
    await this.#resolve(step);
    await this.delete(step);
    return this.create(step);
  }

  async #switch(step: Step, paused: boolean): Promise<Diagnostic[]> {
    const { client } = this.#context;
    const { id, etag } = this.current(step);
    const send = async (): Promise<Configuration> =>
      paused ? client.pauseConfiguration(id, etag) : client.resumeConfiguration(id, etag);
    const look = async (): Promise<Configuration | undefined> => {
      const found = await client.getConfiguration(id);
      return found?.paused === paused ? found : undefined;
    };
    this.#written.set(step.name, await this.#settle(send, look, step));
    return [];
  }

  /** Sends; when the outcome is unknown, looks first and sends again only if nothing arrived. */
  async #settle<T>(send: () => Promise<T>, look: () => Promise<T | undefined>, step: Step): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await send();
      } catch (error) {
        if (!(error instanceof OutcomeUnknownError)) throw masked(error, step);
        const found = await look();
        if (found !== undefined) return found;
        if (attempt >= MAX_RESENDS) throw error;
      }
    }
  }

  #write(): WriteContext {
    const { scope, commit, newId } = this.#context;
    return { scope, operation: newId(), ...(commit === undefined ? {} : { commit }) };
  }

  async #resolve(step: Step): Promise<SecretValues> {
    const values = new Map<string, string>();
    for (const { path, reference } of secretsToSend(step)) {
      values.set(path.join('.'), await this.#context.resolveSecret(reference));
    }
    return values;
  }

  #remember(step: Step, configuration: Configuration): Diagnostic[] {
    this.#written.set(step.name, configuration);
    if (configuration.connection.state !== 'failed') return [];
    return [connectionFailed(step, configuration.id, configuration.connection.message)];
  }
}

function wroteIt(configuration: Configuration, { operation }: WriteContext): boolean {
  return readOwnership(configuration.annotations)?.operation === operation;
}

function connectionFailed(step: Step, id: number, message: string | null): Diagnostic {
  return {
    code: 'api/connection-test',
    severity: 'error',
    message: `"${step.name}" is saved (id ${id}), but injixo cannot connect: ${message ?? 'no reason given'}`,
    hint: 'Correct the credentials, change credentials.version so that they are sent again, and apply.',
    path: 'spec.credentials',
    ...documentOf(step),
  };
}

/** The document, so that the front end can look up the line of the path. */
function documentOf({ source }: Step): { file?: string; document?: number } {
  return source === undefined ? {} : { file: source.file, document: source.document };
}

/** Field errors get the place in the document; what the server says about a secret is not repeated. */
function masked(error: unknown, step: Step): unknown {
  if (!(error instanceof ApiError) || error.fields.length === 0) return error;
  const secrets = new Set(step.desired?.secrets.map(({ path }) => path.join('.')));
  const diagnostics = error.fields.map(({ path, message }): Diagnostic => {
    const text = secrets.has(path) ? 'is not accepted' : message;
    return {
      code: error.code,
      severity: 'error',
      message: `${path}: ${text}`,
      path: `spec.${path}`,
      ...documentOf(step),
    };
  });
  return new DiagnosedError(...diagnostics);
}
