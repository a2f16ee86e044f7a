/** The way from arguments to a plan, shared by plan, apply, adopt and destroy: preview and apply are one path. */
import {
  breather,
  DEFAULT_LIMITS,
  DiagnosedError,
  desiredIn,
  namesIn,
  failure,
  hasErrors,
  matches,
  parseSelector,
  planAccount,
  type Diagnostic,
  type Plan,
  type PlanInput,
  type PlanOptions,
  type Requirement,
  type SecretReference,
} from '#provider';
import { readInputs, type Inputs } from './io/inputs.ts';
import { resolverFor } from './io/secrets.ts';
import { chooseEnvironment, openTarget, type Target, type TargetFlags } from './target.ts';

export interface PlanFlags extends TargetFlags {
  file?: string[];
  cdktf?: string;
  selector?: string;
  prune?: boolean;
  adopt?: boolean;
  allowReplace?: boolean;
  force?: boolean;
  allowCommands?: boolean;
  secretsDir?: string;
  /** Also read what no declaration is about; set by drift. */
  everything?: boolean;
}

export interface Planned {
  plan: Plan;
  /** What the plan was made from. */
  input: PlanInput;
  options: PlanOptions;
  target: Target;
  inputs: Inputs;
  resolveSecret: (reference: SecretReference) => Promise<string>;
  /** Warnings of the validation. */
  warnings: Diagnostic[];
}

/** Validates, reads the account and plans. Invalid declarations end here, before any request. */
export async function makePlanned(
  args: readonly string[],
  flags: PlanFlags,
  mode: PlanOptions['mode'],
  signal?: AbortSignal,
): Promise<Planned> {
  const inputs = await readInputs(args, flags);
  const environment = chooseEnvironment(flags, inputs.workspace);
  const selector = readSelector(flags.selector);
  const edition = inputs.workspace?.edition;
  const checked = await inputs.set.check({
    environments: [undefined, environment],
    partial: inputs.partial,
    ...(edition === undefined ? {} : { edition }),
  });
  if (hasErrors(checked.diagnostics)) throw new DiagnosedError(...checked.diagnostics);
  if (flags.prune === true && inputs.partial) throw new DiagnosedError(prunePartial());
  const resolveSecret = resolverFor(flags, inputs.root);
  const target = await openTarget(flags, inputs.workspace, resolveSecret, signal);
  const desired = desiredIn(checked.declarations, {
    ...(environment === undefined ? {} : { environment }),
    ...(selector === undefined ? {} : { selector }),
  });
  const options = planOptions(flags, mode, inputs);
  const { plan, input, findings } = await planAccount(target.client, {
    everything: flags.everything ?? false,
    scope: target.scope,
    desired,
    options,
    inReach: reachOf(selector, inputs),
    names: (kind) => namesIn(checked.declarations, environment, kind),
  });
  return {
    plan: await placed({ ...plan, diagnostics: [...findings, ...plan.diagnostics] }, inputs),
    input,
    options,
    target,
    inputs,
    resolveSecret,
    warnings: checked.diagnostics,
  };
}

function planOptions(flags: PlanFlags, mode: PlanOptions['mode'], { workspace }: Inputs): PlanOptions {
  return {
    mode,
    prune: flags.prune ?? false,
    adopt: flags.adopt ?? false,
    allowReplace: flags.allowReplace ?? false,
    force: flags.force ?? false,
    limits: workspace?.limits ?? DEFAULT_LIMITS,
  };
}

/** With a part of the workspace in hand nothing can be said about what is not declared in it. */
function reachOf(
  selector: readonly Requirement[] | undefined,
  { partial }: Inputs,
): (labels: Readonly<Record<string, string>>) => boolean {
  return (labels) => !partial && (selector === undefined || matches(labels, selector));
}

function readSelector(text: string | undefined): Requirement[] | undefined {
  if (text === undefined) return undefined;
  const parsed = parseSelector(text);
  if (typeof parsed !== 'string') return parsed;
  throw new DiagnosedError(
    failure(
      'usage/invalid',
      `The selector is not valid: ${parsed}.`,
      'For example: -l team=workforce,region!=eu',
    ),
  );
}

/** Looks up lines for what the plan shows; steps without a change need none. */
async function placed(plan: Plan, { set }: Inputs): Promise<Plan> {
  const breathe = breather();
  for (const { source } of plan.steps) {
    await breathe();
    if (source === undefined || source.line !== undefined) continue;
    const { line, column } = set.placeOfName(source) ?? {};
    if (line !== undefined) Object.assign(source, { line, column });
  }
  return { ...plan, diagnostics: await set.placeDiagnostics(plan.diagnostics) };
}

function prunePartial(): Diagnostic {
  const hint =
    'Run it on the whole workspace: leave the files out, or name the folder of the workspace file.';
  return failure('refused/prune', '--prune needs the whole workspace, but only some files were named.', hint);
}
