/** Specifications as the properties of constructs: the way back of what the reader of stacks does. */
import type { SecretReference } from '#core/declaration.ts';
import { defined } from '#core/defined.ts';
import { getAt, isObject, type Json, type JsonObject } from '#core/json.ts';
import { isCtyObject, type CtyValue } from '#terraform/convert/cty.ts';
import { secretAttributes, settingsState } from '#terraform/convert/integration.ts';
import { camelCase } from '#terraform/convert/names.ts';
import type { Code, SourceObject, SourceValue } from './source.ts';

/** Makes the code of a secret: `new SecretVariable(this, "NAME").value`. */
export type SecretCode = (reference: SecretReference) => Code;

/** The properties of an integration, without its name. */
export function integrationProps(type: string, spec: JsonObject, secret: SecretCode): SourceObject {
  const settings = Object.entries(settingsState(type, spec)).flatMap(
    ([name, value]): [string, SourceValue][] => (value === null ? [] : [[camelCase(name), source(value)]]),
  );
  const secrets = Object.entries(secretAttributes(type)).flatMap(([name, path]): [string, SourceValue][] => {
    const reference = getAt(spec, path);
    return isObject(reference) ? [[camelCase(name), secret(reference as unknown as SecretReference)]] : [];
  });
  const { timeout, ...rules } = isObject(spec['import']) ? spec['import'] : {};
  return defined({
    ...Object.fromEntries(settings),
    ...Object.fromEntries(secrets),
    credentialsWoVersion: getAt(spec, ['credentials', 'version']) as string | undefined,
    paused: spec['paused'] as boolean | undefined,
    import: Object.keys(rules).length === 0 ? undefined : (rules as SourceObject),
    timeouts: typeof timeout === 'string' ? { create: timeout, update: timeout } : undefined,
    lifecycle: lifecycle(spec),
  });
}

/** The properties of a workload, without its name. `idOf` makes the code of an integration's id. */
export function workloadProps(spec: JsonObject, idOf: (integration: string) => SourceValue): SourceObject {
  const { queues, queueTimeout, lifecycle: _, ...rest } = spec;
  const references = Array.isArray(queues)
    ? queues.filter(isObject).map(({ integration, ...queue }): SourceObject => {
        return { integrationId: idOf(integration as string), ...(queue as SourceObject) };
      })
    : undefined;
  return defined({
    ...(rest as SourceObject),
    queues: references,
    timeouts: typeof queueTimeout === 'string' ? { create: queueTimeout, update: queueTimeout } : undefined,
    lifecycle: lifecycle(spec),
  });
}

/** `users` and `statuses` as maps; undefined where a specification has no mapping. */
export function mappingProps({ agentStatus }: JsonObject): SourceObject | undefined {
  if (!isObject(agentStatus)) return undefined;
  const map = (list: Json | undefined, key: string, value: string): SourceObject | undefined =>
    Array.isArray(list)
      ? Object.fromEntries(list.filter(isObject).map((item) => [item[key] as string, item[value] as string]))
      : undefined;
  return defined({
    users: map(agentStatus['users'], 'identifier', 'person'),
    statuses: map(agentStatus['statuses'], 'status', 'activity'),
  });
}

function lifecycle(spec: JsonObject): SourceObject | undefined {
  return getAt(spec, ['lifecycle', 'preventDestroy']) === true ? { preventDestroy: true } : undefined;
}

function source(value: CtyValue): SourceValue {
  if (Array.isArray(value)) return value.map(source);
  if (!isCtyObject(value)) return value as SourceValue;
  const entries = Object.entries(value).filter(([, item]) => item !== null);
  return Object.fromEntries(entries.map(([name, item]) => [camelCase(name), source(item)]));
}
