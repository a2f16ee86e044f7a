import type { Configuration, Queue, Workload } from '#api/client.ts';
import { integrationType } from '#catalog/catalog.ts';
import { API_VERSION } from '#core/declaration.ts';
import { defined } from '#core/defined.ts';
import { isObject, type JsonObject, setAt } from '#core/json.ts';
import type { AgentStatus } from '#core/desired.ts';
import type { Ownership } from '#core/observed.ts';
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
export function exportDocument(configuration: Configuration, agentStatus?: AgentStatus): ExportedDocument {
  const { name, type, paused } = configuration;
  const owner = readOwnership(configuration.annotations);
  const spec = defined({ type, ...settingsOf(configuration) }) as JsonObject;
  for (const path of secretsOf(configuration)) setAt(spec, path, { fromEnv: variableName(name, path) });
  if (owner?.credentialsVersion !== undefined)
    setAt(spec, ['credentials', 'version'], owner.credentialsVersion);
  if (agentStatus !== undefined) spec['agentStatus'] = agentStatus as unknown as JsonObject;
  if (paused) spec['paused'] = true;
  if (owner?.preventDestroy === true) spec['lifecycle'] = { preventDestroy: true };
  return {
    name,
    type,
    document: { apiVersion: API_VERSION, kind: 'Integration', metadata: metadataOf(name, owner), spec },
  };
}

/** A workload of the account as a document. Queues of deleted integrations cannot be named and are left out. */
export function exportWorkload(
  workload: Workload,
  queues: ReadonlyMap<number, Queue>,
  integrations: ReadonlyMap<number, string>,
): ExportedDocument {
  const { name, timeZone, holidayRegion, planningUnit, activity, forecastModel, forecastMode } = workload;
  const owner = readOwnership(workload.annotations);
  const references = workload.queueIds.flatMap((id) => {
    const queue = queues.get(id);
    const integration = integrations.get(queue?.integrationConfigurationId ?? 0);
    return queue === undefined || integration === undefined ? [] : [{ integration, name: queue.name }];
  });
  const forecast = defined({ model: forecastModel, mode: forecastMode });
  const spec = defined({
    timeZone,
    holidayRegion,
    planningUnit,
    activity,
    forecast: Object.keys(forecast).length > 0 ? forecast : undefined,
    queues: references,
    lifecycle: owner?.preventDestroy === true ? { preventDestroy: true } : undefined,
  }) as unknown as JsonObject;
  return {
    name,
    type: 'workload',
    document: { apiVersion: API_VERSION, kind: 'Workload', metadata: metadataOf(name, owner), spec },
  };
}

function metadataOf(name: string, owner: Ownership | null): JsonObject {
  const labels = owner?.labels ?? {};
  return defined({ name, labels: Object.keys(labels).length > 0 ? labels : undefined });
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
