import type { JsonObject } from './json.ts';
import type { Mapping } from './mapping.ts';

/** Who manages a resource, and what it remembers about its last apply. Lives in the annotations. */
export interface Ownership {
  engine: string;
  workspace: string;
  environment: string;
  source?: string;
  commit?: string;
  labels: Record<string, string>;
  /** The settings that were sent last, without secrets. */
  lastApplied: JsonObject;
  preventDestroy: boolean;
  credentialsVersion?: string;
  /** How often each secret had been written when we wrote last: path to count. */
  secretGenerations: Record<string, number>;
  /** The mapping that was sent last: identifiers and statuses with the ids they were mapped to. */
  mapped?: { users?: Record<string, number>; statuses?: Record<string, number> };
  /** Whether it was declared paused or running when we applied last; undefined: not managed. */
  paused?: boolean;
  /** It is paused only until a mapping is done: a run that died in between left it so. */
  pausedForMapping?: true;
  /** The step that wrote last; tells after a lost answer whether the write arrived. */
  operation?: string;
}

/** What every existing thing has, whatever its kind. */
export interface ObservedResource {
  id: number;
  etag: string;
  name: string;
  /** As read back: never a secret. */
  settings: JsonObject;
  owner: Ownership | null;
}

/** One integration as the account holds it. */
export interface ObservedIntegration extends ObservedResource {
  type: string;
  paused: boolean;
  /** Which secrets are set and how often each was written. */
  secretGenerations: Record<string, number>;
  /** The last import ended with an error, although the connection works. */
  importFailed?: true;
  /** Read only where a mapping is declared. */
  mapping?: Mapping;
}

export interface ObservedWorkload extends ObservedResource {
  queueIds: number[];
}

export interface ObservedQueue {
  id: number;
  name: string;
  channel: string;
  intervalMinutes: number;
  /** False once its integration is deleted. */
  active: boolean;
  integrationConfigurationId: number;
}
