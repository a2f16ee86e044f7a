import type { DeclaredChange, Risk } from './compare.ts';
import type { FieldChange } from './plan.ts';

const GRAVE = ['replace', 'delete', 'target'];

/** How risky a change is, and why. */
export function rated(item: DeclaredChange): DeclaredChange {
  const touches = (test: (field: FieldChange) => boolean): boolean => item.fields.some(test);
  const isNew = item.action === 'create';
  const reasons = [
    ...(GRAVE.includes(item.action) ? [item.action] : []),
    ...(!isNew && touches(({ path, secret }) => secret === true || path[1] === 'version')
      ? ['credentials']
      : []),
    ...(!isNew && touches(({ path }) => path[0] === 'agentStatus') ? ['mapping'] : []),
    ...(!isNew && touches(liftsProtection) ? ['protection'] : []),
    ...(item.action === 'rename' ? ['rename'] : []),
  ];
  return { ...item, reasons, risk: riskOf(reasons) };
}

export function riskOf(reasons: readonly string[]): Risk {
  if (reasons.some((reason) => GRAVE.includes(reason))) return 'high';
  return reasons.length > 0 ? 'medium' : 'low';
}

function liftsProtection({ path, after }: FieldChange): boolean {
  const key = path.join('.');
  return (
    (key === 'lifecycle.preventDestroy' && after === false) ||
    (key === 'lifecycle.replace' && after === 'allow')
  );
}
