import { checkSpecNow, loadSqlBuilds } from '#catalog/check.ts';
import type { SqlBuilds } from '#catalog/checks/sql.ts';
import { validateSpec } from '#catalog/validate.ts';
import { integrationType } from '#catalog/catalog.ts';
import type { Edition } from '#core/declaration.ts';
import type { Problem } from '#core/diagnostic.ts';
import { ATTRIBUTES } from '../generated/attributes.ts';
import { specOf, type Specification } from './integration.ts';
import type { CtyObject } from './cty.ts';
import type { AttributePath, Finding } from './finding.ts';
import { isMappedNested, type MappedAttributes } from './mapped.ts';
import { timeoutFindings } from './shared-attributes.ts';
import { validateHead } from './validate-head.ts';

interface Options {
  /** An integration that exists keeps the secrets that it has, so they may be left out. */
  secretsNeeded: boolean;
  edition?: Edition;
  /** How messages call an attribute; default: by its name. */
  nameOf?: (attribute: string) => string;
}

/** Problems that may vanish when everything is known: what is missing, and what does not go together. */
const NEEDS_ALL = new Set(['schema/missing-key', 'schema/not-applicable']);

/** The rules of the catalogue, in the words and with the paths of the resource. */
export async function validateIntegration(
  type: string,
  config: CtyObject,
  options: Options,
): Promise<Finding[]> {
  const specification = specOf(type, config);
  return findingsOf(type, config, specification, options, await loadSqlBuilds(specification.spec));
}

/** The same for who cannot wait, with the parsers of SQL at hand. */
export function validateIntegrationNow(
  type: string,
  config: CtyObject,
  options: Options,
  builds: SqlBuilds,
): Finding[] {
  return findingsOf(type, config, specOf(type, config), options, builds);
}

function findingsOf(
  type: string,
  config: CtyObject,
  { spec, hasUnknowns }: Specification,
  { secretsNeeded, edition, nameOf = (name) => name }: Options,
  builds: SqlBuilds,
): Finding[] {
  const wrong = validateSpec(spec).filter(
    (found) =>
      !(hasUnknowns && NEEDS_ALL.has(found.code)) && (secretsNeeded || !isMissingSecret(type, found)),
  );
  const more = wrong.length > 0 || hasUnknowns ? [] : checkSpecNow(spec, edition, builds);
  const findings = [...wrong, ...more].map((found) => toFinding(type, found, nameOf));
  const durations = timeoutFindings(config);
  return [...validateHead('Integration', config), ...findings, ...durations];
}

function isMissingSecret(type: string, { code, path }: Problem): boolean {
  if (code !== 'schema/missing-key') return false;
  const secrets = integrationType(type)?.secrets ?? [];
  const key = path.join('.');
  return secrets.some((secret) => secret.join('.') === key);
}

function toFinding(
  type: string,
  { severity, message, hint, path }: Problem,
  nameOf: (attribute: string) => string,
): Finding {
  const attribute = attributePath(ATTRIBUTES[type]!, path);
  const words = wordsOf(ATTRIBUTES[type]!);
  // Two properties may have one key: the one at the path is meant.
  const [key, name] = [path[path.length - 1], attribute[attribute.length - 1]];
  if (typeof key === 'string' && typeof name === 'string') words.set(key, name);
  // Keys stand in quotes, and in the words of conditions without them.
  const translated = (text: string): string =>
    text.replaceAll(/"[A-Za-z0-9]+"|\b[a-z]+[A-Z]\w*/g, (text) => {
      const word = words.get(text.replaceAll('"', ''));
      if (word === undefined) return text;
      return text.startsWith('"') ? `"${nameOf(word)}"` : nameOf(word);
    });
  return {
    severity: severity === 'warning' ? 'warning' : 'error',
    summary: translated(message),
    ...(hint === undefined ? {} : { detail: translated(hint) }),
    ...(attribute.length === 0 ? {} : { attribute }),
  };
}

/** Names of properties and the names of their attributes. */
function wordsOf(attributes: MappedAttributes): Map<string, string> {
  const words = new Map<string, string>();
  for (const [name, { path, type }] of Object.entries(attributes)) {
    words.set(path[path.length - 1]!, name);
    if (isMappedNested(type)) for (const [key, word] of wordsOf(type.attributes)) words.set(key, word);
  }
  return words;
}

/** `['configuration', 'mapping', 'sqlQuery']` as `['mapping', 'sql_query']`; as far as attributes are known. */
export function attributePath(
  attributes: MappedAttributes,
  path: readonly (string | number)[],
): AttributePath {
  const nearestFirst = Object.entries(attributes).sort(([, a], [, b]) => b.path.length - a.path.length);
  for (const [name, attribute] of nearestFirst) {
    if (!attribute.path.every((key, index) => path[index] === key)) continue;
    const rest = path.slice(attribute.path.length);
    if (isMappedNested(attribute.type)) return [name, ...attributePath(attribute.type.attributes, rest)];
    return [name, ...rest];
  }
  const own: Record<string, AttributePath> = {
    paused: ['paused'],
    import: ['import', ...path.slice(1)],
    'credentials.version': ['credentials_wo_version'],
  };
  return own[path.join('.')] ?? own[String(path[0])] ?? [];
}
