import type { DesiredIntegration, DesiredResource } from './desired.ts';
import type { Diagnostic } from './diagnostic.ts';
import type { ObservedResource } from './observed.ts';

/** Nothing may be done to an integration that is not ours; says whose it is. */
export function notOurs(desired: DesiredResource, { owner }: ObservedResource): Diagnostic {
  const place = { severity: 'error', ...desired.source, path: 'metadata.name' } as const;
  if (owner === null) {
    return {
      ...place,
      code: 'conflict/not-owned',
      message: `"${desired.name}" exists in the account, differs from the declaration and is not owned by this workspace.`,
      hint: 'Take it over with "injixo adopt", or choose another name.',
    };
  }
  const where = owner.environment === '' ? '' : `, environment "${owner.environment}"`;
  return {
    ...place,
    code: 'conflict/other-owner',
    message: `"${desired.name}" is managed by ${owner.engine}, workspace "${owner.workspace}"${where}.`,
    hint: 'One thing has one owner: remove it there first, or choose another name here.',
  };
}

/** It is as declared, so nothing has to be done, but a later change could not be. */
export function unmanaged(desired: DesiredResource): Diagnostic {
  return {
    code: 'plan/unmanaged',
    severity: 'warning',
    message: `"${desired.name}" equals its declaration but is not owned by this workspace yet.`,
    hint: 'Take it over with "injixo adopt", so that later changes can be applied.',
    path: 'metadata.name',
    ...desired.source,
  };
}

/** Ours, and no longer declared. */
export function undeclaredFinding(observed: ObservedResource): Diagnostic {
  return {
    code: 'plan/undeclared',
    severity: 'info',
    message: `"${observed.name}" is owned by this workspace and no longer declared. It stays as it is.`,
    hint: 'Delete it with --prune, or declare it with "ensure: absent".',
  };
}

/** Somebody paused it by hand; what is applied to it takes effect when it is resumed. */
export function pausedByHand(desired: DesiredIntegration): Diagnostic {
  return {
    code: 'plan/paused',
    severity: 'info',
    message: `"${desired.name}" was paused by hand and stays paused.`,
    hint: 'Resume it in injixo, or declare "paused: false".',
    path: 'metadata.name',
    ...desired.source,
  };
}
