import type { JsonObject } from '#core/json.ts';
import type { CatalogEntry } from './catalog-entry.ts';
import { CATALOG } from './generated/catalog.ts';

export type { CatalogEntry } from './catalog-entry.ts';

/** All integration types by name, in alphabetical order. */
export function integrationTypes(): readonly (readonly [string, CatalogEntry])[] {
  return Object.entries(CATALOG);
}

export function integrationType(name: string): CatalogEntry | undefined {
  return Object.hasOwn(CATALOG, name) ? CATALOG[name] : undefined;
}

/** The type that a spec names; an empty text if it names none. */
export function typeOf(spec: JsonObject): string {
  return typeof spec['type'] === 'string' ? spec['type'] : '';
}
