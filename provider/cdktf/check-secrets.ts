/** Secrets stand in no code: they are tokens of sensitive variables or other references. */
import { camelCase, type Attributes, type Inputs } from './attributes.ts';
import { resolved } from './known.ts';
import type { PropertyProblem } from './check-types.ts';
import type { Watchable } from './described.ts';
import type { Surroundings } from './surroundings.ts';

const HINT = 'Use new SecretVariable(this, "name").value, and set it when you deploy: TF_VAR_name.';

/** An expression that refers to something: `${var.password}`, but not `${upper("hunter2")}`. */
const REFERENCE = /(?<!\$)\$\{[^]*\b(?:var|local|data|module|ephemeral|each|[a-z][a-z0-9]*_\w+)\.[\w-]/;

export function checkSecrets(
  construct: Watchable,
  attributes: Attributes,
  around: Surroundings,
): PropertyProblem[] {
  const overrides = (construct as unknown as { rawOverrides: Inputs }).rawOverrides;
  return secretsOf(attributes).flatMap((name) => {
    const given = [construct.inputs[camelCase(name)], overrides[name]];
    return given.flatMap((value) => check(camelCase(name), value, around) ?? []);
  });
}

/** An app has thousands of constructs and few types. */
const SECRETS = new WeakMap<Attributes, string[]>();

function secretsOf(attributes: Attributes): string[] {
  const known = SECRETS.get(attributes);
  if (known !== undefined) return known;
  const found = Object.keys(attributes).filter((name) => attributes[name]!.secret === true);
  SECRETS.set(attributes, found);
  return found;
}

function check(
  property: string,
  value: unknown,
  { stack, variables }: Surroundings,
): PropertyProblem | undefined {
  if (value === undefined || value === null) return undefined;
  const text = resolved(value, stack);
  if (typeof text !== 'string' || !REFERENCE.test(text)) {
    const message = 'A secret must be a reference, and this is its value.';
    return { property, message, hint: HINT, severity: 'error' };
  }
  // A variable that no construct declares may come from an override, and Terraform will tell.
  const names = [...text.matchAll(/\bvar\.([\w-]+)/g)].map(([, name]) => name!);
  const plain = names.find((name) => variables.has(name) && variables.get(name)!.sensitive !== true);
  if (plain === undefined) return undefined;
  const message = `The variable "${plain}" is not sensitive, so Terraform would show the secret.`;
  return {
    property,
    message,
    hint: 'Make it with SecretVariable, or add sensitive: true.',
    severity: 'error',
  };
}
