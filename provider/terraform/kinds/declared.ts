import type { Declaration, DeclaredKind } from '#core/declaration.ts';
import { defined } from '#core/defined.ts';
import type { JsonObject } from '#core/json.ts';
import { labelsOf } from '../convert/shared-attributes.ts';
import type { Change } from './kind.ts';

/** A resource as a document would declare it. A name that changes is a rename. */
export function declarationOf(kind: DeclaredKind, { prior, planned }: Change, spec: JsonObject): Declaration {
  const name = planned['name'] as string;
  const former = prior?.['name'] as string | undefined;
  return defined({
    kind,
    name,
    labels: labelsOf(planned),
    renamedFrom: former === name ? undefined : former,
    ensure: 'present' as const,
    spec,
    overrides: {},
    source: { file: 'terraform', document: 0 },
  });
}
