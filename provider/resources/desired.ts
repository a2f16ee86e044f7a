import type { CatalogEntry } from '#catalog/catalog-entry.ts';
import type { Declaration, SecretReference } from '#core/declaration.ts';
import type { AgentStatus, DesiredIntegration, DesiredSecret } from '#core/desired.ts';
import { defined } from '#core/defined.ts';
import { parseDuration } from '#core/duration.ts';
import { declaredParts } from './declared.ts';
import { getAt, type JsonObject, without } from '#core/json.ts';

const DEFAULT_TIMEOUT_SECONDS = 20 * 60;

/** What the document asks for in one environment. `spec` is the effective, valid spec. */
export function toDesired(
  declaration: Declaration,
  spec: JsonObject,
  entry: CatalogEntry | undefined,
): DesiredIntegration {
  const credentials = (spec['credentials'] ?? {}) as JsonObject;
  return defined({
    ...declaredParts(declaration, spec),
    type: (spec['type'] ?? '') as string,
    settings: settingsOf(spec, entry),
    secrets: secretsOf(spec, entry),
    credentialsVersion: credentials['version'] as string | undefined,
    paused: spec['paused'] as boolean | undefined,
    agentStatus: spec['agentStatus'] as unknown as AgentStatus | undefined,
    import: importOf(spec),
    traits: {
      immutable: entry?.immutable ?? [],
      importable: entry?.deliveryMode === 'cloud' || entry?.deliveryMode === 'on-premise',
    },
  });
}

function importOf(spec: JsonObject): DesiredIntegration['import'] {
  const { trigger, wait, timeout } = (spec['import'] ?? {}) as {
    trigger?: DesiredIntegration['import']['trigger'];
    wait?: boolean;
    timeout?: string;
  };
  return {
    trigger: trigger ?? 'on-change',
    wait: wait ?? true,
    timeoutSeconds: parseDuration(timeout ?? '') ?? DEFAULT_TIMEOUT_SECONDS,
  };
}

/** Both sections, also when empty, without secrets and without our own `version`. */
function settingsOf(spec: JsonObject, entry: CatalogEntry | undefined): JsonObject {
  const settings: JsonObject = {
    credentials: spec['credentials'] ?? {},
    configuration: spec['configuration'] ?? {},
  };
  const hidden = [['credentials', 'version'], ...(entry?.secrets ?? [])];
  return hidden.reduce<JsonObject>((rest, path) => without(rest, path), settings);
}

function secretsOf(spec: JsonObject, entry: CatalogEntry | undefined): DesiredSecret[] {
  return (entry?.secrets ?? []).flatMap((path) => {
    const reference = getAt(spec, path);
    return reference === undefined ? [] : [{ path, reference: reference as unknown as SecretReference }];
  });
}
