import type { DocumentSource, Limits } from './declaration.ts';
import type { DesiredIntegration, DesiredWorkload, QueueReference } from './desired.ts';
import type { Diagnostic } from './diagnostic.ts';
import type { Json } from './json.ts';

export const ACTIONS = [
  'create',
  'update',
  'replace',
  'rename',
  'adopt',
  'pause',
  'map',
  'resume',
  'delete',
  'import',
] as const;
export type Action = (typeof ACTIONS)[number];

/**
 * Why declared and observed differ. pending: git changed. drift: somebody changed the account.
 * both: git and the account changed, and the declaration wins.
 */
export type Cause = 'pending' | 'drift' | 'both';

/** One difference. `before` or `after` is left out when the field is unset on that side. */
export interface FieldChange {
  path: string[];
  before?: Json;
  after?: Json;
  cause: Cause;
  /** A secret: before and after are left out, and `reference` tells where the value will come from. */
  secret?: true;
  reference?: string;
  /** The field cannot be changed in place. */
  immutable?: true;
}

interface AnyStep {
  /** Unique within the plan and stable between runs: `update:Five9 EU`. */
  id: string;
  action: Action;
  name: string;
  /** Steps that must be done first. */
  needs: string[];
  fields: FieldChange[];
  /** The resource as it was observed; absent for a create. */
  observed?: { id: number; etag: string; name: string; secretGenerations: Record<string, number> };
  /** It remembers that it was applied with preventDestroy. */
  protectedBefore?: true;
  /** What the step costs beyond the change itself, in words. */
  cost?: string;
  /** Why the step is there, in words, where the fields do not say it. */
  note?: string;
  source?: DocumentSource;
}

export interface IntegrationStep extends AnyStep {
  kind: 'Integration';
  /** What shall be; absent for the deletion of something undeclared. */
  desired?: DesiredIntegration;
  /** A create, replace or pause whose pause ends in the same plan. */
  temporary?: true;
}

export interface WorkloadStep extends AnyStep {
  kind: 'Workload';
  desired?: DesiredWorkload;
  /** The queues that the workload shall have, where all are known already. */
  queueIds?: number[];
  /** Queues that are looked for when the step runs; `id` is the integration unless it is new. */
  awaits?: (QueueReference & { id?: number })[];
}

export type Step = IntegrationStep | WorkloadStep;
export type Kind = Step['kind'];

/** The account and the owner a plan is for. */
export interface Scope {
  endpoint: string;
  workspace: string;
  environment: string;
  /** Who writes; left out: the planner of the CLI. */
  engine?: string;
}

export interface PlanOptions {
  mode: 'apply' | 'destroy';
  prune: boolean;
  adopt: boolean;
  allowReplace: boolean;
  force: boolean;
  limits: Limits;
}

export interface Plan {
  steps: Step[];
  /** How many declared integrations and workloads need nothing. */
  unchanged: number;
  diagnostics: Diagnostic[];
  /** What the plan was computed from: the relevant resources and their versions. */
  observed: { kind: Kind; id: number; name: string; etag: string }[];
}

export type Summary = Record<Action, number> & { unchanged: number };

export function summarize(plan: Pick<Plan, 'steps' | 'unchanged'>): Summary {
  const counts = Object.fromEntries(ACTIONS.map((action) => [action, 0])) as Record<Action, number>;
  for (const step of plan.steps) counts[step.action] += 1;
  return { ...counts, unchanged: plan.unchanged };
}
