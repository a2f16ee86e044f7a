import type { JsonObject } from './json.ts';

/** Who manages a configuration, and what it remembers about its last apply. Lives in the annotations. */
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
  /** The step that wrote last; tells after a lost answer whether the write arrived. */
  operation?: string;
}

/** One integration as the account holds it. */
export interface ObservedIntegration {
  id: number;
  etag: string;
  name: string;
  type: string;
  paused: boolean;
  /** `credentials` and `configuration` as read back: never a secret. */
  settings: JsonObject;
  /** Which secrets are set and how often each was written. */
  secretGenerations: Record<string, number>;
  owner: Ownership | null;
}
