import { FAILSAFE_SCHEMA, loadAll, Type } from 'js-yaml';
import type { Json } from '#core/json.ts';

/*
 * Values come from js-yaml, because it is eight times as fast as a parser that keeps positions.
 * Positions and syntax errors come from `yaml`, and only when one is needed. So that both agree on
 * every scalar, these types follow the core schema of YAML 1.2 to the letter: no 1_000, no 0b1, no dates.
 */
const INT = /^(?:[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+)$/;
const FLOAT = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;

const empty = new Type('tag:yaml.org,2002:null', {
  kind: 'scalar',
  resolve: (text: string | null) => text === null || /^(?:~|null|Null|NULL|)$/.test(text),
  construct: () => null,
});

const boolean = new Type('tag:yaml.org,2002:bool', {
  kind: 'scalar',
  resolve: (text: string | null) => text !== null && /^(?:true|True|TRUE|false|False|FALSE)$/.test(text),
  construct: (text: string) => text.toLowerCase() === 'true',
});

const number = new Type('tag:yaml.org,2002:float', {
  kind: 'scalar',
  resolve: (text: string | null) => text !== null && (INT.test(text) || FLOAT.test(text)),
  construct: (text: string) => Number(text),
});

export const CORE = FAILSAFE_SCHEMA.extend({ implicit: [empty, boolean, number] });

/** The values of all documents of a file, in order. Throws what js-yaml throws on invalid YAML. */
export function parseValues(text: string): Json[] {
  const documents: Json[] = [];
  loadAll(text, (value) => documents.push((value ?? null) as Json), { schema: CORE });
  return documents;
}
