import type { DesiredResource } from './desired.ts';
import { isObject, parseJson, type JsonObject } from './json.ts';
import type { Ownership } from './observed.ts';
import type { Scope } from './plan.ts';

/** The engine name that the planner of the CLI writes. */
export const ENGINE = 'injixo-as-code';
/** The engine name that the Terraform provider writes. */
export const TERRAFORM_ENGINE = 'terraform';

const PREFIX = 'injixo-as-code/';

/** For which generation the last key was made through Terraform. */
export const ANNOTATION_KEY_GENERATION = `${PREFIX}key-generation`;

export type Annotations = Record<string, string>;
/** A merge patch: null removes. */
export type AnnotationsPatch = Record<string, string | null>;

/** Reads who owns a configuration from its annotations; null if nobody says so. */
export function readOwnership(annotations: Annotations): Ownership | null {
  const get = (key: string): string | undefined => annotations[PREFIX + key];
  const workspace = get('workspace');
  if (workspace === undefined) return null;
  return {
    engine: get('engine') ?? ENGINE,
    workspace,
    environment: get('environment') ?? '',
    labels: readMap(get('labels')) as Record<string, string>,
    lastApplied: readMap(get('last-applied')),
    preventDestroy: get('prevent-destroy') === 'true',
    secretGenerations: readMap(get('secret-generations')) as Record<string, number>,
    ...optional('source', get('source')),
    ...optional('commit', get('commit')),
    ...optional('credentialsVersion', get('credentials-version')),
    ...optional('operation', get('operation')),
    ...(get('mapped') === undefined ? {} : { mapped: readMap(get('mapped')) }),
    ...(get('paused') === undefined ? {} : { paused: get('paused') === 'true' }),
    ...(get(PAUSED_FOR) === 'mapping' ? { pausedForMapping: true as const } : {}),
  };
}

const PAUSED_FOR = 'paused-for';
/** The contract's limit for one annotation. */
const MAX_LENGTH = 65_536;

/** Marks a pause as ours, to be ended when the mapping is done. */
export function pauseMark(operation: string): Annotations {
  return { [PREFIX + PAUSED_FOR]: 'mapping', [PREFIX + 'operation']: operation };
}

/** Takes the mark away, and remembers what is declared; undefined: nothing. */
export function declaredPause(declared: boolean | undefined, operation: string): AnnotationsPatch {
  return {
    [PREFIX + PAUSED_FOR]: null,
    [PREFIX + 'paused']: declared === undefined ? null : String(declared),
    [PREFIX + 'operation']: operation,
  };
}

/**
 * Remembers a mapping. One that is too long for an annotation is not remembered: its drift then shows as
 * pending, since nobody can tell which side changed.
 */
export function mappedMark(
  mapped: Readonly<Record<string, Readonly<Record<string, number>>>>,
  operation: string,
): AnnotationsPatch {
  const text = JSON.stringify(mapped);
  return {
    [PREFIX + 'mapped']: text.length > MAX_LENGTH ? null : text,
    [PREFIX + 'operation']: operation,
  };
}

/** What only one run knows: where it ran and which step writes. */
export interface WriteContext {
  scope: Scope;
  commit?: string;
  operation: string;
}

/** The annotations to store with a write of `desired`. `generations` is the state after the write. */
export function writeOwnership(
  desired: DesiredResource,
  generations: Record<string, number>,
  { scope, commit, operation }: WriteContext,
): Annotations {
  const entries: Record<string, string | undefined> = {
    engine: scope.engine ?? ENGINE,
    workspace: scope.workspace,
    environment: scope.environment,
    source: sourceText(desired.source),
    commit,
    labels: JSON.stringify(desired.labels),
    'last-applied': JSON.stringify(desired.settings),
    'prevent-destroy': desired.lifecycle.preventDestroy ? 'true' : undefined,
    'credentials-version': desired.credentialsVersion,
    paused: desired.paused === undefined ? undefined : String(desired.paused),
    'secret-generations': JSON.stringify(generations),
    operation,
  };
  const annotations: Annotations = {};
  for (const [key, value] of Object.entries(entries)) {
    if (value !== undefined) annotations[PREFIX + key] = value;
  }
  return annotations;
}

/** The same as a merge patch: what this write does not set anew is removed. */
export function patchOwnership(
  desired: DesiredResource,
  generations: Record<string, number>,
  context: WriteContext,
): AnnotationsPatch {
  const next: Annotations = writeOwnership(desired, generations, context);
  const optional = ['commit', 'prevent-destroy', 'credentials-version', 'paused'].map((key) => PREFIX + key);
  const removed = optional.filter((key) => next[key] === undefined).map((key) => [key, null] as const);
  return { ...next, ...Object.fromEntries(removed) };
}

/** Takes away everything that says who manages it and how; what was told about keys stays. */
export function releasePatch(annotations: Annotations): AnnotationsPatch {
  const ours = Object.keys(annotations).filter(
    (key) => key.startsWith(PREFIX) && key !== ANNOTATION_KEY_GENERATION,
  );
  return Object.fromEntries(ours.map((key) => [key, null]));
}

export type Relation = 'mine' | 'nobody' | 'other';

export function relation(owner: Ownership | null, scope: Scope): Relation {
  if (owner === null) return 'nobody';
  const mine =
    owner.engine === (scope.engine ?? ENGINE) &&
    owner.workspace === scope.workspace &&
    owner.environment === scope.environment;
  return mine ? 'mine' : 'other';
}

/** An unreadable annotation means that we remember nothing; it must not stop a plan. */
function readMap(text: string | undefined): JsonObject {
  try {
    const value: unknown = parseJson(text ?? '{}');
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}

function sourceText({ file, line }: DesiredResource['source']): string {
  return line === undefined ? file : `${file}:${line}`;
}

function optional<K extends string>(key: K, value: string | undefined): Partial<Record<K, string>> {
  return value === undefined ? {} : ({ [key]: value } as Partial<Record<K, string>>);
}
