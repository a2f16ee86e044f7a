/** A small account with everything that can go wrong, in one process and on a clock that does not wait. */
import { createApp } from '#emulator/server.ts';
import type { Client } from '#api/client.ts';
import { emulatorOptions, BASE, TOKEN } from '../support/emulator.ts';
import { client, FakeClock } from '../support/http.ts';
import { person } from './person.ts';

/** What can happen at a request. */
export const TROUBLES = [
  'rate-limit',
  'unavailable',
  'web-page',
  'truncated',
  'reset-before',
  'reset-after',
  'timeout-before',
  'timeout-after',
  'kill-before',
  'kill-after',
  'person-changes',
  'person-pauses',
] as const;

export type Trouble = (typeof TROUBLES)[number];

/** Troubles by the number of the request, counted over all runs. */
export type Schedule = ReadonlyMap<number, Trouble>;

const clock = new FakeClock();
const app = createApp(emulatorOptions({ importSeconds: 3, now: clock.now }));

/** The process was killed: nothing that it began goes on. */
export class Killed extends Error {}

export class World {
  /** Requests that change something. */
  writes = 0;
  readonly clock = clock;
  readonly #schedule: Schedule;
  #requests = 0;
  /** Who of the people comes next, so that every schedule has its own. */
  #turn = 0;

  private constructor(schedule: Schedule) {
    this.#schedule = schedule;
  }

  /** A new account in which all goes well. */
  static async open(): Promise<World> {
    await app.request(`${BASE}/__emulator/account`, { method: 'DELETE' });
    const world = new World(new Map());
    await world.faults();
    return world;
  }

  /** What goes wrong with imports, as the emulator's own faults. */
  async faults(...texts: string[]): Promise<void> {
    const body = JSON.stringify({ data: texts.filter((text) => text !== '') });
    await app.request(`${BASE}/__emulator/faults`, { method: 'PUT', body });
  }

  /** The same account in trouble. */
  troubled(schedule: Schedule): World {
    return new World(schedule);
  }

  /** Whether troubles are still ahead. */
  get isTroubled(): boolean {
    return [...this.#schedule.keys()].some((at) => at > this.#requests);
  }

  /** Runs something as a process of its own; undefined if it was killed. */
  async process<T>(run: (api: Client) => Promise<T>): Promise<T | undefined> {
    let kill: (error: Killed) => void = () => undefined;
    const killed = new Promise<never>((_, reject) => (kill = reject));
    let isDead = false;
    const die = (): Promise<never> => {
      isDead = true;
      kill(new Killed());
      return new Promise<never>(() => undefined);
    };
    const send = async (url: URL, init: RequestInit): Promise<Response> => {
      if (isDead) return new Promise<never>(() => undefined);
      return this.#send(url, init, die);
    };
    const api = client({ endpoint: BASE, token: TOKEN, fetch: send as typeof fetch, clock });
    try {
      return await Promise.race([run(api), killed]);
    } catch (error) {
      if (error instanceof Killed) return undefined;
      throw error;
    }
  }

  async #send(url: URL, init: RequestInit, die: () => Promise<never>): Promise<Response> {
    const trouble = this.#schedule.get(++this.#requests);
    if (init.method !== 'GET') this.writes += 1;
    const commit = async (): Promise<Response> => app.request(url.href, init);
    switch (trouble) {
      case 'rate-limit':
        return new Response('{}', { status: 429, headers: { 'retry-after': '1' } });
      case 'unavailable':
        return new Response('{"message":"later"}', { status: 503 });
      case 'web-page':
        return new Response('<html>', { status: 502 });
      case 'truncated':
        return halved(await commit());
      case 'reset-before':
        throw reset();
      case 'reset-after':
        await commit();
        throw reset();
      case 'timeout-before':
        throw new DOMException('timed out', 'TimeoutError');
      case 'timeout-after':
        await commit();
        throw new DOMException('timed out', 'TimeoutError');
      case 'kill-before':
        return die();
      case 'kill-after':
        await commit();
        return die();
      case 'person-changes':
      case 'person-pauses':
        await this.person(trouble === 'person-pauses');
        return commit();
      case undefined:
        return commit();
    }
  }

  /** Somebody changes a setting of an integration, or pauses or resumes it. */
  async person(pauses: boolean): Promise<void> {
    const turn = this.#turn++;
    const key = `person-${turn}-${this.#requests}`;
    await person(async (...request) => this.#asPerson(key, ...request), pauses, turn);
  }

  async read(path: string): Promise<any> {
    const response = await app.request(`${BASE}${path}`, { headers: { authorization: `Bearer ${TOKEN}` } });
    return response.json();
  }

  async #asPerson(
    key: string,
    method: string,
    path: string,
    body?: object,
    more: Record<string, string> = {},
  ): Promise<any> {
    const response = await app.request(`${BASE}${path}`, {
      method,
      headers: { authorization: `Bearer ${TOKEN}`, 'idempotency-key': key, ...more },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return response.json();
  }
}

function reset(): Error {
  return Object.assign(new TypeError('fetch failed'), { cause: { code: 'ECONNRESET' } });
}

async function halved(response: Response): Promise<Response> {
  const text = await response.text();
  const { status, headers } = response;
  if (text === '') return new Response(null, { status, headers });
  return new Response(text.slice(0, Math.floor(text.length / 2)), { status, headers });
}
