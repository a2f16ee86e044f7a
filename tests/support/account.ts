import type { ApplyContext } from '../../provider/apply-plan.ts';
import type { Client } from '#api/client.ts';
import type { ApplyEvent } from '#apply/events.ts';
import { createApp } from '#emulator/server.ts';
import { SCOPE } from './builders.ts';
import { BASE, emulatorOptions, faults, TOKEN } from './emulator.ts';
import { client, FakeClock } from './http.ts';

export interface TestAccount {
  api: Client;
  context: ApplyContext;
  /** `['POST /external-systems/…', …]` */
  sent: string[];
  events: ApplyEvent[];
  /** From now on every write is answered like this. */
  answerWrites: (answer: () => Response) => void;
}

/** A client on the emulator without a port, and what a run needs to write to it. Waiting takes no time. */
export function account(...texts: string[]): TestAccount {
  const app = createApp(emulatorOptions({ faults: faults(...texts) }));
  const sent: string[] = [];
  const events: ApplyEvent[] = [];
  let writes: (() => Response) | undefined;
  const send = async (url: URL, init: RequestInit): Promise<Response> => {
    sent.push(`${init.method} ${url.pathname}${url.search}`);
    if (init.method !== 'GET' && writes !== undefined) return writes();
    const response = await app.request(url.href, init);
    if (response.status === 499)
      throw Object.assign(new TypeError('fetch failed'), { cause: { code: 'ECONNRESET' } });
    return response;
  };
  const clock = new FakeClock();
  const api = client({ endpoint: BASE, token: TOKEN, fetch: send as typeof fetch, clock });
  let ids = 0;
  const context: ApplyContext = {
    client: api,
    scope: SCOPE,
    parallelism: 4,
    signal: new AbortController().signal,
    emit: (event) => events.push(event),
    newId: () => `op-${++ids}`,
    now: clock.now,
    sleep: clock.sleep,
    resolveSecret: async () => 'canary-secret',
  };
  return { api, context, sent, events, answerWrites: (answer) => void (writes = answer) };
}
