import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { Hono, type Context } from 'hono';
import { settle, type Account } from './account.ts';
import { Refusal, type Answer } from './answer.ts';
import { fieldErrors, readContract, type Operation } from './contract.ts';
import { controlRoutes, RequestLog } from './control.ts';
import { Faults, type Fault } from './faults.ts';
import { handlers } from './operations/index.ts';
import type { Call } from './operations/handler.ts';
import { Store } from './store.ts';
import { TypeRegistry } from './types.ts';

export interface EmulatorOptions {
  port: number;
  token: string;
  /** Keeps the state across restarts. */
  dataFile?: string;
  /** How long an import takes. */
  importSeconds: number;
  faults: Fault[];
  seed: number;
  cloudLinkConnected: boolean;
  /** Milliseconds since the epoch; for tests in which time passes as they say. */
  now?: () => number;
}

export interface RunningEmulator {
  url: string;
  close: () => Promise<void>;
}

const MAX_DEPTH = 100;

type Env = { Bindings: { incoming: IncomingMessage } };

/** Serves the contract on the loopback interface. Resolves once connections are accepted. */
export async function startEmulator(options: EmulatorOptions): Promise<RunningEmulator> {
  const server = createAdaptorServer({ fetch: createApp(options).fetch }) as Server;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url: `http://127.0.0.1:${port}`, close };
}

/** The emulator as a function from request to response, so that it also works without a port. */
export function createApp(options: EmulatorOptions): Hono<Env> {
  const account: Account = {
    store: new Store(options.dataFile),
    types: new TypeRegistry(),
    faults: new Faults(options.faults, options.seed),
    now: options.now ?? Date.now,
    importDuration: options.importSeconds * 1000,
    cloudLinkConnected: options.cloudLinkConnected,
  };
  const log = new RequestLog();
  const app = new Hono<Env>();
  app.route('/__emulator', controlRoutes(account, log));
  for (const operation of readContract()) {
    app.on(operation.method, operation.route, async (context) => {
      const started = Date.now();
      const response = await respond(context, operation, account, options.token);
      log.add(context, operation.id, response?.status ?? 0, Date.now() - started);
      return response ?? cut(context);
    });
  }
  app.notFound((context) => context.json({ id: 'not_found', message: 'There is no such resource.' }, 404));
  return app;
}

/** One request through faults, checks and handler. Undefined: the connection is cut. */
async function respond(
  context: Context<Env>,
  operation: Operation,
  account: Account,
  token: string,
): Promise<Response | undefined> {
  const { faults, store } = account;
  const about = { method: context.req.method, path: context.req.path };
  const late = faults.hit(['latency'], about);
  if (late !== undefined) await new Promise((resolve) => setTimeout(resolve, late.ms));
  const early = faults.hit(['reset-before-commit', 'rate-limit', 'error', 'html'], about);
  if (early !== undefined) return disturb(early);
  const answer = await handle(context, operation, account, token);
  if (context.req.method !== 'GET') await store.committed();
  if (faults.hit(['reset-after-commit'], about) !== undefined) return undefined;
  const text = answer.body === undefined ? null : JSON.stringify(answer.body);
  const truncated = text !== null && faults.hit(['truncated'], about) !== undefined;
  const headers = { ...(text === null ? {} : { 'content-type': 'application/json' }), ...answer.headers };
  return new Response(truncated ? text.slice(0, text.length / 2) : text, { status: answer.status, headers });
}

async function handle(
  context: Context<Env>,
  operation: Operation,
  account: Account,
  token: string,
): Promise<Answer> {
  try {
    authorize(context, operation, account, token);
    const call = await check(context, operation);
    // Time passes between requests, not within one.
    settle(account);
    return handlers[operation.id]!(account, call);
  } catch (error) {
    if (error instanceof Refusal) return operation.published ? publishedForm(error.answer) : error.answer;
    throw error;
  }
}

/** The push endpoints refuse in exactly the words that injixo publishes. */
function publishedForm(answer: Answer): Answer {
  if (answer.status === 401) return { status: 401, body: { message: 'Invalid token' } };
  return answer.status === 404 ? { status: 404, body: { id: 'not_found' } } : answer;
}

/** A personal access token opens everything, the API key of an integration its push endpoints. */
function authorize(context: Context<Env>, { published }: Operation, { store }: Account, token: string): void {
  const given = context.req.header('authorization')?.replace(/^Bearer /i, '');
  if (given === token) return;
  const isKey = [...store.configurations.values()].some(({ apiKey }) => apiKey !== null && apiKey === given);
  if (published && isKey) return;
  throw new Refusal(401, 'unauthorized', 'Invalid token');
}

/** Holds a request to the contract: parameters, headers, body. */
async function check(context: Context<Env>, operation: Operation): Promise<Call> {
  const params = context.req.param() as Record<string, string>;
  const query = context.req.query();
  const places = { path: params, query, header: { ...context.req.header() } };
  for (const { name, in: place, required, schema, validate } of operation.parameters) {
    const text = places[place][place === 'header' ? name.toLowerCase() : name];
    if (text === undefined && required === true) throw badRequest(`${name} is required.`);
    if (text === undefined) continue;
    const value = schema['type'] === 'integer' && /^-?\d+$/.test(text) ? Number(text) : text;
    if (!validate(value)) throw badRequest(`${name} is not valid.`);
  }
  const headers = { get: (name: string) => context.req.header(name) };
  const text = operation.validateBody === undefined ? '' : await context.req.text();
  const absent = text === '' && !operation.bodyRequired;
  const body = absent ? {} : readBody(text, operation);
  return { id: Number(params['id'] ?? 0), params, query, headers, body };
}

function readBody(text: string, { validateBody }: Operation): Record<string, unknown> {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw badRequest('The body is not JSON.');
  }
  if (isDeeper(body, MAX_DEPTH)) throw badRequest('The body is nested too deeply.');
  if (validateBody!(body)) return body as Record<string, unknown>;
  throw new Refusal(422, 'invalid', 'The content is invalid.', fieldErrors(validateBody!.errors));
}

/** What is nested without end would exhaust the stack of whoever walks it. */
function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((item) => isDeeper(item, levels - 1));
}

function badRequest(message: string): Refusal {
  return new Refusal(400, 'bad_request', message);
}

function disturb(fault: Fault): Response | undefined {
  if (fault.kind === 'reset-before-commit') return undefined;
  if (fault.kind === 'html') {
    return new Response('<!doctype html><title>Sign in</title>', {
      status: 200,
      headers: { 'content-type': 'text/html' },
    });
  }
  const limited = fault.kind === 'rate-limit';
  const status = limited ? 429 : fault.status;
  const body = {
    id: limited ? 'rate_limited' : 'fault',
    message: limited ? 'Too many requests.' : 'A fault on demand.',
  };
  const retry = limited || status === 503 ? { 'retry-after': fault.retryAfter } : {};
  return Response.json(body, { status, headers: retry });
}

/** Destroys the socket, as a crash or a broken network would. */
function cut(context: Context<Env>): Response {
  context.env?.incoming?.socket?.destroy();
  return new Response(null, { status: 499 });
}
