/** A specification as a resource: for the pages of the documentation. */
import { isObject, type JsonObject } from '#core/json.ts';
import { ATTRIBUTES } from '../generated/attributes.ts';
import { isCtyObject } from '../convert/cty.ts';
import { settingsState } from '../convert/integration.ts';
import { resourceType } from '../convert/names.ts';
import { getAt } from '#core/json.ts';
import { Expression, writeBlocks, type HclBlock, type HclValue } from './write.ts';

/** The resource that declares the same as a document. Secrets come from variables. */
export function exampleOf(name: string, spec: JsonObject): string {
  const type = spec['type'] as string;
  const secrets = Object.entries(ATTRIBUTES[type]!).filter(
    ([, { writeOnly, path }]) => writeOnly === true && getAt(spec, path) !== undefined,
  );
  const body: [string, HclValue][] = [
    ['name', name],
    ...Object.entries(settingsState(type, spec))
      .filter(([, value]) => value !== null)
      .map(withoutNulls),
    ...secrets.map(([attribute]): [string, HclValue] => [
      attribute,
      new Expression(`var.${variableOf(attribute)}`),
    ]),
    ...(secrets.length === 0 ? [] : [['credentials_wo_version', '2026-11'] as [string, HclValue]]),
  ];
  const rules = isObject(spec['import'])
    ? Object.entries(spec['import']).filter(([key]) => key !== 'timeout')
    : [];
  const resource: HclBlock = {
    head: ['resource', resourceType(type), 'example'],
    body,
    ...(rules.length === 0 ? {} : { blocks: [{ head: ['import'], body: rules }] }),
  };
  const variables = secrets.map(([attribute]): HclBlock => {
    const variable: [string, HclValue][] = [
      ['type', new Expression('string')],
      ['sensitive', true],
      ['ephemeral', true],
    ];
    return { head: ['variable', variableOf(attribute)], body: variable };
  });
  return writeBlocks([resource, ...variables]);
}

function variableOf(attribute: string): string {
  return attribute.replace(/_wo$/, '');
}

function withoutNulls([name, value]: [string, HclValue]): [string, HclValue] {
  if (!isCtyObject(value)) return [name, value];
  const entries = Object.entries(value as Record<string, HclValue>).filter(([, item]) => item !== null);
  return [name, Object.fromEntries(entries.map(withoutNulls))];
}
