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
export type Mappings = Schemas['Mappings'];
export type UserMapping = Schemas['UserMapping'];
export type StatusMapping = Schemas['StatusMapping'];
export type Person = Schemas['Person'];
export type Activity = Schemas['Activity'];
export type Workload = Schemas['Workload'];
export type NewWorkload = Schemas['NewWorkload'];
export type WorkloadPatch = Schemas['WorkloadPatch'];
export type CloudLink = { state: 'connected' | 'disconnected' };
type AnnotationsPatch = Record<string, string | null>;

interface Page<T> {
  data: T[];
  nextCursor: string | null;
}

const WORKLOADS = '/forecast/workloads';
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
    return this.#get(`${CONFIGURATIONS}/${id}`);
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

  /** Pauses and annotates in one step, so that a pause always tells whose it is. */
  async pauseConfiguration(id: number, etag: string, annotations: AnnotationsPatch): Promise<Configuration> {
    return this.#post(`${CONFIGURATIONS}/${id}/pause`, { 'if-match': etag }, { annotations });
  }

  async resumeConfiguration(id: number, etag: string, annotations: AnnotationsPatch): Promise<Configuration> {
    return this.#post(`${CONFIGURATIONS}/${id}/resume`, { 'if-match': etag }, { annotations });
  }

  /** The mappings of these integrations, 100 a request. */
  async getMappings(ids: readonly number[]): Promise<Mappings[]> {
    return this.#byIds<Mappings>('/external-systems/mappings', ids);
  }

  /** Replaces the mapping of users; answers the new version of the integration. */
  async putUserMappings(id: number, etag: string, data: UserMapping[]): Promise<string> {
    return this.#put(`${CONFIGURATIONS}/${id}/user-mappings`, etag, { data });
  }

  /** Replaces the mapping of statuses; answers the new version of the integration. */
  async putStatusMappings(id: number, etag: string, data: StatusMapping[]): Promise<string> {
    return this.#put(`${CONFIGURATIONS}/${id}/status-mappings`, etag, { data });
  }

  listPeople(): AsyncGenerator<Person[]> {
    return this.#pages<Person>('/people');
  }

  listActivities(): AsyncGenerator<Activity[]> {
    return this.#pages<Activity>('/activities');
  }

  async startImport(id: number): Promise<Import> {
    return this.#post(`${CONFIGURATIONS}/${id}/imports`);
  }

  async testConnection(id: number): Promise<Connection> {
    return this.#post(`${CONFIGURATIONS}/${id}/connection-test`);
  }

  /** Imports by id, 100 a request: watching many costs few requests. */
  async getImports(ids: readonly number[]): Promise<Import[]> {
    return this.#byIds<Import>('/external-systems/imports', ids);
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

  listConfigurationQueues(id: number): AsyncGenerator<Queue[]> {
    return this.#pages<Queue>(`${CONFIGURATIONS}/${id}/queues`);
  }

  async listIntegrationTypes(): Promise<IntegrationType[]> {
    const path = '/external-systems/integration-types';
    return (await this.#http.send<{ data: IntegrationType[] }>({ method: 'GET', path })).body.data;
  }

  listWorkloads(): AsyncGenerator<Workload[]> {
    return this.#pages<Workload>(WORKLOADS);
  }

  /** Undefined if it does not exist. */
  async getWorkload(id: number): Promise<Workload | undefined> {
    return this.#get(`${WORKLOADS}/${id}`);
  }

  async createWorkload(body: NewWorkload, idempotencyKey: string): Promise<Workload> {
    return this.#post(WORKLOADS, { 'idempotency-key': idempotencyKey }, body);
  }

  async updateWorkload(id: number, etag: string, body: WorkloadPatch): Promise<Workload> {
    const headers = { 'if-match': etag };
    const request = { method: 'PATCH', path: `${WORKLOADS}/${id}`, body, headers } as const;
    return (await this.#http.send<Workload>(request)).body;
  }

  async deleteWorkload(id: number, etag: string): Promise<void> {
    await this.#http.send({ method: 'DELETE', path: `${WORKLOADS}/${id}`, headers: { 'if-match': etag } });
  }

  /** A value that is shown this once; the one before becomes void. */
  async generateKey(id: number, kind: 'api-key' | 'url-token'): Promise<string> {
    return (await this.#post<{ value: string }>(`${CONFIGURATIONS}/${id}/${kind}`)).value;
  }

  async getCloudLink(id: number): Promise<CloudLink> {
    const request = { method: 'GET', path: `${CONFIGURATIONS}/${id}/cloud-link` } as const;
    return (await this.#http.send<CloudLink>(request)).body;
  }

  async connectCloudLink(id: number, pin: string): Promise<CloudLink> {
    const request = { method: 'PUT', path: `${CONFIGURATIONS}/${id}/cloud-link`, body: { pin } } as const;
    return (await this.#http.send<CloudLink>(request)).body;
  }

  /** One batch to a published push endpoint. */
  async push(endpoint: 'contact-events' | 'agent-statuses', data: unknown[], meta: object): Promise<void> {
    const path = `/external-systems/${endpoint}`;
    await this.#http.send({ method: 'POST', path, body: { data, meta }, emptyAnswer: true });
  }

  async #post<T>(path: string, headers: Record<string, string> = {}, body?: unknown): Promise<T> {
    const request = { method: 'POST', path, headers, ...(body === undefined ? {} : { body }) } as const;
    return (await this.#http.send<T>(request)).body;
  }

  async #put(path: string, etag: string, body: unknown): Promise<string> {
    const answer = await this.#http.send({ method: 'PUT', path, body, headers: { 'if-match': etag } });
    return answer.etag ?? '*';
  }

  /** Undefined if it does not exist. */
  async #get<T>(path: string): Promise<T | undefined> {
    try {
      return (await this.#http.send<T>({ method: 'GET', path })).body;
    } catch (error) {
      if (error instanceof ApiError && error.status === 404) return undefined;
      throw error;
    }
  }

  async #byIds<T>(path: string, ids: readonly number[]): Promise<T[]> {
    const found: T[] = [];
    for (let start = 0; start < ids.length; start += IDS_PER_REQUEST) {
      const query = { ids: ids.slice(start, start + IDS_PER_REQUEST).join(','), limit: IDS_PER_REQUEST };
      found.push(...(await this.#http.send<Page<T>>({ method: 'GET', path, query })).body.data);
    }
    return found;
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
