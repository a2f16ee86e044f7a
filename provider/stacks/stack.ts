/** A synthesized stack: Terraform's configuration in JSON, as CDKTF writes it. */
import { isObject, parseJson, type Json, type JsonObject } from '#core/json.ts';

/** A stack as it was read. */
export interface StackSource {
  name: string;
  /** How messages call its file. */
  file: string;
  text: string;
}

export interface StackResource {
  type: string;
  id: string;
  /** Where the construct stands in the app: `prod/eu/five9`. */
  path: string;
  arguments: JsonObject;
}

export interface Stack {
  name: string;
  resources: StackResource[];
  /** Resources by `type.id`, which is how others refer to them; data sources as `data.type.id`. */
  byAddress: ReadonlyMap<string, StackResource>;
  providers: JsonObject[];
  variables: JsonObject;
  locals: JsonObject;
  outputs: JsonObject;
}

/** Undefined: the text is no JSON object. */
export function parseStack({ name, text }: StackSource): Stack | undefined {
  let value: unknown;
  try {
    value = parseJson(text);
  } catch {
    return undefined;
  }
  if (!isObject(value)) return undefined;
  const resources = resourcesOf(name, objectAt(value, 'resource'));
  const dataSources = resourcesOf(name, objectAt(value, 'data'));
  return {
    name,
    resources,
    byAddress: new Map([
      ...resources.map((resource) => [`${resource.type}.${resource.id}`, resource] as const),
      ...dataSources.map((source) => [`data.${source.type}.${source.id}`, source] as const),
    ]),
    providers: blocks(objectAt(value, 'provider')['injixo']),
    variables: objectAt(value, 'variable'),
    locals: objectAt(value, 'locals'),
    outputs: objectAt(value, 'output'),
  };
}

function resourcesOf(stack: string, byType: JsonObject): StackResource[] {
  return Object.entries(byType).flatMap(([type, byId]) =>
    Object.entries(isObject(byId) ? byId : {}).flatMap(([id, value]) => {
      const [block] = blocks(value);
      if (block === undefined) return [];
      const { '//': note, ...args } = block;
      const path = objectAt(isObject(note) ? note : {}, 'metadata')['path'];
      return [{ type, id, path: typeof path === 'string' ? path : `${stack}/${id}`, arguments: args }];
    }),
  );
}

/** A block may stand alone or in a list. */
export function blocks(value: Json | undefined): JsonObject[] {
  return (Array.isArray(value) ? value : [value]).filter(isObject);
}

export function objectAt(value: JsonObject, key: string): JsonObject {
  const found = Object.hasOwn(value, key) ? value[key] : undefined;
  return isObject(found) ? found : {};
}
