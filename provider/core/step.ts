import type { DesiredResource } from './desired.ts';
import type { ObservedIntegration, ObservedResource } from './observed.ts';
import type { Action, FieldChange, Step } from './plan.ts';

type Parts<D> = Omit<Step, 'kind' | 'desired'> & { desired?: D };

/** What steps of every kind have. `prefix` keeps the ids of the kinds apart. */
export function stepParts<D extends DesiredResource>(
  action: Action,
  prefix: string,
  desired: D | undefined,
  observed: (ObservedResource & Partial<Pick<ObservedIntegration, 'secretGenerations'>>) | undefined,
  fields: FieldChange[],
): Parts<D> {
  const name = desired?.name ?? observed?.name ?? '';
  const result: Parts<D> = { id: `${action}:${prefix}${name}`, action, name, needs: [], fields };
  if (observed !== undefined) {
    const { id, etag, secretGenerations = {} } = observed;
    result.observed = { id, etag, name: observed.name, secretGenerations };
    if (observed.owner?.preventDestroy) result.protectedBefore = true;
  }
  if (desired !== undefined) {
    result.desired = desired;
    result.source = desired.source;
  }
  return result;
}
