import { Hono, type Context } from 'hono';
import type { Account } from './account.ts';
import { parseFault } from './faults.ts';

const MAX_LOGGED = 40_000;

interface LoggedRequest {
  at: string;
  method: string;
  path: string;
  query: string;
  operation: string;
  /** 0 for a connection that was cut. */
  status: number;
  milliseconds: number;
}

/** What was asked of the emulator. Neither headers nor bodies are kept: they hold secrets. */
export class RequestLog {
  #requests: LoggedRequest[] = [];

  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- any context of hono will do
  add(context: Context<any>, operation: string, status: number, milliseconds: number): void {
    const { pathname, search } = new URL(context.req.url);
    const at = new Date().toISOString();
    this.#requests.push({
      at,
      method: context.req.method,
      path: pathname,
      query: search,
      operation,
      status,
      milliseconds,
    });
    if (this.#requests.length > MAX_LOGGED) this.#requests = this.#requests.slice(MAX_LOGGED / 2);
  }

  list(): readonly LoggedRequest[] {
    return this.#requests;
  }

  /** The list, which begins anew. */
  take(): readonly LoggedRequest[] {
    const taken = this.#requests;
    this.#requests = [];
    return taken;
  }
}

/** The emulator's own endpoints, outside the contract: the request log and faults at run time. */
export function controlRoutes({ faults, store }: Account, log: RequestLog): Hono {
  const app = new Hono();
  app.get('/requests', (context) => context.json(log.list()));
  // In one step, so that no request is lost between a look and a clearing.
  app.delete('/requests', (context) => context.json(log.take()));
  app.delete('/account', async (context) => {
    store.clear();
    await store.committed();
    return context.body(null, 204);
  });
  app.get('/faults', (context) => context.json({ data: faults.list() }));
  app.put('/faults', async (context) => {
    const body = await context.req.json<{ data?: unknown } | null>().catch(() => null);
    const texts = body?.data;
    if (!isTexts(texts)) return context.json({ message: 'Send {"data": ["latency,ms=50"]}.' }, 422);
    const parsed = texts.map(parseFault);
    const wrong = parsed.find((fault) => typeof fault === 'string');
    if (wrong !== undefined) return context.json({ message: wrong }, 422);
    faults.set(parsed.filter((fault) => typeof fault !== 'string'));
    return context.body(null, 204);
  });
  return app;
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}
