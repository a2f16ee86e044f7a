import type { Activity, Client, Configuration, Mappings, Person, Queue, Workload } from '#api/client.ts';
import { ApiError } from '#api/errors.ts';
import { all } from '#api/pages.ts';
import type { AgentStatus } from '#core/desired.ts';
import type { Directory } from '../../mappings.ts';

/** So many things are read one by one; who reads more reads whole pages. */
const ONE_BY_ONE = 3;

/**
 * Reads for a refresh. Terraform asks for every resource by itself; from the fourth on the answers come
 * from pages of the whole account, which are read once.
 */
export class AccountReader {
  readonly #client: Client;
  readonly #configurations: Listing<Configuration>;
  readonly #workloads: Listing<Workload>;
  #queues: Promise<Map<number, Queue[]>> | undefined;
  #queueReads = 0;
  #nameReads = 0;
  #names: Promise<ReadonlyMap<string, Configuration>> | undefined;
  #people: Promise<Person[]> | undefined;
  #activities: Promise<Activity[]> | undefined;
  #waiting: MappingRead | undefined;

  constructor(client: Client) {
    this.#client = client;
    this.#configurations = new Listing(
      async (id) => client.getConfiguration(id),
      async () => all(client.listConfigurations()),
    );
    this.#workloads = new Listing(
      async (id) => client.getWorkload(id),
      async () => all(client.listWorkloads()),
    );
  }

  /** Undefined: it does not exist. */
  async configuration(id: number): Promise<Configuration | undefined> {
    return this.#configurations.get(id);
  }

  /** All integrations of the account by id. */
  async configurations(): Promise<ReadonlyMap<number, Configuration>> {
    return this.#configurations.all();
  }

  /** The integration of a name, as it was before this process wrote anything. */
  async findByName(name: string): Promise<Configuration | undefined> {
    this.#nameReads += 1;
    if (this.#names === undefined && this.#nameReads <= ONE_BY_ONE)
      return this.#client.findConfiguration(name);
    this.#names ??= this.configurations().then(
      (found) => new Map([...found.values()].map((item) => [item.name, item])),
    );
    return (await this.#names).get(name);
  }

  async workload(id: number): Promise<Workload | undefined> {
    return this.#workloads.get(id);
  }

  /** The queues of an integration, also inactive ones. */
  async queuesOf(id: number): Promise<Queue[]> {
    this.#queueReads += 1;
    if (this.#queues === undefined && this.#queueReads <= ONE_BY_ONE) return this.freshQueuesOf(id);
    return (await this.queues()).get(id) ?? [];
  }

  /** The queues of an integration as they are now. */
  async freshQueuesOf(id: number): Promise<Queue[]> {
    try {
      return await all(this.#client.listConfigurationQueues(id));
    } catch (error) {
      if (error instanceof ApiError && error.status === 404) return [];
      throw error;
    }
  }

  /** All queues of the account by integration. */
  async queues(): Promise<ReadonlyMap<number, Queue[]>> {
    this.#queues ??= all(this.#client.listQueues()).then((queues) => {
      const groups = new Map<number, Queue[]>();
      for (const queue of queues) {
        const group = groups.get(queue.integrationConfigurationId);
        if (group === undefined) groups.set(queue.integrationConfigurationId, [queue]);
        else group.push(queue);
      }
      return groups;
    });
    return this.#queues;
  }

  /** The people and activities that mappings refer to; what nobody asks for is not read. */
  async directory({ users, statuses }: AgentStatus): Promise<Directory> {
    if (users !== undefined) this.#people ??= all(this.#client.listPeople());
    if (statuses !== undefined) this.#activities ??= all(this.#client.listActivities());
    return {
      people: users === undefined ? [] : await this.#people!,
      activities: statuses === undefined ? [] : await this.#activities!,
    };
  }

  /** The mapping of an integration. What is asked for at the same time is one request. */
  async mapping(id: number): Promise<Mappings | undefined> {
    const waiting = (this.#waiting ??= this.#nextMappings());
    waiting.ids.add(id);
    return (await waiting.answer).get(id);
  }

  /** Forgets what was read: this process has written something. */
  forget(): void {
    this.#configurations.forget();
    this.#workloads.forget();
    this.#queues = undefined;
  }

  #nextMappings(): MappingRead {
    const ids = new Set<number>();
    const answer = new Promise((resolve) => setTimeout(resolve, 5)).then(async () => {
      this.#waiting = undefined;
      const found = await this.#client.getMappings([...ids]);
      return new Map(found.map((item) => [item.id, item]));
    });
    return { ids, answer };
  }
}

interface MappingRead {
  ids: Set<number>;
  answer: Promise<Map<number, Mappings>>;
}

/** Things of one kind: the first few by id, then all at once. */
class Listing<T extends { id: number }> {
  readonly #one: (id: number) => Promise<T | undefined>;
  readonly #list: () => Promise<T[]>;
  #reads = 0;
  #all: Promise<ReadonlyMap<number, T>> | undefined;

  constructor(one: (id: number) => Promise<T | undefined>, list: () => Promise<T[]>) {
    this.#one = one;
    this.#list = list;
  }

  async get(id: number): Promise<T | undefined> {
    this.#reads += 1;
    if (this.#all === undefined && this.#reads <= ONE_BY_ONE) return this.#one(id);
    return (await this.all()).get(id);
  }

  async all(): Promise<ReadonlyMap<number, T>> {
    this.#all ??= this.#list().then((items) => new Map(items.map((item) => [item.id, item])));
    return this.#all;
  }

  forget(): void {
    this.#all = undefined;
  }
}
