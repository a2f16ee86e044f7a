import type { CtyObject } from '../convert/cty.ts';
import type { AttributePath, Finding } from '../convert/finding.ts';
import type { Block } from '../convert/schema.ts';
import type { Session } from '../session/session.ts';

/** What a resource remembers beside its state: Terraform keeps it and shows it to nobody. */
export interface Memory {
  /** It was taken over by an import and not written since, so it may still say that somebody else owns it. */
  imported?: true;
}

/** A creation when `prior` is null. Write-only values stand in `config` only. */
export interface Change {
  prior: CtyObject | null;
  /** What shall be: configured values, kept values, and unknown where only an apply can tell. */
  planned: CtyObject;
  config: CtyObject;
}

export interface Planned {
  findings: Finding[];
  /** Computed attributes of an update that its apply may change. */
  unknown?: readonly string[];
  /** Values that a plan knows although Terraform does not: defaults. */
  known?: CtyObject;
  /** Changed attributes that need a new resource, beside those that the schema marks. */
  replaces?: readonly AttributePath[];
}

/** What an apply did. Findings never come alone where something was made: it must reach the state. */
export interface Outcome {
  /** Null: nothing exists. */
  state: CtyObject | null;
  findings: Finding[];
}

/** One type of resource: everything that the calls of the protocol need to know about it. */
export interface ResourceKind {
  block: Block;
  validate(config: CtyObject): Promise<Finding[]>;
  /** Without a session nothing is known of the account: the provider's own configuration is not known yet. */
  plan(change: Change, session: Session | undefined, isReplaced: boolean): Promise<Planned>;
  /** Null: it is gone. */
  read(state: CtyObject, session: Session): Promise<CtyObject | null>;
  create(change: Change, session: Session): Promise<Outcome>;
  update(change: Change, session: Session, memory: Memory): Promise<Outcome>;
  remove(state: CtyObject, session: Session, memory: Memory): Promise<Finding[]>;
  /** The state to begin with; what cannot be found is an error. */
  importById(id: string, session: Session): Promise<CtyObject | Finding>;
}

export interface DataSource {
  block: Block;
  read(config: CtyObject, session: Session): Promise<Outcome>;
}

export interface EphemeralResource {
  block: Block;
  open(config: CtyObject, session: Session): Promise<Outcome>;
}
