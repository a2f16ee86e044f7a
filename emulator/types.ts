import { readdirSync, readFileSync } from 'node:fs';
import { Ajv, type ValidateFunction } from 'ajv';

const FOLDER = new URL('../schemas/integration-types/', import.meta.url);

interface TypeSchema {
  title: string;
  'x-injixo': {
    deliveryMode: 'cloud' | 'on-premise' | 'file' | 'push';
    data: { agentStatus: boolean };
    generates?: 'api-key' | 'url-token';
    queues?: { name: string; channel: string }[];
  };
  properties: Record<string, PropertySchema>;
}

interface PropertySchema {
  properties?: Record<string, PropertySchema>;
  'x-injixo'?: object;
}

export interface TypeInfo {
  name: string;
  title: string;
  deliveryMode: TypeSchema['x-injixo']['deliveryMode'];
  agentStatus: boolean;
  generates: 'api-key' | 'url-token' | undefined;
  queues: { name: string; channel: string }[];
  secrets: string[][];
  immutable: string[][];
  validate: ValidateFunction;
}

/** The integration types, from the catalogue's schema files; compiled when first needed. */
export class TypeRegistry {
  readonly #ajv = new Ajv({ allErrors: true, strict: false });
  readonly #compiled = new Map<string, TypeInfo>();
  readonly names = readdirSync(FOLDER)
    .filter((file) => file.endsWith('.schema.json') && file !== 'meta.schema.json')
    .map((file) => file.replace('.schema.json', ''))
    .sort();

  get(name: string): TypeInfo | undefined {
    if (!this.names.includes(name)) return undefined;
    const known = this.#compiled.get(name) ?? this.#compile(name);
    this.#compiled.set(name, known);
    return known;
  }

  #compile(name: string): TypeInfo {
    const schema = JSON.parse(readFileSync(new URL(`${name}.schema.json`, FOLDER), 'utf8')) as TypeSchema;
    const about = schema['x-injixo'];
    return {
      name,
      title: schema.title,
      deliveryMode: about.deliveryMode,
      agentStatus: about.data.agentStatus,
      generates: about.generates,
      queues: about.queues ?? [],
      secrets: marked(schema, 'secret'),
      immutable: marked(schema, 'immutable'),
      validate: this.#ajv.compile(schema),
    };
  }
}

function marked(schema: PropertySchema, mark: 'secret' | 'immutable', path: string[] = []): string[][] {
  const marks = schema['x-injixo'] as Record<string, unknown> | undefined;
  const own = marks?.[mark] === true ? [path] : [];
  const children = Object.entries(schema.properties ?? {});
  return [...own, ...children.flatMap(([key, child]) => marked(child, mark, [...path, key]))];
}
