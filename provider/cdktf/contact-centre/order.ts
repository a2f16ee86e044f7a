import type { Problems } from '../problems.ts';

interface Ordered {
  after?: readonly string[];
}

/** Entries in the order in which they are given, but what others come after first. */
export function inOrder<T extends Ordered>(
  entries: readonly (readonly [string, T])[],
  problems: Problems,
): [string, T][] {
  const byKey = new Map(entries);
  const ordered = new Map<string, T>();
  const visit = (key: string, way: readonly string[]): void => {
    const entry = byKey.get(key);
    if (entry === undefined || ordered.has(key)) return;
    if (way.includes(key)) {
      problems.add(`integrations.${key}.after`, `It comes after itself: ${[...way, key].join(', ')}.`);
      return;
    }
    for (const name of entry.after ?? []) {
      if (!byKey.has(name))
        problems.add(`integrations.${key}.after`, `There is no integration "${name}" in this environment.`);
      visit(name, [...way, key]);
    }
    ordered.set(key, entry);
  };
  for (const [key] of entries) visit(key, []);
  return [...ordered];
}
