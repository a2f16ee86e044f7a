import { ctyEqual, ctyObject, isCtyObject, UNKNOWN, type CtyObject, type CtyValue } from '../convert/cty.ts';
import { wireFindings, wirePath, type AttributePath } from '../convert/finding.ts';
import { blockAttributes, isNested, type Attributes, type Block } from '../convert/schema.ts';
import type { Change } from '../kinds/kind.ts';
import type {
  Draft,
  PlanResourceChangeRequest,
  PlanResourceChangeResponse,
} from '../wire/generated/messages.js';
import type { ProviderState } from './provider.ts';
import { kindOf, RESOURCES } from './registry.ts';
import { fromWire, toWire, withoutWriteOnly } from './values.ts';

/**
 * PlanResourceChange: the configuration as it will be, with everything unknown that only an apply can tell.
 * Called twice for a replacement, the second time as for a creation.
 */
export async function planResourceChange(
  request: PlanResourceChangeRequest,
  { session }: ProviderState,
): Promise<Draft<PlanResourceChangeResponse>> {
  const kind = kindOf(RESOURCES, request.type_name);
  const { block } = kind;
  const prior = fromWire(request.prior_state, block);
  const proposed = fromWire(request.proposed_new_state, block);
  const config = fromWire(request.config, block);
  const kept = request.prior_private ?? new Uint8Array();
  if (proposed === null || config === null) {
    return { planned_state: toWire(null, block), planned_private: kept };
  }
  const draft = withoutWriteOnly(proposed, block);
  const change: Change = { prior, planned: prior === null ? unknownComputed(draft, block) : draft, config };
  const replaced = prior === null ? [] : replacedBy(block.attributes, prior, draft);
  const isChanged = prior === null || blockAttributes(block).some((name) => !equalAt(name, prior, draft));
  const {
    findings,
    unknown = [],
    known = ctyObject(),
    replaces = [],
  } = await kind.plan(change, session, replaced.length > 0);
  const planned = ctyObject([
    ...Object.entries(isChanged ? change.planned : prior),
    ...(isChanged ? unknown.map((name) => [name, UNKNOWN] as const) : []),
    ...Object.entries(known),
  ]);
  return {
    planned_state: toWire(planned, block),
    planned_private: kept,
    requires_replace: [...replaced, ...replaces].map(wirePath),
    diagnostics: wireFindings(findings),
  };
}

function equalAt(name: string, a: CtyObject, b: CtyObject): boolean {
  return ctyEqual(a[name] ?? null, b[name] ?? null);
}

/** What injixo decides and nobody configured is unknown when it is made. */
function unknownComputed(draft: CtyObject, { attributes }: Block): CtyObject {
  return ctyObject(
    Object.entries(draft).map(([name, value]): [string, CtyValue] => [
      name,
      value === null && attributes[name]?.computed === true ? UNKNOWN : value,
    ]),
  );
}

/** Changed attributes that cannot be changed in place. */
function replacedBy(attributes: Attributes, prior: CtyObject, draft: CtyObject): AttributePath[] {
  return Object.entries(attributes).flatMap(([name, { replaces, type }]): AttributePath[] => {
    const [before, after] = [prior[name] ?? null, draft[name] ?? null];
    if (replaces === true) return ctyEqual(before, after) ? [] : [[name]];
    if (!isNested(type) || !isCtyObject(before) || !isCtyObject(after)) return [];
    return replacedBy(type.attributes, before, after).map((path) => [name, ...path]);
  });
}
