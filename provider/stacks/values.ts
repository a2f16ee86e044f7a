/** Arguments of a resource as the values of its schema. */
import type { Diagnostic } from '#core/diagnostic.ts';
import { isObject, type JsonObject } from '#core/json.ts';
import { ctyObject, UNKNOWN, type CtyObject, type CtyType, type CtyValue } from '#terraform/convert/cty.ts';
import { blockAttributes, isNested, type Attribute, type Block } from '#terraform/convert/schema.ts';
import {
  IntegrationId,
  knownAfterApply,
  SecretVariable,
  Unresolved,
  type Evaluator,
  type Value,
} from './evaluate.ts';
import { blocks, type StackResource } from './stack.ts';

/** Terraform's own arguments, which have no part in what is declared. */
const META_ARGUMENTS = new Set(['depends_on', 'lifecycle', 'provider']);
const ONLY_TERRAFORM = new Set(['count', 'for_each', 'provisioner', 'connection', 'dynamic']);

/** Collects the values of one resource and what is wrong with them. */
export class ValueReader {
  readonly diagnostics: Diagnostic[] = [];
  /** The environment variables of secrets, by attribute. */
  readonly secrets = new Map<string, string>();
  readonly #evaluator: Evaluator;
  readonly #file: string;

  constructor(evaluator: Evaluator, { path }: StackResource) {
    this.#evaluator = evaluator;
    this.#file = path;
  }

  read(block: Block, { arguments: args }: StackResource): CtyObject {
    for (const name of Object.keys(args)) {
      if (META_ARGUMENTS.has(name)) continue;
      if (ONLY_TERRAFORM.has(name))
        this.#report(
          name,
          `"${name}" is something that only Terraform can carry out.`,
          'Apply this stack with Terraform.',
        );
      else if (!blockAttributes(block).includes(name))
        this.#report(
          name,
          `There is no argument "${name}".`,
          'The stack may come from a newer version: update injixo-as-code.',
        );
    }
    return this.#block(block, args, '');
  }

  #block({ attributes, blocks: inner = {} }: Block, args: JsonObject, at: string): CtyObject {
    const plain = Object.entries(attributes).map(([name, attribute]): [string, CtyValue] => {
      return [name, this.#attribute(attribute, this.#evaluator.evaluate(args[name]), `${at}${name}`)];
    });
    const nested = Object.entries(inner).map(([name, block]): [string, CtyValue] => {
      const [found] = blocks(args[name]);
      return [name, found === undefined ? null : this.#block(block, found, `${at}${name}.`)];
    });
    return ctyObject([...plain, ...nested]);
  }

  #attribute(attribute: Attribute, value: Value, path: string): CtyValue {
    if (attribute.writeOnly === true) return this.#secret(value, path);
    if (path.endsWith('integration_id')) return this.#integration(value, path);
    const { type } = attribute;
    if (!isNested(type)) return this.#plain(type, value, path);
    const object = (item: Value, itemPath: string): CtyValue => {
      if (!isObject(item)) return this.#known(item, itemPath);
      const entries = Object.entries(type.attributes).map(([name, inner]): [string, CtyValue] => [
        name,
        this.#attribute(inner, (item as Record<string, Value>)[name] ?? null, `${itemPath}.${name}`),
      ]);
      return ctyObject(entries);
    };
    return Array.isArray(value)
      ? value.map((item, index) => object(item, `${path}[${index}]`))
      : object(value, path);
  }

  #secret(value: Value, path: string): CtyValue {
    if (value === null) return null;
    if (value instanceof SecretVariable) {
      this.secrets.set(path, value.environmentVariable);
      return '';
    }
    const why =
      value instanceof Unresolved ? `The secret ${value.why}.` : 'The secret is no sensitive variable.';
    const hint = (value instanceof Unresolved ? value.hint : undefined) ?? 'Make it with SecretVariable.';
    this.#report(path, why, hint, value instanceof Unresolved ? 'cdktf/unresolved' : 'secret/literal');
    return UNKNOWN;
  }

  /** Which integration is meant: here they go by their names. */
  #integration(value: Value, path: string): CtyValue {
    if (value instanceof IntegrationId) return value.name;
    if (typeof value !== 'string') return this.#known(value, path);
    const hint =
      'Refer to the construct of the integration, or look it up by name with DataInjixoIntegration.';
    this.#report(path, 'The integration is given by an id, which tells nothing here.', hint);
    return UNKNOWN;
  }

  #plain(type: CtyType, value: Value, path: string): CtyValue {
    const known = this.#known(value, path);
    if (known === null || known === UNKNOWN) return known;
    if (type === 'number' && typeof known === 'string' && known.trim() !== '' && !Number.isNaN(Number(known)))
      return Number(known);
    if (type === 'bool' && (known === 'true' || known === 'false')) return known === 'true';
    return type === 'string' && (typeof known === 'number' || typeof known === 'boolean')
      ? String(known)
      : known;
  }

  /** The value if it and all in it is known; else the reason is reported. */
  #known(value: Value, path: string): CtyValue {
    if (value instanceof Unresolved) {
      this.#report(path, `The value ${value.why}.`, value.hint);
      return UNKNOWN;
    }
    if (value instanceof SecretVariable) {
      const hint = 'Secrets only go where secrets are expected: use a variable that is not sensitive.';
      this.#report(path, 'The value comes from a sensitive variable, and it would be shown.', hint);
      return UNKNOWN;
    }
    if (value instanceof IntegrationId) return this.#known(knownAfterApply(), path);
    if (Array.isArray(value)) return value.map((item, index) => this.#known(item, `${path}[${index}]`));
    if (!isObject(value)) return value as CtyValue;
    const entries = Object.entries(value as Record<string, Value>);
    return ctyObject(entries.map(([key, item]) => [key, this.#known(item, `${path}.${key}`)]));
  }

  #report(path: string, message: string, hint?: string, code: Diagnostic['code'] = 'cdktf/unresolved'): void {
    this.diagnostics.push({
      code,
      severity: 'error',
      message,
      file: this.#file,
      path,
      ...(hint === undefined ? {} : { hint }),
    });
  }
}
