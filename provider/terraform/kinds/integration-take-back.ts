import type { Configuration } from '#api/client.ts';
import type { DesiredIntegration } from '#core/desired.ts';
import { wasApplied } from '#core/diff.ts';
import { relation } from '#core/ownership.ts';
import { toObserved } from '#resources/convert.ts';
import { resourceType } from '../convert/names.ts';
import type { Session } from '../session/session.ts';
import { carryOut, stateAfter } from './integration-write.ts';
import type { Change, Outcome } from './kind.ts';
import { exists } from './names.ts';
import { failures, warnings } from './reports.ts';

/** A creation of ours whose answer never arrived, since the process died, is the one that Terraform asks for. */
export async function takeBack(
  type: string,
  found: Configuration,
  desired: DesiredIntegration,
  change: Change,
  session: Session,
): Promise<Outcome> {
  const observed = toObserved(found);
  const isOurs = relation(observed.owner, session.scope) === 'mine' && observed.type === type;
  if (!isOurs || !wasApplied(desired, observed))
    return { state: null, findings: [exists(resourceType(type), found)] };
  session.log('warn', `took back ${found.id}, which an apply created that did not finish`);
  session.takenBack.add(found.id);
  // Somebody may have changed it since, and its import may have failed.
  const { reports, written = found } = await carryOut(type, change, desired, [observed], session);
  const failed = failures(reports);
  if (failed.length > 0) return { state: null, findings: failed };
  const { state, findings } = await stateAfter(type, written, change, session, reports);
  return { state, findings: [...warnings(reports), ...findings] };
}
