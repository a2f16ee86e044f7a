import type { SourceRange } from './diagnostic.ts';
import type { JsonObject, Path } from './json.ts';

export const API_VERSION = 'injixo-as-code/v1';

/** A document in a file; `document` counts from 0. The position is filled in where somebody shows it. */
export interface DocumentSource {
  file: string;
  document: number;
  line?: number;
  column?: number;
}

/** Finds the range of a key or value. Parsing for positions is slow, so it happens only on demand. */
export type Locate = (source: DocumentSource, path: Path, at?: 'key' | 'value') => SourceRange | undefined;

/** The kinds of documents that declare something in the account. */
export type DeclaredKind = 'Integration' | 'Workload';

/** One document that declares something, checked against the schema. */
export interface Declaration {
  kind: DeclaredKind;
  name: string;
  labels: Record<string, string>;
  /** The environments it exists in; undefined means all. */
  environments?: readonly string[];
  renamedFrom?: string;
  ensure: 'present' | 'absent';
  spec: JsonObject;
  overrides: Record<string, JsonObject>;
  source: DocumentSource;
}

export type SecretReference = { fromEnv: string } | { fromFile: string } | { fromCommand: string[] };

export const EDITIONS = ['essential', 'advanced', 'enterprise', 'classic'] as const;

export type Edition = (typeof EDITIONS)[number];

export function isEdition(text: string): text is Edition {
  return (EDITIONS as readonly string[]).includes(text);
}

/** Owns what is applied where nobody names a workspace. */
export const DEFAULT_WORKSPACE = 'default';

/** When more than `minimum` integrations are owned, at most this share may change without --force. */
export interface Limits {
  updatePercent: number;
  deletePercent: number;
  minimum: number;
}

export const DEFAULT_LIMITS: Limits = { updatePercent: 30, deletePercent: 30, minimum: 10 };

export interface Environment {
  endpoint?: string;
  token?: SecretReference;
}

/** The `kind: Workspace` document; its name is what owns integrations. */
export interface Workspace {
  name: string;
  include: readonly string[];
  environments: Record<string, Environment>;
  defaultEnvironment?: string;
  edition?: Edition;
  limits: Limits;
  source?: DocumentSource;
}
