/** Validation at synth: every problem of every construct, each with its construct, property and place in the code. */
import { Annotations, TerraformStack } from 'cdktf';
import { checkNames } from './check-names.ts';
import { checkSecrets } from './check-secrets.ts';
import { checkTypes, type PropertyProblem } from './check-types.ts';
import { editionOf, surroundings, type Surroundings } from './surroundings.ts';
import type { Described, Watchable } from './described.ts';
import { knownValues } from './known.ts';
import { loadRules } from './load-rules.ts';
import { messageOf } from './problems.ts';
import { callSite } from './site.ts';

interface Watched {
  construct: Watchable;
  own: Described;
  site: () => string | undefined;
}

const WATCHED = new WeakMap<TerraformStack, StackWatch>();

/** Has a construct validated with its stack. */
export function watch(construct: Watchable, own: Described): void {
  const stack = TerraformStack.of(construct);
  const watched = WATCHED.get(stack) ?? new StackWatch(stack);
  WATCHED.set(stack, watched);
  watched.add({ construct, own, site: callSite(watch) });
}

/** The constructs of one stack. */
class StackWatch {
  readonly #stack: TerraformStack;
  readonly #all = new Map<Watchable, Watched>();
  /** What the stack's own validation found; it comes right before those of its constructs. */
  #found: Map<Watchable, string[]> | undefined;

  constructor(stack: TerraformStack) {
    this.#stack = stack;
    stack.node.addValidation({ validate: () => this.#validateStack() });
  }

  add(watched: Watched): void {
    this.#all.set(watched.construct, watched);
    watched.construct.node.addValidation({
      validate: () => (this.#found ?? this.#validateAll()).get(watched.construct) ?? [],
    });
  }

  /** Synthesis ends with the first stack that has problems, so that one speaks for the others too. */
  #validateStack(): string[] {
    this.#found = this.#validateAll();
    queueMicrotask(() => (this.#found = undefined));
    const isWrong = [...this.#found.values()].some((messages) => messages.length > 0);
    return isWrong ? this.#othersProblems() : [];
  }

  #othersProblems(): string[] {
    const stacks = this.#stack.node.root.node.findAll().filter((node) => TerraformStack.isStack(node));
    return stacks.flatMap((stack) => {
      const watched = WATCHED.get(stack);
      if (watched === undefined || watched === this) return [];
      const found = [...watched.#validateAll()];
      return found.flatMap(([{ node }, messages]) => messages.map((text) => `[${node.path}] ${text}`));
    });
  }

  #validateAll(): Map<Watchable, string[]> {
    const around = surroundings(this.#stack);
    const inTree = [...this.#all.values()].filter(({ construct }) => around.constructs.has(construct));
    return new Map(inTree.map((watched) => [watched.construct, this.#validate(watched, around)]));
  }

  #validate({ construct, own, site }: Watched, around: Surroundings): string[] {
    const found = problems(construct, own, around);
    const texts = found.map((problem) => [problem.severity, messageOf(problem, site())] as const);
    for (const [severity, text] of texts) if (severity === 'warning') warn(construct, text);
    return texts.flatMap(([severity, text]) => (severity === 'error' ? [text] : []));
  }
}

function problems(
  construct: Watchable,
  { tfResourceType, attributes }: Described,
  around: Surroundings,
): PropertyProblem[] {
  const typed = checkTypes(attributes, construct.inputs);
  const found = [...typed, ...checkSecrets(construct, attributes, around), ...checkNames(construct, around)];
  const values = knownValues(attributes, construct.inputs);
  const rules = loadRules().problemsOf(tfResourceType, values, editionOf(construct, around));
  const said = new Set(found.map(({ property }) => property));
  return [...found, ...rules.filter(({ property }) => !said.has(property))];
}

function warn(construct: Watchable, text: string): void {
  if (construct.node.metadata.some(({ data }) => data === text)) return;
  Annotations.of(construct).addWarning(text);
}
