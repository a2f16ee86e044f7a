import { DEFAULT_LIMITS } from '#core/declaration.ts';
import type { PlanOptions } from '#core/plan.ts';

/** How the planner works for Terraform, which has asked for consent itself and replaces by itself. */
export const OPTIONS: PlanOptions = {
  mode: 'apply',
  prune: false,
  adopt: true,
  allowReplace: false,
  force: true,
  limits: DEFAULT_LIMITS,
};

export const DESTROY: PlanOptions = { ...OPTIONS, mode: 'destroy' };
