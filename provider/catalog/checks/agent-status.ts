import type { Problem } from '#core/diagnostic.ts';
import { getAt, type JsonObject } from '#core/json.ts';
import { foldName } from '#core/match.ts';

const LISTS = [
  ['users', 'identifier'],
  ['statuses', 'status'],
] as const;

/** External identifiers and statuses are compared letter by letter, so what looks alike is a mistake. */
export function checkAgentStatus(spec: JsonObject): Problem[] {
  return LISTS.flatMap(([list, key]) => {
    const entries = (getAt(spec, ['agentStatus', list]) ?? []) as Record<string, string>[];
    const seen = new Map<string, { text: string; index: number }>();
    return entries.flatMap((entry, index): Problem[] => {
      const text = entry[key]!;
      const path = ['agentStatus', list, index, key];
      const spaces = text === text.trim() ? [] : [strayspace(text, path)];
      const folded = foldName(text);
      const other = seen.get(folded);
      if (other !== undefined) return [...spaces, twice(text, other, path)];
      seen.set(folded, { text, index });
      return spaces;
    });
  });
}

function strayspace(text: string, path: Problem['path']): Problem {
  return {
    code: 'mapping/spaces',
    message: `${JSON.stringify(text)} begins or ends with a space.`,
    hint: `Write ${JSON.stringify(text.trim())}.`,
    path,
  };
}

function twice(text: string, other: { text: string; index: number }, path: Problem['path']): Problem {
  if (text === other.text) {
    return {
      code: 'mapping/duplicate',
      message: `"${text}" is mapped twice; the first time in entry ${other.index + 1}.`,
      hint: 'One external identifier means one person, one status one activity: remove an entry.',
      path,
    };
  }
  return {
    code: 'mapping/similar',
    message: `"${text}" differs from "${other.text}" in entry ${other.index + 1} only by case, spaces or Unicode form.`,
    hint: 'Copy the spelling of the external system and remove the other entry.',
    path,
  };
}
