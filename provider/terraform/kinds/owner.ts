import { readOwnership, relation, type Annotations } from '#core/ownership.ts';
import { problem, type Finding } from '../convert/finding.ts';
import type { Session } from '../session/session.ts';
import type { Memory } from './kind.ts';

/** Why a thing must not be written: somebody else manages it, and it was not imported to be taken over. */
export function notOurs(
  { annotations, name }: { annotations: Annotations; name: string },
  { scope }: Session,
  { imported }: Memory,
): Finding | undefined {
  const owner = readOwnership(annotations);
  if (imported === true || relation(owner, scope) !== 'other') return undefined;
  return problem(
    `"${name}" is managed by ${owner!.engine}, workspace "${owner!.workspace}".`,
    'One thing has one owner: remove it there, or import it here to take it over. (conflict/other-owner)',
  );
}
