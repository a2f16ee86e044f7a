/** Synthesized stacks in, documents out: what YAML would say, with construct paths in the place of files. */
import { didYouMean } from '#catalog/suggest.ts';
import type { Workspace } from '#core/declaration.ts';
import { DiagnosedError, failure, type Diagnostic } from '#core/diagnostic.ts';
import { canonical } from '#core/json.ts';
import type { RawDocument } from '#declarations/documents.ts';
import { documentsOf } from './documents.ts';
import { Evaluator } from './evaluate.ts';
import { ownerOf, type Owner } from './owner.ts';
import { parseStack, type Stack, type StackSource } from './stack.ts';

export interface StackSelection {
  /** Names of stacks; none: all. */
  names: readonly string[];
  environment?: string;
}

export interface ReadStacks {
  documents: RawDocument[];
  diagnostics: Diagnostic[];
  workspace: Workspace;
  /** Stacks of the same workspace and environment were not named. */
  partial: boolean;
}

interface Owned {
  stack: Stack;
  evaluator: Evaluator;
  owner: Owner;
}

/** `variable` looks up an environment variable: `TF_VAR_region`. Throws what makes the whole unusable. */
export function readStacks(
  sources: readonly StackSource[],
  selection: StackSelection,
  variable: (name: string) => string | undefined,
): ReadStacks {
  const stacks = new Map(sources.map((source) => [source.name, parsed(source)]));
  const context = { stacks, variable };
  const owned = [...stacks.values()].map((stack) => {
    const evaluator = new Evaluator(stack, context);
    return { stack, evaluator, owner: ownerOf(stack, evaluator, variable) };
  });
  const all = owned.filter(({ stack }) => hasOurs(stack));
  const chosen = choose(all, selection);
  const sameAccount = all.filter(({ owner }) => accountOf(owner) === accountOf(chosen[0]!.owner));
  const read = chosen.map(({ stack, evaluator }) => documentsOf(stack.resources, evaluator));
  return {
    documents: read.flatMap(({ documents }) => documents),
    diagnostics: [
      ...chosen.flatMap(({ owner }) => owner.diagnostics),
      ...read.flatMap(({ diagnostics }) => diagnostics),
    ],
    workspace: chosen[0]!.owner.workspace,
    partial: sameAccount.length > chosen.length,
  };
}

function parsed(source: StackSource): Stack {
  const stack = parseStack(source);
  if (stack !== undefined) return stack;
  const hint = 'Synthesize again, without the option hclOutput.';
  throw new DiagnosedError({
    ...failure('cdktf/unreadable', `${source.file} is no stack in JSON.`, hint),
    file: source.file,
  });
}

function hasOurs({ resources, providers }: Stack): boolean {
  return providers.length > 0 || resources.some(({ type }) => type.startsWith('injixo_'));
}

function choose(all: readonly Owned[], { names, environment }: StackSelection): Owned[] {
  const known = all.map(({ stack }) => stack.name);
  const strange = names.find((name) => !known.includes(name));
  if (strange !== undefined) {
    const hint = didYouMean(strange, known) ?? `The app has ${known.join(', ')}.`;
    throw new DiagnosedError(
      failure('cdktf/stack', `There is no stack "${strange}" with an InjixoProvider.`, hint),
    );
  }
  const named = all.filter(({ stack }) => names.length === 0 || names.includes(stack.name));
  const chosen = named.filter(({ owner }) => environment === undefined || owner.environment === environment);
  if (chosen.length === 0) throw new DiagnosedError(nothing(named, environment));
  if (new Set(chosen.map(({ owner }) => accountOf(owner))).size === 1) return chosen;
  const list = chosen.map(({ stack, owner }) => `${stack.name} (${ownerText(owner)})`).join(', ');
  const hint = 'Name the stacks of one of them, or choose its environment with -e.';
  throw new DiagnosedError(failure('cdktf/stack', `The stacks are for several accounts: ${list}.`, hint));
}

function nothing(named: readonly Owned[], environment: string | undefined): Diagnostic {
  if (named.length === 0 || environment === undefined) {
    const hint = 'Add an InjixoProvider and integrations to a stack.';
    return failure('document/nothing-declared', 'No stack has anything for injixo.', hint);
  }
  const hint = `There are ${named.map(({ owner }) => `"${owner.environment}"`).join(', ')}.`;
  return failure('document/unknown-environment', `No stack is for the environment "${environment}".`, hint);
}

function accountOf({ workspace, environment }: Owner): string {
  return canonical([workspace.name, environment, workspace.environments]);
}

function ownerText({ workspace, environment }: Owner): string {
  return environment === '' ? `workspace ${workspace.name}` : `environment ${environment}`;
}
