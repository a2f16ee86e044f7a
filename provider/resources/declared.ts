import type { Declaration } from '#core/declaration.ts';
import type { DesiredResource } from '#core/desired.ts';
import { defined } from '#core/defined.ts';
import type { JsonObject } from '#core/json.ts';

/** What every kind takes from its document in the same way. `spec` is the effective, valid spec. */
export function declaredParts(
  { name, ensure, labels, renamedFrom, source }: Declaration,
  spec: JsonObject,
): Omit<DesiredResource, 'settings'> {
  const lifecycle = (spec['lifecycle'] ?? {}) as { preventDestroy?: boolean; replace?: 'allow' };
  return defined({
    name,
    ensure,
    labels,
    renamedFrom,
    lifecycle: {
      preventDestroy: lifecycle.preventDestroy ?? false,
      allowReplace: lifecycle.replace === 'allow',
    },
    source,
  });
}
