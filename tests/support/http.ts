import { Client } from '#api/client.ts';
import type { HttpOptions } from '#api/http.ts';

export const ENDPOINT = 'https://api.injixo.test';
export const PATH = '/external-systems/integration-configurations';

/** A clock that does not wait, and remembers how long it was asked to. */
export class FakeClock {
  time = 1_000_000;
  readonly sleeps: number[] = [];
  readonly now = (): number => this.time;
  readonly sleep = async (milliseconds: number): Promise<void> => {
    this.sleeps.push(milliseconds);
    this.time += milliseconds;
    await Promise.resolve();
  };
}

export function client(changes: Partial<HttpOptions> = {}): Client {
  return new Client({
    endpoint: ENDPOINT,
    token: 'canary-token',
    userAgent: 'test',
    fetch: (...args) => globalThis.fetch(...args),
    clock: new FakeClock(),
    random: () => 0,
    parallelism: 4,
    ...changes,
  });
}

export async function collect<T>(pages: AsyncIterable<T[]>): Promise<T[]> {
  const all: T[] = [];
  for await (const page of pages) all.push(...page);
  return all;
}
