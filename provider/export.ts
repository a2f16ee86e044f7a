import type { Configuration } from '#api/client.ts';
import { integrationType } from '#catalog/catalog.ts';
import { API_VERSION } from '#core/declaration.ts';
import { defined } from '#core/defined.ts';
import { isObject, type JsonObject, setAt } from '#core/json.ts';
import { readOwnership } from '#core/ownership.ts';

export interface ExportedDocument {
  name: string;
  type: string;
  document: JsonObject;
}

/**
 * A configuration of the account as a document. Secrets become references to environment variables
 * that are named after the integration; the values cannot be read back, so they must be set by hand.
 */
export function exportDocument(configuration: Configuration): ExportedDocument {
  const { name, type, paused } = configuration;
  const owner = readOwnership(configuration.annotations);
  const labels = owner?.labels ?? {};
  const spec = defined({ type, ...settingsOf(configuration) }) as JsonObject;
  for (const path of secretsOf(configuration)) setAt(spec, path, { fromEnv: variableName(name, path) });
  if (owner?.credentialsVersion !== undefined)
    setAt(spec, ['credentials', 'version'], owner.credentialsVersion);
  if (paused) spec['paused'] = true;
  if (owner?.preventDestroy === true) spec['lifecycle'] = { preventDestroy: true };
  const metadata = defined({
    name,
    labels: Object.keys(labels).length > 0 ? labels : undefined,
  }) as JsonObject;
  return { name, type, document: { apiVersion: API_VERSION, kind: 'Integration', metadata, spec } };
}

function settingsOf(configuration: Configuration): Record<string, JsonObject | undefined> {
  const nonEmpty = (value: unknown): JsonObject | undefined =>
    isObject(value) && Object.keys(value).length > 0 ? structuredClone(value) : undefined;
  return {
    credentials: nonEmpty(configuration.credentials),
    configuration: nonEmpty(configuration.configuration),
  };
}

/** The secrets that are set, of those that the type knows. */
function secretsOf({ type, secrets }: Configuration): string[][] {
  const isSet = new Set(secrets.map(({ path }) => path));
  return (integrationType(type)?.secrets ?? []).filter((path) => isSet.has(path.join('.')));
}

/** `Five9 EU` and `credentials.password` as `FIVE9_EU_PASSWORD`. */
function variableName(name: string, path: readonly string[]): string {
  const keys = path
    .slice(1)
    .join('_')
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2');
  const text = `${name}_${keys}`
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^A-Za-z0-9]+/g, '_');
  const word = text.replaceAll(/^_+|_+$/g, '').toUpperCase();
  return /^[0-9]/.test(word) ? `INJIXO_${word}` : word;
}
