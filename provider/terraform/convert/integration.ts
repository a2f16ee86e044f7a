/** The resource of an integration type: its schema, and what its values mean as a specification and back. */
import { integrationType, type CatalogEntry } from '#catalog/catalog.ts';
import { isObject, getAt, setAt, type Json, type JsonObject, type Path } from '#core/json.ts';
import { defined } from '#core/defined.ts';
import { ATTRIBUTES } from '../generated/attributes.ts';
import { ctyObject, ExactNumber, isCtyObject, Unknown, type CtyObject, type CtyValue } from './cty.ts';
import { isMappedNested, type MappedAttribute, type MappedAttributes } from './mapped.ts';
import { resourceType } from './names.ts';
import type { Attribute, Attributes, Block } from './schema.ts';
import { LABELS, QUEUES, timeoutsBlock } from './shared-attributes.ts';

/** Types whose imports injixo starts by itself; the others get their data pushed or uploaded. */
export function isImportable({ deliveryMode }: CatalogEntry): boolean {
  return deliveryMode === 'cloud' || deliveryMode === 'on-premise';
}

export function integrationTypeNames(): string[] {
  return Object.keys(ATTRIBUTES);
}

const TYPES = new Map(integrationTypeNames().map((name) => [resourceType(name), name]));

/** The integration type of a resource type; undefined: it is no integration that is known. */
export function integrationTypeOf(resource: string): string | undefined {
  return TYPES.get(resource);
}

/** The schema of `injixo_integration_<type>`. */
export function integrationBlock(type: string): Block {
  const known = BLOCKS.get(type) ?? makeBlock(type);
  BLOCKS.set(type, known);
  return known;
}

/** Made when one is asked for: few processes need all types, and an estate has many integrations of one. */
const BLOCKS = new Map<string, Block>();

function makeBlock(type: string): Block {
  const entry = integrationType(type)!;
  const hints = entry.hints.map((hint) => ` ${hint}`).join('');
  return {
    description: `${entry.title}: ${entry.description}${hints}`,
    attributes: {
      name: { type: 'string', required: true, description: 'The unique name that injixo shows.' },
      labels: LABELS,
      ...plainAttributes(ATTRIBUTES[type]!),
      ...(entry.secrets.length > 0 ? { credentials_wo_version: CREDENTIALS_VERSION } : {}),
      paused: {
        type: 'bool',
        optional: true,
        computed: true,
        description: 'Whether the imports are paused. Left out: not managed.',
      },
      id: { type: 'string', computed: true, description: 'The id of the integration in injixo.' },
      status: {
        type: 'string',
        computed: true,
        description:
          'One of `operational`, `importing`, `paused`, `connection_failed`, `awaiting_cloud_link`.',
      },
      queues: QUEUES,
    },
    blocks: {
      ...(isImportable(entry) ? { import: IMPORT_BLOCK } : {}),
      timeouts: timeoutsBlock('how long an import is waited for'),
    },
  };
}

const CREDENTIALS_VERSION: Attribute = {
  type: 'string',
  optional: true,
  description:
    'Any text, for example the month of the last rotation. Change it to send the write-only attributes again. ' +
    'When somebody else changed a secret in injixo, it is read as null, so that the next apply sends them again.',
};

const IMPORT_BLOCK: Block = {
  description: 'What an apply does about the imports of this integration.',
  attributes: {
    trigger: {
      type: 'string',
      optional: true,
      description:
        '`on-change` (default): wait for the first import, and start one after each change. `on-create`: only the first. `manual`: leave imports alone.',
    },
    wait: {
      type: 'bool',
      optional: true,
      description: 'Whether an apply waits until the import has ended (default true).',
    },
  },
};

/** The attributes without their places in the specification. */
function plainAttributes(attributes: MappedAttributes): Attributes {
  const entries = Object.entries(attributes).map(
    ([name, { path: _, type, ...rest }]): [string, Attribute] => [
      name,
      {
        ...rest,
        type: isMappedNested(type)
          ? { nesting: type.nesting, attributes: plainAttributes(type.attributes) }
          : type,
      },
    ],
  );
  return Object.fromEntries(entries);
}

export interface Specification {
  spec: JsonObject;
  /** Whether something is left out because it is only known after apply. */
  hasUnknowns: boolean;
}

/**
 * A configuration or a state as the specification that a document would hold. Write-only values become
 * references that are named after their attributes.
 */
export function specOf(type: string, value: CtyObject): Specification {
  const entry = integrationType(type)!;
  const spec: JsonObject = { type, ...sections(type) };
  let hasUnknowns = fill(spec, ATTRIBUTES[type]!, value);
  const plain = (name: string, path: Path): void => {
    const item = value[name] ?? null;
    if (item instanceof Unknown) hasUnknowns = true;
    else if (item !== null) setAt(spec, path as string[], toJson(item));
  };
  if (entry.secrets.length > 0) plain('credentials_wo_version', ['credentials', 'version']);
  plain('paused', ['paused']);
  const rules = importOf(value);
  if (rules !== undefined) spec['import'] = rules;
  return { spec, hasUnknowns };
}

/** Sections that the type has are there, even if all that they may hold is left out. */
function sections(type: string): JsonObject {
  const names = Object.values(ATTRIBUTES[type]!).map(({ path }) => path[0]!);
  return Object.fromEntries([...new Set(names)].map((name) => [name, {}]));
}

/** Answers whether something was unknown. */
function fill(target: JsonObject, attributes: MappedAttributes, value: CtyObject): boolean {
  let hasUnknowns = false;
  for (const [name, attribute] of Object.entries(attributes)) {
    const item = value[name] ?? null;
    if (item === null) continue;
    if (attribute.writeOnly === true) setAt(target, [...attribute.path], { fromEnv: name });
    else if (item instanceof Unknown) hasUnknowns = true;
    else if (isMappedNested(attribute.type) && isCtyObject(item)) {
      const inner: JsonObject = {};
      hasUnknowns = fill(inner, attribute.type.attributes, item) || hasUnknowns;
      setAt(target, [...attribute.path], inner);
    } else if (Array.isArray(item) && item.some((entry) => entry instanceof Unknown)) hasUnknowns = true;
    else setAt(target, [...attribute.path], toJson(item));
  }
  return hasUnknowns;
}

function importOf(value: CtyObject): JsonObject | undefined {
  const rules = value['import'] ?? null;
  if (!isCtyObject(rules)) return undefined;
  const known = (item: CtyValue | undefined): Json | undefined =>
    item === null || item === undefined || item instanceof Unknown ? undefined : toJson(item);
  return defined({ trigger: known(rules['trigger']), wait: known(rules['wait']) });
}

function toJson(value: CtyValue): Json {
  if (value instanceof ExactNumber) return Number(value.text);
  if (Array.isArray(value)) return value.map(toJson);
  if (isCtyObject(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toJson(item)]));
  }
  return value as Json;
}

/** The attributes that the settings of an integration give; write-only ones are null. */
export function settingsState(type: string, settings: JsonObject): CtyObject {
  return read(ATTRIBUTES[type]!, settings);
}

function read(attributes: MappedAttributes, holder: JsonObject): CtyObject {
  return ctyObject(
    Object.entries(attributes).map(([name, attribute]) => [
      name,
      attribute.writeOnly === true ? null : readOne(attribute, getAt(holder, attribute.path)),
    ]),
  );
}

/** A value that does not have the type of the schema counts as absent: the next plan sets it right. */
function readOne({ type }: MappedAttribute, value: Json | undefined): CtyValue {
  if (isMappedNested(type)) return isObject(value) ? read(type.attributes, value) : null;
  if (type === 'string') return typeof value === 'string' ? value : null;
  if (type === 'bool') return typeof value === 'boolean' ? value : null;
  if (type === 'number') return typeof value === 'number' ? value : null;
  const isTexts = Array.isArray(value) && value.every((item) => typeof item === 'string');
  return isTexts ? value : null;
}

/** The values of the write-only attributes that are given, by attribute. */
export function secretValues(type: string, config: CtyObject): Map<string, string> {
  const names = Object.entries(ATTRIBUTES[type]!).filter(([, { writeOnly }]) => writeOnly === true);
  return new Map(
    names.flatMap(([name]) => {
      const value = config[name] ?? null;
      return typeof value === 'string' ? [[name, value] as const] : [];
    }),
  );
}

/** The write-only attributes of a type, and where their values stand in the specification. */
export function secretAttributes(type: string): Record<string, readonly string[]> {
  const found = Object.entries(ATTRIBUTES[type]!).filter(([, { writeOnly }]) => writeOnly === true);
  return Object.fromEntries(found.map(([name, { path }]) => [name, path]));
}
