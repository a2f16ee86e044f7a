import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';

export interface StoredImport {
  id: number;
  integrationConfigurationId: number;
  startedAt: number;
  /** Milliseconds it takes. */
  duration: number;
  /** Set when it ended early; otherwise the outcome follows from the clock. */
  failure: string | null;
  finishedAt: number | null;
  state: 'queued' | 'running' | 'succeeded' | 'failed';
  /** The mapping that it started with. */
  statusMappings: StoredConfiguration['statusMappings'];
}

/** Secret values are not kept: only that they are set, how often, and whether they would be accepted. */
export interface StoredSecret {
  generation: number;
  setAt: string;
  accepted: boolean;
}

export interface StoredConfiguration {
  id: number;
  version: number;
  name: string;
  type: string;
  paused: boolean;
  credentials: Record<string, unknown>;
  configuration: Record<string, unknown>;
  secrets: Record<string, StoredSecret>;
  annotations: Record<string, string>;
  connection: { state: 'untested' | 'ok' | 'failed'; message: string | null };
  lastImportId: number | null;
  cloudLinked: boolean;
  apiKey: string | null;
  userMappings: { identifier: string; personId: number }[];
  statusMappings: { status: string; activityId: number }[];
  createdAt: string;
  updatedAt: string;
}

export interface StoredQueue {
  id: number;
  name: string;
  identifier: string;
  channel: string;
  intervalMinutes: number;
  active: boolean;
  integrationConfigurationId: number;
}

export interface StoredWorkload {
  id: number;
  version: number;
  name: string;
  timeZone: string;
  holidayRegion?: string;
  planningUnit?: string;
  activity?: string;
  forecastModel?: 'smart' | 'basic';
  forecastMode?: 'test' | 'live';
  queueIds: number[];
  annotations: Record<string, string>;
}

interface Tables {
  configurations: StoredConfiguration[];
  imports: StoredImport[];
  queues: StoredQueue[];
  workloads: StoredWorkload[];
  people: { id: number; name: string; email: string | null }[];
  activities: { id: number; name: string }[];
  idempotency: { key: string; digest: string; id: number }[];
  lastId: number;
}

/** History that is kept. What is older is forgotten, so that an emulator can run for weeks. */
const MAX_IMPORTS = 40_000;
const MAX_KEYS = 40_000;

/** Everything the emulated account holds. With a file, every change is on disk before it is answered. */
export class Store {
  readonly configurations = new Map<number, StoredConfiguration>();
  readonly configurationByName = new Map<string, number>();
  readonly imports = new Map<number, StoredImport>();
  /** Imports that have not ended, so that the clock is compared with few. */
  readonly openImports = new Set<number>();
  readonly queues = new Map<number, StoredQueue>();
  /** Integration, identifier and name of every queue: what makes a queue a new one. */
  readonly queueKeys = new Set<string>();
  readonly workloads = new Map<number, StoredWorkload>();
  readonly idempotency = new Map<string, { digest: string; id: number }>();
  people: Tables['people'] = PEOPLE;
  activities: Tables['activities'] = ACTIVITIES;
  #lastId = 1000;
  readonly #file: string | undefined;
  #flush: Promise<void> | undefined;

  constructor(file?: string) {
    this.#file = file;
    if (file !== undefined) this.#load(file);
  }

  /** An account as a new one is. Ids go on, so that an old one never means something else. */
  clear(): void {
    const tables = [this.configurations, this.configurationByName, this.imports, this.openImports];
    for (const table of [...tables, this.queues, this.queueKeys, this.workloads, this.idempotency])
      table.clear();
    this.people = PEOPLE;
    this.activities = ACTIVITIES;
  }

  nextId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }

  /** Adds a queue unless the integration has one of that identifier and name. */
  addQueue(queue: StoredQueue): void {
    const key = JSON.stringify([queue.integrationConfigurationId, queue.identifier, queue.name]);
    if (this.queueKeys.has(key)) return;
    this.queueKeys.add(key);
    this.queues.set(queue.id, queue);
  }

  /** Adds an import that runs. Of those that ended, the last one of each integration is never forgotten. */
  addImport(item: StoredImport): void {
    this.imports.set(item.id, item);
    this.openImports.add(item.id);
    if (this.imports.size <= MAX_IMPORTS) return;
    const last = new Set([...this.configurations.values()].map(({ lastImportId }) => lastImportId));
    for (const { id, finishedAt } of this.imports.values()) {
      if (this.imports.size <= MAX_IMPORTS / 2) return;
      if (finishedAt !== null && !last.has(id)) this.imports.delete(id);
    }
  }

  /** Keeps what the first request with an idempotency key did. */
  rememberKey(key: string, entry: { digest: string; id: number }): void {
    this.idempotency.set(key, entry);
    if (this.idempotency.size <= MAX_KEYS) return;
    for (const old of this.idempotency.keys()) {
      if (this.idempotency.size <= MAX_KEYS / 2) return;
      this.idempotency.delete(old);
    }
  }

  /** Resolves when everything changed so far is on disk; changes made meanwhile share one write. */
  async committed(): Promise<void> {
    const file = this.#file;
    if (file === undefined) return;
    this.#flush ??= new Promise<void>((resolve) => setImmediate(resolve)).then(() => {
      this.#flush = undefined;
      this.#write(file);
    });
    await this.#flush;
  }

  #load(file: string): void {
    let tables: Tables;
    try {
      tables = JSON.parse(readFileSync(file, 'utf8')) as Tables;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
      throw error;
    }
    for (const item of tables.configurations) {
      this.configurations.set(item.id, item);
      this.configurationByName.set(item.name, item.id);
    }
    for (const item of tables.imports) {
      this.imports.set(item.id, item);
      if (item.finishedAt === null) this.openImports.add(item.id);
    }
    for (const item of tables.queues) this.addQueue(item);
    for (const item of tables.workloads) this.workloads.set(item.id, item);
    for (const { key, ...entry } of tables.idempotency) this.idempotency.set(key, entry);
    this.people = tables.people;
    this.activities = tables.activities;
    this.#lastId = tables.lastId;
  }

  /** A new file takes the place of the old one in one step, so a crash leaves one of both. */
  #write(file: string): void {
    const tables: Tables = {
      configurations: [...this.configurations.values()],
      imports: [...this.imports.values()],
      queues: [...this.queues.values()],
      workloads: [...this.workloads.values()],
      people: this.people,
      activities: this.activities,
      idempotency: [...this.idempotency].map(([key, entry]) => ({ key, ...entry })),
      lastId: this.#lastId,
    };
    const temporary = `${file}.tmp`;
    const handle = openSync(temporary, 'w', 0o600);
    try {
      writeSync(handle, JSON.stringify(tables));
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(temporary, file);
  }
}

const PEOPLE: Tables['people'] = [
  { id: 11, name: 'Alice Adams', email: 'alice@acme.example' },
  { id: 12, name: 'Bob Brown', email: 'bob@acme.example' },
  { id: 13, name: 'Carol Clark', email: 'carol@acme.example' },
];
const ACTIVITIES: Tables['activities'] = [
  { id: 1, name: 'Present' },
  { id: 2, name: 'Calls' },
  { id: 3, name: 'Chats' },
  { id: 4, name: 'Break' },
];
