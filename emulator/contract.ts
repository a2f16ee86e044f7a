import { readFileSync } from 'node:fs';
import type { ErrorObject, ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { parse } from 'yaml';

/** The contract is read where it stands, so that emulator and documentation cannot drift apart. */
const CONTRACT = new URL('../schemas/injixo-api.openapi.yaml', import.meta.url);

interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header';
  required?: boolean;
  schema: Record<string, unknown>;
}

interface OperationObject {
  operationId: string;
  tags: string[];
  parameters?: unknown[];
  requestBody?: { required?: boolean; content: { 'application/json': { schema: Record<string, unknown> } } };
  responses: Record<string, unknown>;
}

type Node = Record<string, unknown>;

/** One operation of the OpenAPI file, with its checks compiled. */
export interface Operation {
  id: string;
  method: string;
  /** As the router wants it: `/workloads/:id`. */
  route: string;
  published: boolean;
  parameters: (Parameter & { validate: ValidateFunction })[];
  validateBody?: ValidateFunction;
  bodyRequired: boolean;
}

export interface FieldError {
  path: string;
  message: string;
}

export function readContract(): Operation[] {
  const document = parse(readFileSync(CONTRACT, 'utf8')) as Node;
  const ajv = new Ajv2020({ allErrors: true, strict: false, coerceTypes: false });
  (formats as unknown as { default: (ajv: Ajv2020) => void }).default(ajv);
  ajv.addSchema({ ...document, $id: 'contract' });
  const paths = document['paths'] as Record<string, Record<string, unknown>>;
  return Object.entries(paths).flatMap(([path, item]) => {
    const shared = (item['parameters'] ?? []) as unknown[];
    const methods = Object.entries(item).filter(([method]) => method !== 'parameters');
    return methods.map(([method, operation]) =>
      compile(ajv, document, path, method, operation as OperationObject, shared),
    );
  });
}

function compile(
  ajv: Ajv2020,
  document: Node,
  path: string,
  method: string,
  operation: OperationObject,
  shared: unknown[],
): Operation {
  const parameters = [...shared, ...(operation.parameters ?? [])].map(
    (item) => resolve(document, item) as unknown as Parameter,
  );
  const schema = operation.requestBody?.content['application/json'].schema;
  return {
    id: operation.operationId,
    method: method.toUpperCase(),
    route: path.replaceAll(/\{(\w+)\}/g, ':$1'),
    published: operation.tags.includes('push'),
    parameters: parameters.map((parameter) => ({
      ...parameter,
      validate: ajv.compile(absolute(parameter.schema)),
    })),
    bodyRequired: schema !== undefined && operation.requestBody?.required === true,
    ...(schema === undefined ? {} : { validateBody: ajv.compile(absolute(schema)) }),
  };
}

function absolute(schema: Record<string, unknown>): Record<string, unknown> {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/components/', '"contract#/components/')) as Node;
}

function resolve(document: Node, node: unknown): Node {
  const reference = (node as { $ref?: string }).$ref;
  if (reference === undefined) return node as Node;
  const keys = reference.slice(2).split('/');
  return keys.reduce<unknown>((value, key) => (value as Node)[key], document) as Node;
}

/** The findings of ajv as the contract's `errors`: paths with dots, no values. */
export function fieldErrors(errors: readonly ErrorObject[] | null | undefined): FieldError[] {
  return (errors ?? [])
    .filter(({ keyword }) => keyword !== 'if')
    .map(({ instancePath, keyword, params, message }) => {
      const missing = keyword === 'required' ? `/${String(params['missingProperty'])}` : '';
      const unknown = keyword === 'additionalProperties' ? `/${String(params['additionalProperty'])}` : '';
      const path = `${instancePath}${missing}${unknown}`.slice(1).replaceAll('/', '.');
      if (missing !== '') return { path, message: 'is required' };
      return { path, message: unknown === '' ? (message ?? 'is invalid') : 'is not known' };
    });
}
