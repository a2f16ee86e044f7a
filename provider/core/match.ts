import type { DesiredResource } from './desired.ts';
import type { Diagnostic } from './diagnostic.ts';
import type { ObservedResource } from './observed.ts';
import { relation } from './ownership.ts';
import type { Scope } from './plan.ts';

export interface Match<D, O> {
  desired: D;
  observed?: O;
}

export interface Matching<D, O> {
  matches: Match<D, O>[];
  /** Owned by this workspace and declared by nobody. */
  undeclared: O[];
  diagnostics: Diagnostic[];
}

/** What is declared and what exists, of one kind. */
export interface Sides<D, O> {
  scope: Scope;
  desired: readonly D[];
  observed: readonly O[];
  /** Present and former names of everything that is declared, also of what this run does not select. */
  declaredNames?: ReadonlySet<string>;
}

/**
 * Identity is the name. A rename claims the configuration with the old name first, so that the old
 * name can be declared anew in the same change.
 */
export function matchObserved<D extends DesiredResource, O extends ObservedResource>({
  desired,
  observed,
  scope,
  declaredNames,
}: Sides<D, O>): Matching<D, O> {
  const byName = new Map(observed.map((item) => [item.name, item]));
  const byFolded = new Map(observed.map((item) => [foldName(item.name), item]));
  const claimed = new Map<O, D>();
  const diagnostics: Diagnostic[] = [];

  for (const item of desired) {
    const old = item.renamedFrom === undefined ? undefined : byName.get(item.renamedFrom);
    if (old === undefined || relation(old.owner, scope) !== 'mine') continue;
    if (!byName.has(item.name) || isFreed(item.name, desired)) claimed.set(old, item);
  }
  const renamed = new Map([...claimed].map(([old, item]) => [item, old]));

  const matches = desired.map((item): Match<D, O> => {
    const old = renamed.get(item);
    if (old !== undefined) return { desired: item, observed: old };
    const found = byName.get(item.name);
    if (found !== undefined && !claimed.has(found)) {
      claimed.set(found, item);
      return { desired: item, observed: found };
    }
    const similar = byFolded.get(foldName(item.name));
    if (found === undefined && similar !== undefined && !claimed.has(similar) && item.ensure === 'present') {
      diagnostics.push(similarName(item, similar));
    }
    return { desired: item };
  });

  const undeclared = observed.filter(
    (item) =>
      !claimed.has(item) && declaredNames?.has(item.name) !== true && relation(item.owner, scope) === 'mine',
  );
  return { matches, undeclared, diagnostics };
}

/** Names that people would take for the same: case, Unicode form and surrounding or doubled spaces. */
export function foldName(name: string): string {
  return name.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase();
}

/** Whether the integration that now has the name is itself renamed away. */
function isFreed(name: string, desired: readonly DesiredResource[]): boolean {
  return desired.some((item) => item.renamedFrom === name && item.name !== name);
}

function similarName(desired: DesiredResource, observed: ObservedResource): Diagnostic {
  return {
    code: 'plan/similar-name',
    severity: 'warning',
    message: `"${desired.name}" will be created although the account has "${observed.name}".`,
    hint: 'If that is the same integration, set metadata.renamedFrom to its present name.',
    path: 'metadata.name',
    ...desired.source,
  };
}
