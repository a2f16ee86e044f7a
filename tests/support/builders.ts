import { DEFAULT_LIMITS } from '#core/declaration.ts';
import type { DesiredIntegration } from '#core/desired.ts';
import type { ObservedIntegration, Ownership } from '#core/observed.ts';
import { ENGINE } from '#core/ownership.ts';
import type { Plan, PlanOptions, Scope } from '#core/plan.ts';
import { makePlan, type PlanInput } from '#core/planner.ts';

export const SCOPE: Scope = { endpoint: 'https://api.example', workspace: 'acme', environment: 'production' };

export const OPTIONS: PlanOptions = {
  mode: 'apply',
  prune: false,
  adopt: false,
  allowReplace: false,
  force: false,
  limits: DEFAULT_LIMITS,
};

/** An integration with one plain field, one immutable field and one secret, changed where a test cares. */
export function desired(changes: Partial<DesiredIntegration> = {}): DesiredIntegration {
  return {
    name: 'Five9 EU',
    ensure: 'present',
    type: 'five9',
    labels: {},
    settings: { credentials: { username: 'injixo' }, configuration: { region: 'EU', grouping: 'skill' } },
    secrets: [{ path: ['credentials', 'password'], reference: { fromEnv: 'FIVE9_PASSWORD' } }],
    import: { trigger: 'on-change', wait: true, timeoutSeconds: 1200 },
    lifecycle: { preventDestroy: false, allowReplace: false },
    traits: { immutable: [['configuration', 'grouping']], importable: true },
    source: { file: 'five9.yaml', document: 0 },
    ...changes,
  };
}

/** What the account holds right after `desired` was applied by this workspace. */
export function applied(
  from: DesiredIntegration = desired(),
  changes: Partial<ObservedIntegration> = {},
): ObservedIntegration {
  const generations = Object.fromEntries(from.secrets.map(({ path }) => [path.join('.'), 1]));
  return {
    id: 1,
    etag: '"1"',
    name: from.name,
    type: from.type,
    paused: from.paused ?? false,
    settings: from.settings,
    secretGenerations: generations,
    owner: owner(from, { secretGenerations: generations }),
    ...changes,
  };
}

export function owner(from: DesiredIntegration = desired(), changes: Partial<Ownership> = {}): Ownership {
  return {
    engine: ENGINE,
    workspace: SCOPE.workspace,
    environment: SCOPE.environment,
    labels: from.labels,
    lastApplied: from.settings,
    preventDestroy: from.lifecycle.preventDestroy,
    secretGenerations: {},
    ...(from.credentialsVersion === undefined ? {} : { credentialsVersion: from.credentialsVersion }),
    ...changes,
  };
}

export function planOf(input: Partial<PlanInput> & { options?: PlanOptions }): Plan {
  return makePlan({ scope: SCOPE, desired: [], observed: [], options: OPTIONS, ...input });
}

/** `['create Five9 EU', 'import Five9 EU']` */
export function stepsOf(plan: Plan): string[] {
  return plan.steps.map(({ action, name }) => `${action} ${name}`);
}

export function codesOf({ diagnostics }: { diagnostics: readonly { code: string }[] }): string[] {
  return diagnostics.map(({ code }) => code);
}
