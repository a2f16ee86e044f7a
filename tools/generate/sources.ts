import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** A JSON Schema node; the sources use draft-07. */
export type Schema = Record<string, unknown> & {
  $id?: string;
  title?: string;
  description?: string;
  type?: string;
  enum?: unknown[];
  const?: unknown;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  allOf?: Schema[];
  examples?: unknown[];
  'x-injixo'?: Record<string, unknown>;
};

export interface Sources {
  /** The integration types by name, in alphabetical order. */
  types: Map<string, Schema>;
  common: Schema & { definitions: Record<string, Schema> };
  integration: Schema;
  workload: Schema;
  workspace: Schema;
  meta: Schema;
  /** The item schemas of the published push endpoints, by the last part of their path. */
  pushed: Map<string, Schema>;
}

export function readSources(): Sources {
  const folder = path.join(ROOT, 'schemas/integration-types');
  const files = readdirSync(folder).filter(
    (name) => name.endsWith('.schema.json') && name !== 'meta.schema.json',
  );
  return {
    types: new Map(
      files.sort().map((file) => [file.replace('.schema.json', ''), read(path.join(folder, file))]),
    ),
    common: read(path.join(ROOT, 'schemas/document/common.schema.json')) as Sources['common'],
    integration: read(path.join(ROOT, 'schemas/document/integration.schema.json')),
    workload: read(path.join(ROOT, 'schemas/document/workload.schema.json')),
    workspace: read(path.join(ROOT, 'schemas/document/workspace.schema.json')),
    meta: read(path.join(folder, 'meta.schema.json')),
    pushed: readPushed(),
  };
}

/** A date-time as a pattern, so that the validators need no format library. */
const DATE_TIME = '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d+)?(Z|[+-]\\d{2}:\\d{2})$';

function readPushed(): Sources['pushed'] {
  const file = path.join(ROOT, 'schemas/injixo-api.openapi.yaml');
  const { schemas } = (
    parse(readFileSync(file, 'utf8')) as { components: { schemas: Record<string, Schema> } }
  ).components;
  const itemOf = (name: string): Schema => {
    const text = JSON.stringify(schemas[name]!.properties!['data']!.items)
      .replaceAll('{"$ref":"#/components/schemas/Channel"}', JSON.stringify(schemas['Channel']))
      .replaceAll('"format":"date-time"', `"pattern":${JSON.stringify(DATE_TIME)}`);
    return JSON.parse(text) as Schema;
  };
  return new Map([
    ['contact-events', itemOf('ContactEvents')],
    ['agent-statuses', itemOf('AgentStatuses')],
  ]);
}

function read(file: string): Schema {
  return JSON.parse(readFileSync(file, 'utf8')) as Schema;
}

/** `freshdesk-contact-center` as `FreshdeskContactCenter`. */
export function pascalCase(type: string): string {
  return type.replace(/(^|-)([a-z0-9])/g, (_, __, letter: string) => letter.toUpperCase());
}
