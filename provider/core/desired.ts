import type { DocumentSource, SecretReference } from './declaration.ts';
import type { JsonObject } from './json.ts';

export interface DesiredSecret {
  /** Keys from the root of the spec: `['credentials', 'password']`. */
  path: string[];
  reference: SecretReference;
}

/** What one integration shall be in one environment: defaults applied, secrets as references. */
export interface DesiredIntegration {
  name: string;
  ensure: 'present' | 'absent';
  type: string;
  labels: Record<string, string>;
  renamedFrom?: string;
  /** `credentials` and `configuration` without any secret; only what is declared. */
  settings: JsonObject;
  secrets: DesiredSecret[];
  credentialsVersion?: string;
  /** Undefined: not managed. */
  paused?: boolean;
  import: { trigger: 'on-change' | 'on-create' | 'manual'; wait: boolean; timeoutSeconds: number };
  lifecycle: { preventDestroy: boolean; allowReplace: boolean };
  /** From the catalogue: paths that cannot be changed in place, and whether injixo pulls data at all. */
  traits: { immutable: string[][]; importable: boolean };
  source: DocumentSource;
}
