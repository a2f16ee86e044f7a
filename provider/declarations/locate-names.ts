import { loadAll, type EventType, type State } from 'js-yaml';
import { CORE } from './yaml-values.ts';

/** From 1, as everywhere. */
export interface NamePlace {
  line: number;
  column: number;
}

/** The nodes that are open while a value of `metadata.name` is read: document, metadata, the value. */
const DEPTH_OF_NAME = 3;

/**
 * Where `metadata.name` stands in each document of a file. A plan shows this place for every step, so
 * it is found at the speed of the fast parser, by listening to the nodes that it opens and closes.
 * Undefined for rare forms, such as a name on a line of its own: there the exact locator must be asked.
 */
export function locateNames(text: string): (NamePlace | undefined)[] {
  const places: (NamePlace | undefined)[] = [];
  let document = -1;
  let depth = 0;
  let section: unknown;
  let previous: unknown;
  let start: NamePlace = { line: 1, column: 1 };

  const listener = (event: EventType, state: State): void => {
    if (event === 'open') {
      if (depth === 0) document += 1;
      depth += 1;
      start = { line: state.line + 1, column: startOf(state) - state.lineStart + 1 };
      return;
    }
    if (state.kind === 'scalar') {
      if (depth === DEPTH_OF_NAME - 1 && isKey(previous, section)) section = state.result;
      if (depth === DEPTH_OF_NAME && section === 'metadata' && previous === 'name')
        places[document] ??= start;
      previous = state.result;
    }
    depth -= 1;
    if (depth === 1) previous = undefined;
  };
  try {
    loadAll(text, () => undefined, { schema: CORE, listener });
  } catch {
    return [];
  }
  return places;
}

/** In block style a node opens at the blank behind the colon of its key. */
function startOf({ input, position }: State): number {
  let start = position;
  while (input[start] === ' ' || input[start] === '\t') start += 1;
  return start;
}

/** On the level of sections every other scalar is a value: `kind: Integration`. */
function isKey(previous: unknown, section: unknown): boolean {
  return previous === undefined || previous !== section;
}
