import type { DesiredIntegration, DesiredResource } from './desired.ts';
import { equal, isObject, type Json, type JsonObject } from './json.ts';
import type { ObservedIntegration, ObservedResource } from './observed.ts';
import type { Cause, FieldChange } from './plan.ts';

/**
 * Three-way comparison, field by field: what is declared, what was applied last, what is observed.
 * A key that was never declared is not managed. A key that was applied and is no longer declared is unset.
 * Arrays are compared as a whole.
 */
export function diffIntegration(desired: DesiredIntegration, observed: ObservedIntegration): FieldChange[] {
  const changes = diffSettings(desired, observed);
  for (const change of changes) {
    if (isImmutable(change.path, desired.traits.immutable)) change.immutable = true;
  }
  if (desired.type !== observed.type) {
    const change: FieldChange = {
      path: ['type'],
      before: observed.type,
      after: desired.type,
      cause: 'pending',
    };
    changes.unshift({ ...change, immutable: true });
  }
  return [
    ...changes,
    ...diffSecrets(desired, observed),
    ...unsetSecrets(desired, observed, changes),
    ...diffMemory(desired, observed),
  ];
}

/** The settings of any kind of resource. */
export function diffSettings(desired: DesiredResource, observed: ObservedResource): FieldChange[] {
  return diffTree(desired.settings, observed.owner?.lastApplied, observed.settings, []);
}

/** Whether it was applied as it is declared: only other people can have changed it since. */
export function wasApplied(desired: DesiredResource, observed: ObservedResource): boolean {
  return diffSettings(desired, observed).every(({ cause }) => cause === 'drift');
}

/** Whether a change concerns what injixo imports, and not only what we remember about the integration. */
export function isSetting(field: FieldChange): boolean {
  return field.path[0] === 'credentials' || field.path[0] === 'configuration';
}

/** Every declared field as new: what a create sends. */
export function fieldsOfNew(desired: DesiredIntegration): FieldChange[] {
  const fields = settingsOfNew(desired);
  const secrets = desired.secrets.map(({ path, reference }): FieldChange => {
    return { path, cause: 'pending', secret: true, reference: referenceText(reference) };
  });
  return [...fields, ...secrets];
}

export function settingsOfNew({ settings }: DesiredResource): FieldChange[] {
  return diffTree(settings, undefined, {}, []).flatMap(leaves);
}

/** `env FIVE9_PASSWORD`, `file secrets/key`, `command pass`: where a value comes from, never the value. */
export function referenceText(reference: DesiredIntegration['secrets'][number]['reference']): string {
  if ('fromEnv' in reference) return `env ${reference.fromEnv}`;
  if ('fromFile' in reference) return `file ${reference.fromFile}`;
  return `command ${reference.fromCommand[0] ?? ''}`;
}

function diffTree(
  declared: JsonObject,
  lastApplied: Json | undefined,
  observed: Json | undefined,
  path: string[],
): FieldChange[] {
  const last = isObject(lastApplied) ? lastApplied : {};
  const seen = isObject(observed) ? observed : {};
  const changes: FieldChange[] = [];
  for (const [key, after] of Object.entries(declared)) {
    const at = [...path, key];
    const before = own(seen, key);
    if (isObject(after) && (isObject(before) || before === undefined)) {
      changes.push(...diffTree(after, own(last, key), before, at));
    } else if (!equal(after, before)) {
      changes.push(change(at, before, after, causeOf(after, own(last, key), before)));
    }
  }
  for (const key of Object.keys(last)) {
    const before = own(seen, key);
    if (Object.hasOwn(declared, key) || before === undefined) continue;
    changes.push(change([...path, key], before, undefined, 'pending'));
  }
  return changes;
}

/** Nothing remembered (never applied by us) counts as pending: git is what is new. */
export function causeOf(declared: Json, lastApplied: Json | undefined, observed: Json | undefined): Cause {
  if (lastApplied === undefined || equal(lastApplied, observed)) return 'pending';
  return equal(lastApplied, declared) ? 'drift' : 'both';
}

function diffSecrets(desired: DesiredIntegration, observed: ObservedIntegration): FieldChange[] {
  const owner = observed.owner;
  const versionChanged =
    desired.credentialsVersion !== undefined && desired.credentialsVersion !== owner?.credentialsVersion;
  return desired.secrets.flatMap(({ path, reference }): FieldChange[] => {
    const key = path.join('.');
    const written = observed.secretGenerations[key];
    const remembered = owner?.secretGenerations[key];
    const changedOutside = remembered !== undefined && written !== remembered;
    if (written !== undefined && !versionChanged && !changedOutside) return [];
    const cause: Cause = changedOutside ? (versionChanged ? 'both' : 'drift') : 'pending';
    return [{ path, cause, secret: true, reference: referenceText(reference) }];
  });
}

/** What prune must still know when the document is gone: the labels and the protection. */
export function diffMemory(desired: DesiredResource, { owner }: ObservedResource): FieldChange[] {
  if (owner === null) return [];
  const changes: FieldChange[] = [];
  if (!equal(owner.labels, desired.labels)) {
    changes.push(change(['labels'], owner.labels, desired.labels, 'pending'));
  }
  const { preventDestroy } = desired.lifecycle;
  if (owner.preventDestroy !== preventDestroy) {
    changes.push(change(['lifecycle', 'preventDestroy'], owner.preventDestroy, preventDestroy, 'pending'));
  }
  return changes;
}

/** Secrets that we set and that are no longer declared, unless what holds them is unset as a whole. */
function unsetSecrets(
  desired: DesiredIntegration,
  observed: ObservedIntegration,
  changes: readonly FieldChange[],
): FieldChange[] {
  const declared = new Set(desired.secrets.map(({ path }) => path.join('.')));
  const gone = changes
    .filter((field) => field.after === undefined)
    .map((field) => `${field.path.join('.')}.`);
  return Object.keys(observed.owner?.secretGenerations ?? {})
    .filter((key) => !declared.has(key) && observed.secretGenerations[key] !== undefined)
    .filter((key) => !gone.some((parent) => key.startsWith(parent)))
    .map((key): FieldChange => ({ path: key.split('.'), cause: 'pending', secret: true }));
}

export function isImmutable(path: readonly string[], immutable: readonly string[][]): boolean {
  return immutable.some((fixed) => fixed.length === path.length && fixed.every((key, i) => key === path[i]));
}

function leaves(field: FieldChange): FieldChange[] {
  if (!isObject(field.after)) return [field];
  return Object.entries(field.after).flatMap(([key, after]) =>
    leaves({ ...field, path: [...field.path, key], after }),
  );
}

export function change(
  path: string[],
  before: Json | undefined,
  after: Json | undefined,
  cause: Cause,
): FieldChange {
  return {
    path,
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
    cause,
  };
}

function own(value: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(value, key) ? value[key] : undefined;
}
