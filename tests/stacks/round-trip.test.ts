import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { isObject, type Json, type JsonObject } from '#core/json.ts';
import { INTEGRATION_PREFIX, snakeCase } from '#terraform/convert/names.ts';
import { integrationProps } from '../../provider/stacks/app/props.ts';
import { Code, type SourceValue } from '../../provider/stacks/app/source.ts';
import { readStacks } from '../../provider/stacks/read-stacks.ts';

const TYPES = path.join(import.meta.dirname, '../fixtures/integration-types');

const files = readdirSync(TYPES).flatMap((type) =>
  readdirSync(path.join(TYPES, type, 'valid')).map((name) => [type, name] as const),
);

/** What a construct makes of its properties, in the JSON of a stack. */
function toStack(value: SourceValue): Json {
  if (value instanceof Code) return value.text;
  if (typeof value === 'string') return value.replaceAll(/([$%])\{/g, '$1$1{');
  if (Array.isArray(value)) return value.map(toStack);
  if (typeof value !== 'object' || value === null) return value ?? null;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [snakeCase(key), toStack(item)]));
}

/** Empty sections say nothing. */
function withoutEmpty(value: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(value).filter(([, item]) => !isObject(item) || Object.keys(item).length > 0),
  );
}

describe('a specification that became properties and was read back', () => {
  it.each(files)('%s %s is the same', (type, name) => {
    const text = readFileSync(path.join(TYPES, type, 'valid', name), 'utf8');
    const { spec } = parse(text) as { spec: JsonObject };
    // The mapping is a resource of its own, and who may replace is no matter of a stack.
    const { agentStatus: _, ...own } = spec;
    const secrets = new Map<string, JsonObject>();
    const props = integrationProps(type, own, (reference) => {
      secrets.set(`s${secrets.size}`, reference);
      return new Code(`\${var.s${secrets.size - 1}}`);
    });
    const variable = Object.fromEntries([...secrets.keys()].map((key) => [key, { sensitive: true }]));
    const { lifecycle, ...rest } = toStack(props) as JsonObject;
    const block = { name: 'x', ...rest, ...(lifecycle === undefined ? {} : { lifecycle }) };
    const stack = {
      provider: { injixo: [{}] },
      variable,
      resource: { [`${INTEGRATION_PREFIX}${snakeCase(type)}`]: { x: block } },
    };
    const source = { name: 's', file: 's', text: JSON.stringify(stack) };
    const { documents, diagnostics } = readStacks([source], { names: [] }, () => undefined);
    expect(diagnostics).toEqual([]);
    const expected = JSON.parse(JSON.stringify(own), (_key, value: Json) => {
      const found = [...secrets].find(([, reference]) => JSON.stringify(reference) === JSON.stringify(value));
      return found === undefined ? value : { fromEnv: `TF_VAR_${found[0]}` };
    }) as JsonObject;
    delete (expected['lifecycle'] as JsonObject | undefined)?.['replace'];
    expect(documents[0]!.value['spec']).toEqual(withoutEmpty(expected));
  });
});
