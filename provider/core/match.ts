import type { DesiredIntegration } from './desired.ts';
import type { Diagnostic } from './diagnostic.ts';
import type { ObservedIntegration } from './observed.ts';
import { relation } from './ownership.ts';
import type { PlanInput } from './planner.ts';

export interface Match {
  desired: DesiredIntegration;
  observed?: ObservedIntegration;
}

export interface Matching {
  matches: Match[];
  /** Owned by this workspace and declared by nobody. */
  undeclared: ObservedIntegration[];
  diagnostics: Diagnostic[];
}

/**
 * Identity is the name. A rename claims the configuration with the old name first, so that the old
 * name can be declared anew in the same change.
 */
export function matchObserved({ desired, observed, scope, declaredNames }: PlanInput): Matching {
  const byName = new Map(observed.map((item) => [item.name, item]));
  const byFolded = new Map(observed.map((item) => [foldName(item.name), item]));
  const claimed = new Map<ObservedIntegration, DesiredIntegration>();
  const diagnostics: Diagnostic[] = [];

  for (const item of desired) {
    const old = item.renamedFrom === undefined ? undefined : byName.get(item.renamedFrom);
    if (old === undefined || relation(old.owner, scope) !== 'mine') continue;
    if (!byName.has(item.name) || isFreed(item.name, desired)) claimed.set(old, item);
  }
  const renamed = new Map([...claimed].map(([old, item]) => [item, old]));

  const matches = desired.map((item): Match => {
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
function isFreed(name: string, desired: readonly DesiredIntegration[]): boolean {
  return desired.some((item) => item.renamedFrom === name && item.name !== name);
}

function similarName(desired: DesiredIntegration, observed: ObservedIntegration): Diagnostic {
  return {
    code: 'plan/similar-name',
    severity: 'warning',
    message: `"${desired.name}" will be created although the account has "${observed.name}".`,
    hint: 'If that is the same integration, set metadata.renamedFrom to its present name.',
    path: 'metadata.name',
    ...desired.source,
  };
}
