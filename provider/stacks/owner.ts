/** The account that a stack is about, from its provider block. */
import {
  DEFAULT_LIMITS,
  DEFAULT_WORKSPACE,
  isEdition,
  type Environment,
  type SecretReference,
  type Workspace,
} from '#core/declaration.ts';
import { defined } from '#core/defined.ts';
import type { Diagnostic } from '#core/diagnostic.ts';
import { SecretVariable, Unresolved, type Evaluator, type Value } from './evaluate.ts';
import type { Stack } from './stack.ts';

export interface Owner {
  workspace: Workspace;
  /** An empty text: none is named. */
  environment: string;
  diagnostics: Diagnostic[];
}

/** The workspace that a stack's provider stands for; environment variables may say the same as in Terraform. */
export function ownerOf(
  stack: Stack,
  evaluator: Evaluator,
  variable: (name: string) => string | undefined,
): Owner {
  const file = `${stack.name}/injixo`;
  const block = stack.providers.find((provider) => provider['alias'] === undefined) ?? {};
  const diagnostics: Diagnostic[] = [];
  const text = (name: string): string | undefined => {
    const value = evaluator.evaluate(block[name]);
    if (typeof value === 'string') return value;
    if (value !== null) diagnostics.push(unknown(file, name, value));
    return variable(`INJIXO_${name.toUpperCase()}`);
  };
  const token = evaluator.evaluate(block['token']);
  if (token !== null && !(token instanceof SecretVariable)) diagnostics.push(unknown(file, 'token', token));
  const environment = text('environment') ?? '';
  const edition = text('edition');
  const target: Environment = defined({ endpoint: text('endpoint'), token: reference(token) });
  if (stack.providers.some((provider) => provider['alias'] !== undefined))
    diagnostics.push(unknown(file, 'alias', null));
  return {
    workspace: {
      name: text('workspace') ?? DEFAULT_WORKSPACE,
      include: [],
      environments: { [environment]: target },
      limits: DEFAULT_LIMITS,
      ...(edition !== undefined && isEdition(edition) ? { edition } : {}),
    },
    environment,
    diagnostics,
  };
}

function reference(token: Value): SecretReference | undefined {
  return token instanceof SecretVariable ? { fromEnv: token.environmentVariable } : undefined;
}

function unknown(file: string, path: string, value: Value): Diagnostic {
  const base = { severity: 'error', file, path } as const;
  if (path === 'alias') {
    const message = 'A stack with several InjixoProviders is about several accounts.';
    return { ...base, code: 'cdktf/stack', message, hint: 'Make a stack of its own for each account.' };
  }
  if (path === 'token' && !(value instanceof Unresolved)) {
    const message = 'The token is no sensitive variable.';
    return {
      ...base,
      code: 'secret/literal',
      message,
      hint: 'Make it with SecretVariable, or set INJIXO_TOKEN.',
    };
  }
  const message = `The value ${value instanceof Unresolved ? value.why : 'is no plain text'}.`;
  const hint = value instanceof Unresolved ? value.hint : undefined;
  return { ...base, code: 'cdktf/unresolved', message, ...(hint === undefined ? {} : { hint }) };
}
