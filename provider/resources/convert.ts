import type { Configuration, ConfigurationPatch, NewConfiguration } from '#api/client.ts';
import type { DesiredIntegration } from '#core/desired.ts';
import { type JsonObject, setAt } from '#core/json.ts';
import type { ObservedIntegration } from '#core/observed.ts';
import {
  patchOwnership,
  pauseMark,
  readOwnership,
  writeOwnership,
  type WriteContext,
} from '#core/ownership.ts';
import type { FieldChange, IntegrationStep } from '#core/plan.ts';

/** Resolved secrets by dotted path. Lives in memory between resolving and sending, nowhere else. */
export type SecretValues = ReadonlyMap<string, string>;

export function toObserved(configuration: Configuration): ObservedIntegration {
  const {
    id,
    etag,
    name,
    type,
    paused,
    credentials,
    configuration: settings,
    secrets,
    annotations,
    lastImport,
    connection,
  } = configuration;
  return {
    id,
    etag,
    name,
    type,
    paused,
    settings: { credentials: credentials as JsonObject, configuration: settings as JsonObject },
    secretGenerations: Object.fromEntries(secrets.map(({ path, generation }) => [path, generation])),
    owner: readOwnership(annotations),
    // While the connection fails, so would another import.
    ...(lastImport?.state === 'failed' && connection.state !== 'failed' ? { importFailed: true } : {}),
  };
}

/** The body of a create: everything declared, with the secrets in their places. A temporary pause is marked. */
export function toNewConfiguration(
  desired: DesiredIntegration,
  secrets: SecretValues,
  context: WriteContext,
  temporaryPause = false,
): NewConfiguration {
  const body = structuredClone(desired.settings);
  for (const [path, value] of secrets) setAt(body, path.split('.'), value);
  const generations = Object.fromEntries(desired.secrets.map(({ path }) => [path.join('.'), 1]));
  return {
    name: desired.name,
    type: desired.type,
    paused: temporaryPause || (desired.paused ?? false),
    ...(nonEmpty(body) as Pick<NewConfiguration, 'credentials' | 'configuration'>),
    annotations: {
      ...writeOwnership(desired, generations, context),
      ...(temporaryPause ? pauseMark(context.operation) : {}),
    },
  };
}

function nonEmpty(sections: JsonObject): JsonObject {
  const entries = Object.entries(sections).filter(([, value]) => Object.keys(value as JsonObject).length > 0);
  return Object.fromEntries(entries);
}

/** The body of a change: exactly the fields that the plan shows, and what we remember about them. */
export function toPatch(
  step: IntegrationStep,
  secrets: SecretValues,
  context: WriteContext,
): ConfigurationPatch {
  const desired = step.desired!;
  const body: JsonObject = {};
  for (const field of step.fields) {
    if (field.path[0] !== 'credentials' && field.path[0] !== 'configuration') continue;
    const key = field.path.join('.');
    setAt(body, field.path, field.secret ? (secrets.get(key) ?? null) : (field.after ?? null));
  }
  const renamed = step.observed!.name !== desired.name;
  return {
    ...(renamed ? { name: desired.name } : {}),
    ...(body as Pick<ConfigurationPatch, 'credentials' | 'configuration'>),
    annotations: patchOwnership(desired, generationsAfter(step, secrets), context),
  };
}

/** The paths of the secrets that a step sends. */
export function secretsToSend(step: IntegrationStep): DesiredIntegration['secrets'] {
  const secrets = step.desired?.secrets ?? [];
  if (step.action === 'create' || step.action === 'replace') return secrets;
  const sent = new Set(step.fields.filter(isSent).map(({ path }) => path.join('.')));
  return secrets.filter(({ path }) => sent.has(path.join('.')));
}

function isSent(field: FieldChange): boolean {
  return field.secret === true && field.reference !== undefined;
}

/** If-Match makes sure that nobody writes in between, so the count after our write is known before it. */
function generationsAfter(step: IntegrationStep, secrets: SecretValues): Record<string, number> {
  const before = step.observed!.secretGenerations;
  return Object.fromEntries(
    step.desired!.secrets.map(({ path }) => {
      const key = path.join('.');
      return [key, (before[key] ?? 0) + (secrets.has(key) ? 1 : 0)];
    }),
  );
}
