import { ApiError } from './errors.ts';
import { Http, type HttpOptions } from './http.ts';
import type { components } from './generated/openapi.ts';

type Schemas = components['schemas'];
export type Configuration = Schemas['IntegrationConfiguration'];
export type NewConfiguration = Schemas['NewIntegrationConfiguration'];
export type ConfigurationPatch = Schemas['IntegrationConfigurationPatch'];
export type Import = Schemas['Import'];
export type Queue = Schemas['Queue'];
export type Connection = Schemas['Connection'];
export type IntegrationType = Schemas['IntegrationType'];

interface Page<T> {
  data: T[];
  nextCursor: string | null;
}

const CONFIGURATIONS = '/external-systems/integration-configurations';
const PAGE_SIZE = 500;
const IDS_PER_REQUEST = 100;

/** The operations of schemas/injixo-api.openapi.yaml that the tool uses, one method each. */
export class Client {
  readonly #http: Http;

  constructor(options: HttpOptions) {
    this.#http = new Http(options);
  }

  /** Requests sent so far, by method. */
  get requests(): Readonly<Record<string, number>> {
    return this.#http.requests;
  }

  listConfigurations(): AsyncGenerator<Configuration[]> {
    return this.#pages<Configuration>(CONFIGURATIONS);
  }

  async findConfiguration(name: string): Promise<Configuration | undefined> {
    const { body } = await this.#http.send<Page<Configuration>>({
      method: 'GET',
      path: CONFIGURATIONS,
      query: { name },
    });
    return body.data[0];
  }

  /** Undefined if it does not exist. */
  async getConfiguration(id: number): Promise<Configuration | undefined> {
    try {
      return (await this.#http.send<Configuration>({ method: 'GET', path: `${CONFIGURATIONS}/${id}` })).body;
    } catch (error) {
      if (error instanceof ApiError && error.status === 404) return undefined;
      throw error;
    }
  }

  async createConfiguration(body: NewConfiguration, idempotencyKey: string): Promise<Configuration> {
    const headers = { 'idempotency-key': idempotencyKey };
    return (await this.#http.send<Configuration>({ method: 'POST', path: CONFIGURATIONS, body, headers }))
      .body;
  }

  async updateConfiguration(id: number, etag: string, body: ConfigurationPatch): Promise<Configuration> {
    const headers = { 'if-match': etag };
    return (
      await this.#http.send<Configuration>({
        method: 'PATCH',
        path: `${CONFIGURATIONS}/${id}`,
        body,
        headers,
      })
    ).body;
  }

  async deleteConfiguration(id: number, etag: string): Promise<void> {
    await this.#http.send({
      method: 'DELETE',
      path: `${CONFIGURATIONS}/${id}`,
      headers: { 'if-match': etag },
    });
  }

  async pauseConfiguration(id: number, etag: string): Promise<Configuration> {
    return this.#post(`${CONFIGURATIONS}/${id}/pause`, { 'if-match': etag });
  }

  async resumeConfiguration(id: number, etag: string): Promise<Configuration> {
    return this.#post(`${CONFIGURATIONS}/${id}/resume`, { 'if-match': etag });
  }

  async startImport(id: number): Promise<Import> {
    return this.#post(`${CONFIGURATIONS}/${id}/imports`);
  }

  async testConnection(id: number): Promise<Connection> {
    return this.#post(`${CONFIGURATIONS}/${id}/connection-test`);
  }

  /** Imports by id, 100 a request: watching many costs few requests. */
  async getImports(ids: readonly number[]): Promise<Import[]> {
    const found: Import[] = [];
    for (let start = 0; start < ids.length; start += IDS_PER_REQUEST) {
      const query = { ids: ids.slice(start, start + IDS_PER_REQUEST).join(','), limit: IDS_PER_REQUEST };
      const { body } = await this.#http.send<Page<Import>>({
        method: 'GET',
        path: '/external-systems/imports',
        query,
      });
      found.push(...body.data);
    }
    return found;
  }

  listImports(): AsyncGenerator<Import[]> {
    return this.#pages<Import>('/external-systems/imports');
  }

  listConfigurationImports(id: number): AsyncGenerator<Import[]> {
    return this.#pages<Import>(`${CONFIGURATIONS}/${id}/imports`);
  }

  listQueues(): AsyncGenerator<Queue[]> {
    return this.#pages<Queue>('/external-systems/queues');
  }

  async listIntegrationTypes(): Promise<IntegrationType[]> {
    const path = '/external-systems/integration-types';
    return (await this.#http.send<{ data: IntegrationType[] }>({ method: 'GET', path })).body.data;
  }

  async #post<T>(path: string, headers: Record<string, string> = {}): Promise<T> {
    return (await this.#http.send<T>({ method: 'POST', path, headers })).body;
  }

  async *#pages<T>(path: string): AsyncGenerator<T[]> {
    let cursor: string | undefined;
    do {
      const query = { limit: PAGE_SIZE, cursor };
      const { body } = await this.#http.send<Page<T>>({ method: 'GET', path, query });
      if (!Array.isArray(body.data)) throw unexpectedPage();
      yield body.data;
      cursor = body.nextCursor ?? undefined;
    } while (cursor !== undefined);
  }
}

function unexpectedPage(): ApiError {
  return new ApiError('api/unreadable', 'The answer of the API is JSON, but not a page of the contract.', {
    hint: 'Check that the endpoint is the injixo API.',
  });
}
