/** An organisation's own rules: JSON Schemas over the documents, with code, severity and message of their own. */
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import type { Severity } from '#core/diagnostic.ts';
import { isObject, parseJson, type JsonObject, type Path } from '#core/json.ts';

/** `x-policy` of a policy file. */
interface PolicyAnnotation {
  code: string;
  severity?: Severity;
  message?: string;
  hint?: string;
}

export interface Policy {
  code: `policy/${string}`;
  severity: Severity;
  message: string;
  hint?: string;
  /** Where the rule is broken in a subject; undefined: it is kept. */
  brokenAt: (subject: JsonObject) => Path | undefined;
}

export interface PolicyFile {
  name: string;
  text: string;
}

/** Why a file cannot be a policy. */
export interface PolicyFault {
  file: string;
  message: string;
}

const CODE = /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/;
const SEVERITIES = ['error', 'warning', 'info'];

/** Files that fit each other may refer to each other by name: `{ "$ref": "common.schema.json#/…" }`. */
export function compilePolicies(files: readonly PolicyFile[]): {
  policies: Policy[];
  faults: PolicyFault[];
} {
  const faults: PolicyFault[] = [];
  const schemas = files.flatMap(({ name, text }) => {
    const schema = parse(text);
    if (isObject(schema)) return [{ name, schema }];
    faults.push({ file: name, message: 'It is not a JSON Schema: not JSON, or no object.' });
    return [];
  });
  const codes = new Set<string>();
  const policies: Policy[] = [];
  for (const { name, schema } of schemas) {
    const annotation = schema['x-policy'] as unknown as PolicyAnnotation | undefined;
    // Without an annotation it is a library of definitions for the others.
    if (annotation === undefined) continue;
    const wrong = faultOf(annotation, codes);
    const made = wrong ?? compile(schema, annotation, schemas);
    if (typeof made === 'string') faults.push({ file: name, message: made });
    else policies.push(made);
  }
  return { policies, faults };
}

function faultOf({ code, severity }: PolicyAnnotation, codes: Set<string>): string | undefined {
  if (typeof code !== 'string' || !CODE.test(code))
    return '"x-policy.code" must be a short word of letters, digits, dots, dashes and underscores.';
  if (severity !== undefined && !SEVERITIES.includes(severity))
    return `"x-policy.severity" must be ${SEVERITIES.join(', ')}.`;
  if (codes.has(code)) return `The code "${code}" is taken by another policy.`;
  codes.add(code);
  return undefined;
}

interface NamedSchema {
  name: string;
  schema: JsonObject;
}

function compile(
  schema: JsonObject,
  { code, severity, message, hint }: PolicyAnnotation,
  all: readonly NamedSchema[],
): Policy | string {
  let validate: ValidateFunction;
  try {
    validate = validator(schema, all);
  } catch (error) {
    return `It is not a usable JSON Schema: ${error instanceof Error ? error.message : String(error)}.`;
  }
  const title = typeof schema['title'] === 'string' ? schema['title'] : undefined;
  return {
    code: `policy/${code}`,
    severity: severity ?? 'error',
    message: message ?? title ?? `The policy ${code} is broken.`,
    ...(hint === undefined ? {} : { hint }),
    brokenAt: (subject) => (validate(subject) ? undefined : mostSpecific(validate.errors ?? [])),
  };
}

function validator(schema: JsonObject, all: readonly NamedSchema[]): ValidateFunction {
  const options = { allErrors: true, strict: false };
  const isNew = JSON.stringify(schema['$schema'] ?? '').includes('2020-12');
  const ajv = isNew ? new Ajv2020(options) : new Ajv(options);
  (formats as unknown as { default: (ajv: Ajv | Ajv2020) => void }).default(ajv);
  for (const other of all)
    if (other.schema !== schema) ajv.addSchema(other.schema, other.name.split('/').pop());
  return ajv.compile(schema);
}

/** Rules about rules, such as if and anyOf, only say that something below is wrong. */
function mostSpecific(errors: readonly ErrorObject[]): Path {
  const telling = errors.filter(({ keyword }) => !['if', 'anyOf', 'oneOf', 'not'].includes(keyword));
  const paths = (telling.length > 0 ? telling : errors).map((error) => pathOf(error));
  return paths.reduce((deepest, path) => (path.length > deepest.length ? path : deepest), paths[0] ?? []);
}

function pathOf({ instancePath, keyword, params }: ErrorObject): Path {
  const path = instancePath
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  return keyword === 'required' ? [...path, String(params['missingProperty'])] : path;
}

function parse(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}
