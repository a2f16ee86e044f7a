import type { ErrorObject } from 'ajv';
import type { Problem } from '#core/diagnostic.ts';
import type { Path } from '#core/json.ts';
import { didYouMean } from './suggest.ts';

interface ParentSchema {
  title?: string;
  properties?: Record<string, unknown>;
  'x-injixo'?: {
    condition?: { relation: 'when' | 'unless'; when: string };
    secretReference?: boolean;
  };
}

type Draft = Omit<Problem, 'path'> & { path?: Path };
type Explain = (error: ErrorObject, subject: string, parent: ParentSchema) => Draft | undefined;

/**
 * One error of ajv in words that name the thing and what to do. Undefined for errors that only
 * summarize others. Values of the document are never quoted: they may be secrets.
 */
export function toProblem(error: ErrorObject): Problem | undefined {
  const path = pathOf(error.instancePath);
  const last = path[path.length - 1];
  const subject =
    last === undefined ? 'The document' : typeof last === 'number' ? `Entry ${last + 1}` : `"${last}"`;
  const parent = (error.parentSchema ?? {}) as ParentSchema;
  const explain = EXPLAIN[error.keyword];
  if (explain === undefined) return undefined;
  const draft = explain(error, subject, parent);
  if (draft === undefined) return undefined;
  return { ...draft, path: [...path, ...(draft.path ?? [])] };
}

const EXPLAIN: Record<string, Explain> = {
  additionalProperties: ({ params }, _, parent) => {
    const key = String(params['additionalProperty']);
    const known = Object.keys(parent.properties ?? {});
    const hint =
      didYouMean(key, known) ?? (known.length === 0 ? undefined : `Known keys: ${known.join(', ')}.`);
    return {
      code: 'schema/unknown-key',
      message: `"${key}" is not known here.`,
      path: [key],
      at: 'key',
      ...hinted(hint),
    };
  },
  required: ({ params }, _, parent) => {
    const key = String(params['missingProperty']);
    const condition = parent['x-injixo']?.condition;
    const why = condition === undefined ? '' : `; it is required ${condition.relation} ${condition.when}`;
    return { code: 'schema/missing-key', message: `"${key}" is missing${why}.`, path: [key] };
  },
  not: (_, subject, parent) => {
    const condition = parent['x-injixo']?.condition;
    const why = condition?.relation === 'unless' ? 'only applies when' : 'does not apply when';
    return {
      code: 'schema/not-applicable',
      message: `${subject} ${why} ${condition?.when ?? 'other values stand here'}.`,
      at: 'key',
    };
  },
  type: ({ params, data }, subject, parent) => {
    if (parent['x-injixo']?.secretReference === true) return secretLiteral(subject);
    const wanted = typeWord(String(params['type']));
    const quote = params['type'] === 'string' && ['number', 'boolean'].includes(typeof data);
    const hint = quote ? 'Put the value in quotes.' : undefined;
    const found = data === null ? 'is empty' : `is ${typeWord(Array.isArray(data) ? 'array' : typeof data)}`;
    return { code: 'schema/type', message: `${subject} must be ${wanted}, but ${found}.`, ...hinted(hint) };
  },
  enum: ({ params, data }, subject) => {
    const allowed = (params['allowedValues'] as unknown[]).map(String);
    const hint = typeof data === 'string' ? didYouMean(data, allowed) : undefined;
    return { code: 'schema/value', message: `${subject} must be ${oneOf(allowed)}.`, ...hinted(hint) };
  },
  const: ({ params }, subject) => {
    return { code: 'schema/value', message: `${subject} must be ${String(params['allowedValue'])}.` };
  },
  pattern: (_, subject, parent) => {
    return {
      code: 'schema/format',
      message: `${subject} does not have the required form.`,
      ...hinted(example(parent)),
    };
  },
  minLength: (_, subject) => ({ code: 'schema/format', message: `${subject} must not be empty.` }),
  maxLength: ({ params }, subject) => {
    return {
      code: 'schema/format',
      message: `${subject} must not be longer than ${Number(params['limit'])} characters.`,
    };
  },
  minimum: range,
  maximum: range,
  minItems: ({ params }, subject) => {
    return { code: 'schema/format', message: `${subject} needs at least ${Number(params['limit'])} entry.` };
  },
  uniqueItems: ({ params }, subject) => {
    return { code: 'schema/format', message: `${subject} holds entry ${Number(params['i']) + 1} twice.` };
  },
  minProperties: (_, subject, parent) => {
    return {
      code: 'schema/missing-key',
      message: `${subject} needs ${oneOf(Object.keys(parent.properties ?? {}))}.`,
    };
  },
  maxProperties: (_, subject, parent) => {
    const keys = Object.keys(parent.properties ?? {});
    return { code: 'schema/not-applicable', message: `${subject} takes only one of ${keys.join(', ')}.` };
  },
  propertyNames: ({ params }) => {
    const key = String(params['propertyName']);
    return {
      code: 'schema/format',
      message: `"${key}" cannot be used as a name here.`,
      path: [key],
      at: 'key',
    };
  },
};

function secretLiteral(subject: string): Draft {
  return {
    code: 'secret/literal',
    message: `${subject} is a secret and must not stand in the file.`,
    hint: 'Write { fromEnv: NAME_OF_A_VARIABLE } or { fromFile: path/of/a/file } instead, and change the secret if it was ever committed.',
  };
}

function range({ params }: ErrorObject, subject: string): Draft {
  const word = params['comparison'] === '>=' ? 'at least' : 'at most';
  return { code: 'schema/format', message: `${subject} must be ${word} ${Number(params['limit'])}.` };
}

function example(parent: ParentSchema & { examples?: unknown[]; description?: string }): string | undefined {
  const [first] = parent.examples ?? [];
  return first === undefined ? parent.description : `For example ${JSON.stringify(first)}.`;
}

function hinted(hint: string | undefined): { hint?: string } {
  return hint === undefined ? {} : { hint };
}

function oneOf(values: string[]): string {
  return values.length <= 1
    ? (values[0] ?? 'something')
    : `${values.slice(0, -1).join(', ')} or ${values[values.length - 1]}`;
}

function typeWord(type: string): string {
  const words: Record<string, string> = {
    object: 'a mapping',
    array: 'a list',
    string: 'a text',
    number: 'a number',
    integer: 'a whole number',
    boolean: 'true or false',
  };
  return words[type] ?? type;
}

/** A JSON pointer of ajv as a path; segments of digits are taken as indexes. */
function pathOf(pointer: string): Path {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part));
}
