import type { Declaration, SecretReference } from '#core/declaration.ts';
import { isObject, type Json } from '#core/json.ts';
import { uniqueName } from '#terraform/hcl/write.ts';
import { Code, literal, variableName } from './source.ts';

/** The variable of Terraform for a secret; what stands in no environment variable is named after its place. */
export function secretName(reference: SecretReference): string {
  if ('fromEnv' in reference) return reference.fromEnv;
  const [place = 'secret'] = Object.values(reference).flat() as string[];
  return uniqueName(place, new Set()).toUpperCase();
}

/** The secrets of an app. One that several declarations share gets a variable in the code. */
export class AppSecrets {
  /** All names. */
  readonly names = new Set<string>();
  readonly #shared = new Set<string>();

  constructor(declarations: readonly Declaration[]) {
    for (const { spec, overrides } of declarations) {
      for (const name of new Set(referencesIn([spec, overrides] as Json).map(secretName))) {
        if (this.names.has(name)) this.#shared.add(name);
        this.names.add(name);
      }
    }
  }

  /** `const password = new SecretVariable(this, 'PASSWORD');` */
  statements(): string[] {
    return [...this.#shared].map((name) => `const ${variableName(name.toLowerCase())} = ${made(name)};`);
  }

  code(reference: SecretReference): Code {
    const name = secretName(reference);
    return new Code(`${this.#shared.has(name) ? variableName(name.toLowerCase()) : made(name)}.value`);
  }
}

function made(name: string): string {
  return `new SecretVariable(this, ${literal(name)})`;
}

function referencesIn(value: Json): SecretReference[] {
  if (Array.isArray(value)) return value.flatMap(referencesIn);
  if (!isObject(value)) return [];
  const isReference = ['fromEnv', 'fromFile', 'fromCommand'].some((key) => Object.hasOwn(value, key));
  if (isReference) return [value as unknown as SecretReference];
  return Object.values(value).flatMap(referencesIn);
}
