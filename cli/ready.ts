import type { Diagnostic, PlanOptions, Scope, SecretReference, Step } from '#provider';
import { makePlanned, type PlanFlags } from './planning.ts';
import { toPlanFile } from './report/plan-file.ts';
import type { Target } from './target.ts';

/** A plan that is ready to be carried out, fresh or saved. */
export interface Ready {
  scope: Scope;
  steps: Step[];
  unchanged: number;
  diagnostics: readonly Diagnostic[];
  target: Target;
  root: string;
  /** The digest of the plan with these steps, for the journal. */
  digest: (steps: Step[]) => string;
  resolveSecret: (reference: SecretReference) => Promise<string>;
  /** Looks up lines for diagnostics that know their document; a saved plan has no documents at hand. */
  place: (diagnostics: readonly Diagnostic[]) => Promise<Diagnostic[]>;
}

/** The flags of every command that carries out a plan. */
export interface ApplyFlags extends PlanFlags {
  format: string;
  output?: string;
  autoApprove?: boolean;
  wait?: boolean;
  /** The folder of the journal; false: none. */
  journal?: string | boolean;
}

/** A plan made just now, from the declarations that the arguments name. */
export async function readyNow(
  args: string[],
  flags: ApplyFlags,
  mode: PlanOptions['mode'],
  signal: AbortSignal,
): Promise<Ready> {
  const { plan, options, target, inputs, resolveSecret, warnings } = await makePlanned(
    args,
    flags,
    mode,
    signal,
  );
  const { steps, unchanged } = plan;
  return {
    scope: target.scope,
    steps,
    unchanged,
    diagnostics: [...warnings, ...plan.diagnostics],
    target,
    root: inputs.root,
    digest: (carried) =>
      toPlanFile({ ...plan, steps: carried }, { scope: target.scope, options, requests: {} }).digest,
    resolveSecret,
    place: async (diagnostics) => inputs.set.placeDiagnostics(diagnostics),
  };
}
