import type { DesiredIntegration } from './desired.ts';
import type { Diagnostic } from './diagnostic.ts';
import type { ObservedIntegration } from './observed.ts';
import type { FieldChange } from './plan.ts';
import { causeOf } from './diff.ts';
import { foldName } from './match.ts';

/** An external identifier or status, and the person or activity that it stands for. */
export interface MappingEntry {
  key: string;
  id: number;
  /** For people: `Alice Adams (11)`. */
  label: string;
}

export interface Mapping {
  users: MappingEntry[];
  statuses: MappingEntry[];
}

/** What a status means that nobody mapped. */
export const PRESENT = 1;

const LISTS = ['users', 'statuses'] as const;
type List = (typeof LISTS)[number];

/** Entry by entry; a declared list is managed as a whole, so what it does not hold is taken away. */
export function diffMapping(
  { mapping: declared }: DesiredIntegration,
  observed: Pick<ObservedIntegration, 'mapping' | 'owner'> | undefined,
): FieldChange[] {
  return LISTS.flatMap((list) => {
    const entries = declared?.[list];
    if (entries === undefined) return [];
    const last = observed?.owner?.mapped?.[list];
    return diffList(list, entries, observed?.mapping?.[list] ?? [], last && new Map(Object.entries(last)));
  });
}

function diffList(
  list: List,
  declared: readonly MappingEntry[],
  observed: readonly MappingEntry[],
  last: ReadonlyMap<string, number> | undefined,
): FieldChange[] {
  const wanted = meaningful(list, declared);
  const seen = meaningful(list, observed);
  const keys = [...new Set([...wanted.keys(), ...seen.keys()])];
  return keys.flatMap((key): FieldChange[] => {
    const [after, before] = [wanted.get(key), seen.get(key)];
    if (after?.id === before?.id) return [];
    const remembered = last === undefined ? undefined : (last.get(key) ?? null);
    return [
      {
        path: ['agentStatus', list, key],
        ...(before === undefined ? {} : { before: before.label }),
        ...(after === undefined ? {} : { after: after.label }),
        cause: causeOf(after?.id ?? null, remembered, before?.id ?? null),
      },
    ];
  });
}

/** A status that means Present is as good as one that nobody mapped. */
function meaningful(list: List, entries: readonly MappingEntry[]): Map<string, MappingEntry> {
  const kept = list === 'users' ? entries : entries.filter(({ id }) => id !== PRESENT);
  return new Map(kept.map((entry) => [entry.key, entry]));
}

/** The lists as they are remembered: key to id. */
export function remembered(mapping: DesiredIntegration['mapping']): Record<string, Record<string, number>> {
  const lists = LISTS.flatMap((list): [string, Record<string, number>][] => {
    const entries = mapping?.[list];
    if (entries === undefined) return [];
    const kept = [...meaningful(list, entries).values()];
    return [[list, Object.fromEntries(kept.map(({ key, id }) => [key, id]))]];
  });
  return Object.fromEntries(lists);
}

/** Identifiers that the account knows in another spelling: most likely a mistake, and easy to miss. */
export function similarKeys(desired: DesiredIntegration, observed: ObservedIntegration): Diagnostic[] {
  return LISTS.flatMap((list) => {
    const seen = observed.mapping?.[list] ?? [];
    const exact = new Set(seen.map(({ key }) => key));
    const folded = new Map(seen.map(({ key }) => [foldName(key), key]));
    return (desired.mapping?.[list] ?? []).flatMap(({ key }): Diagnostic[] => {
      const other = folded.get(foldName(key));
      if (exact.has(key) || other === undefined) return [];
      return [
        {
          code: 'mapping/similar',
          severity: 'warning',
          message: `"${key}" is declared, but "${desired.name}" has "${other}".`,
          hint: 'External identifiers are compared letter by letter: copy the spelling of the external system.',
          path: `spec.agentStatus.${list}`,
          ...desired.source,
        },
      ];
    });
  });
}
