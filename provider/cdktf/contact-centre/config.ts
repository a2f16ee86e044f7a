/** What a contact centre is declared with: data, so that it may come from a file. */
import type { TerraformMetaArguments } from 'cdktf';
import type { Inputs } from '../attributes.ts';
import type {
  AgentStatusMappingConfig,
  IntegrationConfigs,
  WorkloadConfig,
} from '../generated/constructs.ts';

type Own<Config> = Omit<Config, keyof TerraformMetaArguments>;

/** What every kind of entry may say beside its own properties. */
export interface Scoped<Config> {
  /** Only in these environments; left out: in all. */
  environments?: readonly string[];
  /** What is different in an environment. Objects are merged; null takes a property away. */
  overrides?: Readonly<Record<string, Partial<{ [K in keyof Config]: Config[K] | null }>>>;
}

/** One integration of a type. What the defaults say may be left out. */
export type IntegrationEntry<T extends keyof IntegrationConfigs> = { type: T } & Partial<
  Own<IntegrationConfigs[T]>
> &
  Scoped<Own<IntegrationConfigs[T]>> & {
    /** Secrets by property, each with the name of its variable: `{ passwordWo: 'five9_password' }`. */
    secrets?: Readonly<Record<string, string>>;
    /** Who its users are and what its statuses mean. */
    agentStatus?: Pick<AgentStatusMappingConfig, 'users' | 'statuses'>;
    /** Keys of integrations that are applied and imported before this one. */
    after?: readonly string[];
  };

export type AnyIntegrationEntry = {
  [T in keyof IntegrationConfigs]: IntegrationEntry<T>;
}[keyof IntegrationConfigs];

/** Queues of a workload: the integration goes by its key. */
export interface WorkloadQueueEntry {
  integration: string;
  name?: string;
  match?: string;
}

export type WorkloadEntry = Omit<Own<WorkloadConfig>, 'queues'> &
  Scoped<Omit<Own<WorkloadConfig>, 'queues'>> & { queues?: readonly WorkloadQueueEntry[] };

/** Properties that many integrations share. What an entry itself says comes first. */
export interface Defaults {
  /** For all integrations: labels, `paused`, `import`, `timeouts`, `credentialsWoVersion` … */
  all?: Inputs;
  /** For the integrations of a type. */
  types?: { readonly [T in keyof IntegrationConfigs]?: Partial<Own<IntegrationConfigs[T]>> };
}

export interface ContactCentreConfig {
  /** Which environment this is, among `environments`. */
  readonly environment?: string;
  readonly defaults?: Defaults;
  /** What is different in each environment. */
  readonly environments?: Readonly<Record<string, Defaults>>;
  /** By a key that becomes the id of the construct. */
  readonly integrations: Readonly<Record<string, AnyIntegrationEntry>>;
  readonly workloads?: Readonly<Record<string, WorkloadEntry>>;
  /** One import after the other, in the order of the integrations, to spare the systems that they read from. */
  readonly importsInOrder?: boolean;
}
