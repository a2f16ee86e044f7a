import type { Diagnostic } from './diagnostic.ts';
import type { Plan, PlanOptions, Step } from './plan.ts';
import { stepsInCircles } from './order.ts';

/** What a single step may not do without permission. */
export function checkStep(step: Step, { options }: { options: PlanOptions }): Diagnostic[] {
  const removes = step.action === 'delete' || step.action === 'replace';
  const found: Diagnostic[] = [];
  if (removes && isProtected(step)) found.push(preventDestroy(step));
  const allowed = options.allowReplace || step.desired?.lifecycle.allowReplace === true;
  if (step.action === 'replace' && !allowed) found.push(replaceRefused(step));
  return found;
}

export function checkCircles(steps: readonly Step[]): Diagnostic[] {
  const circle = stepsInCircles(steps);
  return circle.length > 0 ? [renameCircle(circle)] : [];
}

/**
 * Shares are of what the workspace owns now; creations are never limited, nor is a destroy. Steps and
 * `owned` are of one kind, `noun` is its plural.
 */
export function checkLimits(
  steps: readonly Step[],
  owned: number,
  options: PlanOptions,
  noun: string,
): Diagnostic[] {
  if (options.force || options.mode === 'destroy' || owned < options.limits.minimum) return [];
  const updates = steps.filter((step) =>
    ['update', 'rename', 'adopt', 'pause', 'map', 'resume'].includes(step.action),
  );
  const deletes = steps.filter((step) => step.action === 'delete' || step.action === 'replace');
  const { updatePercent, deletePercent } = options.limits;
  return [
    ...breach(noun, 'changed', names(updates), owned, updatePercent),
    ...breach(noun, 'deleted or replaced', names(deletes), owned, deletePercent),
  ];
}

/** Whether a plan must not be applied: it holds an error. */
export function isRefused(plan: Pick<Plan, 'diagnostics'>): boolean {
  return plan.diagnostics.some((diagnostic) => diagnostic.severity === 'error');
}

function names(steps: readonly Step[]): string[] {
  return [...new Set(steps.map((step) => step.name))];
}

/** Counts also what is only remembered as protected: deleting the document must not lift the protection. */
function isProtected(step: Step): boolean {
  if (step.desired?.ensure === 'present') return step.desired.lifecycle.preventDestroy;
  return step.desired?.lifecycle.preventDestroy === true || step.protectedBefore === true;
}

function breach(
  noun: string,
  what: string,
  affected: string[],
  owned: number,
  percent: number,
): Diagnostic[] {
  const share = (affected.length / owned) * 100;
  if (share <= percent) return [];
  return [
    {
      code: 'refused/threshold',
      severity: 'error',
      message:
        `${affected.length} of ${owned} ${noun} (${Math.round(share)} %) would be ${what}; ` +
        `the limit is ${percent} %: ${affected.join(', ')}.`,
      hint: 'Check the list, then use --force, or change spec.limits in the workspace file.',
    },
  ];
}

function preventDestroy(step: Step): Diagnostic {
  return {
    code: 'refused/prevent-destroy',
    severity: 'error',
    message: `"${step.name}" would be ${step.action === 'delete' ? 'deleted' : 'replaced'}, but is protected by lifecycle.preventDestroy.`,
    hint: 'Apply the declaration with "preventDestroy: false" first if it shall really go.',
    path: 'spec.lifecycle.preventDestroy',
    ...step.source,
  };
}

function replaceRefused(step: Step): Diagnostic {
  const fields = step.fields.filter((field) => field.immutable).map((field) => field.path.join('.'));
  return {
    code: 'refused/replace',
    severity: 'error',
    message:
      `"${step.name}" would be replaced, because ${fields.join(' and ')} cannot be changed in place. ${step.cost ?? ''}`.trim(),
    hint: 'Set "lifecycle: { replace: allow }" in the document, or use --allow-replace.',
    path: `spec.${fields[0] ?? ''}`,
    ...step.source,
  };
}

function renameCircle(steps: readonly Step[]): Diagnostic {
  const list = steps.map((step) => `"${step.observed?.name ?? step.name}" to "${step.name}"`).join(', ');
  return {
    code: 'conflict/rename',
    severity: 'error',
    message: `These renames wait for each other: ${list}.`,
    hint: 'Rename one of them to a name that is free first, apply, then rename it again.',
  };
}
