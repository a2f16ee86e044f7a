import type { Account } from '../account.ts';
import type { Answer } from '../answer.ts';
import { Refusal } from '../answer.ts';
import type { StoredConfiguration } from '../store.ts';

/** A checked request: the contract's rules about parameters and body hold already. */
export interface Call {
  id: number;
  params: Record<string, string>;
  query: Record<string, string>;
  headers: { get(name: string): string | undefined };
  body: Record<string, unknown>;
}

export type Handler = (account: Account, call: Call) => Answer;

export function configurationOf({ store }: Account, { id }: Pick<Call, 'id'>): StoredConfiguration {
  const configuration = store.configurations.get(id);
  if (configuration === undefined) throw new Refusal(404, 'not_found', 'There is no such integration.');
  return configuration;
}

export function assertVersion(call: Call, version: number): void {
  const wanted = call.headers.get('if-match');
  if (wanted === undefined || wanted === '*' || wanted === etagOf(version)) return;
  throw new Refusal(412, 'precondition_failed', 'It was changed since that version was read.');
}

export type AnnotationsPatch = Record<string, string | null>;

/** Annotations change by merge patch: null removes. */
export function annotate(
  target: { annotations: Record<string, string> },
  patch: AnnotationsPatch | undefined,
): void {
  for (const [key, value] of Object.entries(patch ?? {})) {
    if (value === null) delete target.annotations[key];
    else target.annotations[key] = value;
  }
}

/** Every change makes a new version. */
export function touch({ now }: Account, configuration: StoredConfiguration): StoredConfiguration {
  configuration.version += 1;
  configuration.updatedAt = new Date(now()).toISOString();
  return configuration;
}

export function etagOf(version: number): string {
  return `"${version}"`;
}

/** One page of items ordered by id; the cursor is the id after which the page starts. */
export function page<T extends { id: number }>(
  items: readonly T[],
  { query }: Call,
  render: (item: T) => unknown,
): Answer {
  const limit = Number(query['limit'] ?? 100);
  const after = query['cursor'] === undefined ? undefined : decodeCursor(query['cursor']);
  const start = after === undefined ? 0 : items.findIndex(({ id }) => id === after) + 1;
  const data = items.slice(start, start + limit);
  const last = data[data.length - 1];
  const more = last !== undefined && start + limit < items.length;
  return { status: 200, body: { data: data.map(render), nextCursor: more ? encodeCursor(last.id) : null } };
}

function encodeCursor(id: number): string {
  return Buffer.from(`after:${id}`).toString('base64url');
}

function decodeCursor(cursor: string): number {
  const match = /^after:(\d+)$/.exec(Buffer.from(cursor, 'base64url').toString());
  if (match === null) throw new Refusal(400, 'invalid_cursor', 'The cursor is not one of this API.');
  return Number(match[1]);
}
