import type { DocumentSource, SecretReference } from './declaration.ts';
import type { JsonObject } from './json.ts';
import type { MappingEntry } from './mapping.ts';

/** What every declared thing has, whatever its kind. */
export interface DesiredResource {
  name: string;
  ensure: 'present' | 'absent';
  labels: Record<string, string>;
  renamedFrom?: string;
  /** Without any secret; only what is declared. */
  settings: JsonObject;
  lifecycle: { preventDestroy: boolean; allowReplace: boolean };
  credentialsVersion?: string;
  /** Undefined: not managed. */
  paused?: boolean;
  source: DocumentSource;
}

export interface DesiredSecret {
  /** Keys from the root of the spec: `['credentials', 'password']`. */
  path: string[];
  reference: SecretReference;
}

/** External users and statuses as declared: people and activities by name or id. */
export interface AgentStatus {
  users?: { person: string; identifier: string }[];
  statuses?: { status: string; activity: string }[];
}

/** What one integration shall be in one environment: defaults applied, secrets as references. */
export interface DesiredIntegration extends DesiredResource {
  type: string;
  /** Settings are `credentials` and `configuration`. */
  secrets: DesiredSecret[];
  agentStatus?: AgentStatus;
  /** `agentStatus` with its names looked up. A list that is left out is not managed. */
  mapping?: { users?: MappingEntry[]; statuses?: MappingEntry[] };
  import: { trigger: 'on-change' | 'on-create' | 'manual'; wait: boolean; timeoutSeconds: number };
  /** From the catalogue: paths that cannot be changed in place, and whether injixo pulls data at all. */
  traits: { immutable: string[][]; importable: boolean };
}

/** Queues of an integration: the one of a name, or all whose names match a pattern with `*` and `?`. */
export interface QueueReference {
  integration: string;
  name?: string;
  match?: string;
}

/** What one workload shall be in one environment. */
export interface DesiredWorkload extends DesiredResource {
  /** Undefined: not managed. */
  queues?: QueueReference[];
  /** How long apply waits for queues that have not appeared. */
  queueTimeoutSeconds: number;
}
