/** What data sources share: attributes that are only read, and integrations as they are shown in lists. */
import type { Configuration } from '#api/client.ts';
import { readOwnership } from '#core/ownership.ts';
import { ctyObject, isCtyObject, type CtyObject, type CtyValue } from '../convert/cty.ts';
import type { Attribute, Attributes } from '../convert/schema.ts';

export function computed(type: Attribute['type'], description: string): Attribute {
  return { type, computed: true, description };
}

export function filter(description: string): Attribute {
  return { type: 'string', optional: true, description };
}

export const INTEGRATION_ATTRIBUTES: Attributes = {
  id: computed('string', 'The id of the integration.'),
  name: computed('string', 'The name of the integration.'),
  type: computed('string', 'The integration type, for example `five9`.'),
  status: computed(
    'string',
    'One of `operational`, `importing`, `paused`, `connection_failed`, `awaiting_cloud_link`.',
  ),
  paused: computed('bool', 'Whether its imports are paused.'),
  labels: computed({ map: 'string' }, 'The labels that its owner gave it.'),
  managed_by: computed('string', 'Who manages it: `terraform`, `injixo-as-code`, or null for nobody.'),
  workspace: computed('string', 'The workspace of its owner.'),
};

export function integrationRow({ id, name, type, state, paused, annotations }: Configuration): CtyObject {
  const owner = readOwnership(annotations);
  return ctyObject([
    ['id', String(id)],
    ['name', name],
    ['type', type],
    ['status', state],
    ['paused', paused],
    ['labels', ctyObject(Object.entries(owner?.labels ?? {}))],
    ['managed_by', owner?.engine ?? null],
    ['workspace', owner?.workspace ?? null],
  ]);
}

/** Whether a thing has the value that a filter asks for; a filter that is left out asks for nothing. */
export function fits(wanted: CtyValue | undefined, value: CtyValue): boolean {
  return wanted === null || wanted === undefined || wanted === value;
}

/** Whether all labels that a filter names have its values. */
export function fitsLabels(wanted: CtyValue | undefined, labels: CtyValue | undefined): boolean {
  if (!isCtyObject(wanted)) return true;
  return isCtyObject(labels) && Object.entries(wanted).every(([key, value]) => labels[key] === value);
}
