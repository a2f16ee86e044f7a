/** The values of a stack as far as they are known without Terraform. */
import { isObject, parseJson, type Json, type JsonObject } from '#core/json.ts';
import { INTEGRATION_PREFIX } from '#terraform/convert/names.ts';
import { objectAt, type Stack, type StackResource } from './stack.ts';
import { parseTemplate, type Part, type Traversal } from './template.ts';

/** Why a value is not known, in words that complete "… : it". */
export class Unresolved {
  readonly why: string;
  /** What to do about it. */
  readonly hint: string | undefined;
  constructor(why: string, hint?: string) {
    this.why = why;
    this.hint = hint;
  }
}

/** The value of a sensitive variable: only where it comes from is known here. */
export class SecretVariable {
  readonly environmentVariable: string;
  constructor(environmentVariable: string) {
    this.environmentVariable = environmentVariable;
  }
}

/** The id of an integration that another construct declares: here it goes by its name. */
export class IntegrationId {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

export type Value = Json | Unresolved | SecretVariable | IntegrationId | Value[] | { [key: string]: Value };

export interface EvaluateContext {
  stacks: ReadonlyMap<string, Stack>;
  /** The environment variable of this name, if it is set. */
  variable: (name: string) => string | undefined;
}

const ONLY_TERRAFORM = 'Apply this stack with Terraform, or give the value in the code.';
/** References that lead through this many others go round in a circle. */
const MAX_DEPTH = 50;

export class Evaluator {
  readonly #stack: Stack;
  readonly #context: EvaluateContext;
  readonly #depth: number;

  constructor(stack: Stack, context: EvaluateContext, depth = 0) {
    this.#stack = stack;
    this.#context = context;
    this.#depth = depth;
  }

  evaluate(value: Json | undefined): Value {
    if (value === undefined) return null;
    if (typeof value === 'string') return this.#text(value);
    if (Array.isArray(value)) return value.map((item) => this.evaluate(item));
    if (!isObject(value)) return value;
    return Object.fromEntries(
      Object.entries(value)
        .filter(([key]) => key !== '//')
        .map(([key, item]) => [key, this.evaluate(item)]),
    );
  }

  #text(text: string): Value {
    if (!/[$%]\{/.test(text)) return text;
    const values = parseTemplate(text).map((part) => this.#part(part));
    if (values.length === 1) return values[0]!;
    const odd = values.find((value) => typeof value === 'object');
    if (odd instanceof SecretVariable)
      return new Unresolved('is a text with a secret in it', 'Put the whole text into the variable.');
    if (odd instanceof IntegrationId) return knownAfterApply();
    if (odd !== undefined) return odd instanceof Unresolved ? odd : computed(text);
    return values.map(String).join('');
  }

  #part(part: Part): Value {
    if (typeof part === 'string') return part;
    if ('computed' in part) return computed(part.computed);
    if (this.#depth > MAX_DEPTH) return new Unresolved('refers to itself');
    return this.#lookUp(part);
  }

  #lookUp({ steps }: Traversal): Value {
    const [root, name, ...rest] = steps.map(String);
    if (root === 'var' && name !== undefined) return inside(this.#variable(name), rest);
    if (root === 'local' && name !== undefined) return inside(this.#local(name), rest);
    if (root === 'data') return this.#dataSource(name!, rest);
    const found = this.#stack.byAddress.get(`${root}.${name}`);
    if (found === undefined || !found.type.startsWith('injixo_')) return knownAfterApply();
    return this.#attribute(found, rest);
  }

  #attribute(resource: StackResource, [attribute, ...rest]: readonly string[]): Value {
    const integration =
      resource.type.startsWith(INTEGRATION_PREFIX) || resource.type === 'injixo_integration';
    if (attribute === 'id' && integration) return this.#idOf(resource);
    if (attribute === undefined || !Object.hasOwn(resource.arguments, attribute)) return knownAfterApply();
    return inside(this.#deeper(this.#stack).evaluate(resource.arguments[attribute]), rest);
  }

  #idOf(resource: StackResource): Value {
    const name = this.#deeper(this.#stack).evaluate(resource.arguments['name']);
    return typeof name === 'string' ? new IntegrationId(name) : knownAfterApply();
  }

  /** The states of other stacks of the app stand for those stacks; an integration that is looked up by name goes by it. */
  #dataSource(type: string, [id, ...rest]: readonly string[]): Value {
    const other = /^cross-stack-reference-input-(.+)$/.exec(id ?? '')?.[1];
    const stack = other === undefined ? undefined : this.#context.stacks.get(other);
    if (type === 'terraform_remote_state' && stack !== undefined && rest[0] === 'outputs') {
      const output = objectAt(stack.outputs, rest[1] ?? '');
      return inside(this.#deeper(stack).evaluate(output['value']), rest.slice(2));
    }
    const found = this.#stack.byAddress.get(`data.${type}.${id}`);
    return found === undefined || type !== 'injixo_integration'
      ? knownAfterApply()
      : this.#attribute(found, rest);
  }

  #variable(name: string): Value {
    const declared = objectAt(this.#stack.variables, name);
    const environmentVariable = `TF_VAR_${name}`;
    if (declared['sensitive'] === true) return new SecretVariable(environmentVariable);
    const given = this.#context.variable(environmentVariable);
    if (given !== undefined) return typed(given, declared['type']);
    if (Object.hasOwn(declared, 'default')) return declared['default']!;
    return new Unresolved(`is the variable "${name}", which has no value`, `Set ${environmentVariable}.`);
  }

  #local(name: string): Value {
    const { locals } = this.#stack;
    if (!Object.hasOwn(locals, name)) return new Unresolved(`is the local "${name}", which is not there`);
    return this.#deeper(this.#stack).evaluate(locals[name]);
  }

  #deeper(stack: Stack): Evaluator {
    return new Evaluator(stack, this.#context, this.#depth + 1);
  }
}

function inside(value: Value, steps: readonly string[]): Value {
  let current = value;
  for (const step of steps) {
    if (typeof current !== 'object' || current === null) return knownAfterApply();
    if (
      current instanceof Unresolved ||
      current instanceof SecretVariable ||
      current instanceof IntegrationId
    )
      return current instanceof Unresolved ? current : computed(step);
    const next = Object.hasOwn(current, step) ? (current as Record<string, Value>)[step] : undefined;
    if (next === undefined) return knownAfterApply();
    current = next;
  }
  return current;
}

/** Values of variables come as texts; those of lists and maps are written like JSON. */
function typed(text: string, type: Json | undefined): Json {
  if (type === undefined || type === 'string' || type === '${string}') return text;
  try {
    return parseJson(text) as JsonObject;
  } catch {
    return text;
  }
}

function computed(expression: string): Unresolved {
  const short = expression.length > 60 ? `${expression.slice(0, 57)}…` : expression;
  return new Unresolved(`is computed by Terraform: ${short}`, ONLY_TERRAFORM);
}

export function knownAfterApply(): Unresolved {
  return new Unresolved('is only known to Terraform', ONLY_TERRAFORM);
}
