import { ApiError, errorOfStatus, InterruptedError, OutcomeUnknownError } from './errors.ts';
import { Limiter, type Clock } from './limiter.ts';
import { classifyNetworkError } from './network-errors.ts';
import { backoff, parseRetryAfter } from './retry-after.ts';

/** injixo ends a request after 25 seconds; a longer deadline would only wait for nothing. */
const DEADLINE_MS = 25_000;
const MAX_ATTEMPTS = 6;
/** A server that is not there is reported soon; one that stumbles gets more patience. */
const MAX_CONNECT_ATTEMPTS = 3;

export interface HttpOptions {
  endpoint: string;
  token: string;
  userAgent: string;
  fetch: typeof fetch;
  clock: Clock;
  random: () => number;
  /** Requests in flight at the same time. */
  parallelism: number;
  /** Passed on to fetch, for keep-alive and proxies. */
  dispatcher?: unknown;
  /** Aborting it lets requests in flight finish and starts no new ones. */
  signal?: AbortSignal;
}

export interface Request {
  method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** Path below the endpoint. */
  path: string;
  query?: Record<string, string | number | undefined>;
  body?: unknown;
  headers?: Record<string, string>;
  /** The contract promises no body, as the push endpoints do. */
  emptyAnswer?: boolean;
}

export interface Answer<T> {
  body: T;
  status: number;
  /** The version that the answer is about, where the contract gives one. */
  etag?: string;
}

/** Sends requests: limits, deadlines, retries that are safe, errors with a meaning. */
export class Http {
  readonly #options: HttpOptions;
  readonly #limiter: Limiter;
  /** Requests sent, by method, every attempt counted. */
  readonly requests: Record<string, number> = {};

  constructor(options: HttpOptions) {
    assertSafe(options.endpoint);
    this.#options = options;
    this.#limiter = new Limiter(options.parallelism, options.clock, options.signal);
  }

  async send<T>(request: Request): Promise<Answer<T>> {
    for (let attempt = 1; ; attempt++) {
      const result = await this.#limiter.run(() => this.#attempt<T>(request));
      if ('answer' in result) return result.answer;
      const { error, waitMs, maxAttempts } = result;
      if (waitMs === undefined || attempt >= maxAttempts) throw error;
      if (result.rateLimited) this.#limiter.rateLimited(waitMs);
      const pause = waitMs > 0 ? waitMs : backoff(attempt, this.#options.random());
      if (this.#options.signal?.aborted === true) throw new InterruptedError('The run was interrupted.');
      await this.#options.clock.sleep(pause);
    }
  }

  async #attempt<T>(request: Request): Promise<Attempt<T>> {
    this.requests[request.method] = (this.requests[request.method] ?? 0) + 1;
    let response: Response;
    let text: string;
    const deadline = startDeadline();
    try {
      response = await this.#fetch(request, deadline.signal);
      text = await response.text();
    } catch (thrown) {
      return this.#networkFailure(request, thrown);
    } finally {
      deadline.end();
    }
    const body = parseJson(text);
    if (!response.ok) return this.#refusal(request, response, body);
    this.#limiter.succeeded();
    if (body === undefined && response.status !== 204 && !isEmptyAnswer(request, text))
      return unreadable(request, response.status);
    const etag = response.headers.get('etag');
    const answer = { body: body as T, status: response.status, ...(etag === null ? {} : { etag }) };
    return { answer };
  }

  async #fetch({ method, path, query, body, headers }: Request, signal: AbortSignal): Promise<Response> {
    const { endpoint, token, userAgent, dispatcher } = this.#options;
    const url = new URL(endpoint.replace(/\/$/, '') + path);
    for (const [key, value] of Object.entries(query ?? {})) {
      if (value !== undefined) url.searchParams.set(key, String(value));
    }
    const init = {
      method,
      headers: {
        accept: 'application/json',
        authorization: `Bearer ${token}`,
        'user-agent': userAgent,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      redirect: 'manual' as const,
      signal,
      ...(dispatcher === undefined ? {} : { dispatcher }),
    };
    return this.#options.fetch(url, init as unknown as RequestInit);
  }

  #networkFailure<T>(request: Request, thrown: unknown): Attempt<T> {
    const { error, neverSent, retryable } = classifyNetworkError(thrown, this.#options.endpoint);
    if (!retryable) return { error, maxAttempts: 1 };
    if (neverSent) return { error, waitMs: 0, maxAttempts: MAX_CONNECT_ATTEMPTS };
    if (isWrite(request)) return { error: unknown(error), maxAttempts: 1 };
    return { error, waitMs: 0, maxAttempts: MAX_ATTEMPTS };
  }

  #refusal<T>(request: Request, response: Response, body: unknown): Attempt<T> {
    const error = errorOfStatus(response.status, body);
    const asked = parseRetryAfter(response.headers.get('retry-after'), this.#options.clock.now());
    if (response.status === 429) {
      const waitMs = asked ?? 1000;
      return { error, waitMs, maxAttempts: MAX_ATTEMPTS, rateLimited: true };
    }
    if (response.status < 500) return { error, maxAttempts: 1 };
    if (isWrite(request)) return { error: unknown(error), maxAttempts: 1 };
    return { error, waitMs: asked ?? 0, maxAttempts: MAX_ATTEMPTS };
  }
}

/** A timer of our own: AbortSignal.timeout makes signals that can be sent to threads, which costs more than the timer. */
function startDeadline(): { signal: AbortSignal; end: () => void } {
  const controller = new AbortController();
  const timer = setTimeout(() => {
    controller.abort(new DOMException('The deadline has passed.', 'TimeoutError'));
  }, DEADLINE_MS);
  return { signal: controller.signal, end: () => clearTimeout(timer) };
}

function isEmptyAnswer({ emptyAnswer }: Request, text: string): boolean {
  return emptyAnswer === true && text.trim() === '';
}

type Attempt<T> =
  { answer: Answer<T> } | { error: Error; maxAttempts: number; waitMs?: number; rateLimited?: boolean };

function isWrite({ method }: Request): boolean {
  return method !== 'GET';
}

function unknown(error: ApiError): OutcomeUnknownError {
  const { code, message, status, hint } = error;
  return new OutcomeUnknownError(code, message, { status, ...(hint === undefined ? {} : { hint }) });
}

function unreadable<T>(request: Request, status: number): Attempt<T> {
  const error = new ApiError('api/unreadable', 'The answer of the API is not the JSON that was expected.', {
    status,
    hint: 'Check that the endpoint is the injixo API and that no proxy or login page answers instead.',
  });
  return { error: isWrite(request) ? unknown(error) : error, maxAttempts: 1 };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The token travels encrypted, or not at all past this machine. */
function assertSafe(endpoint: string): void {
  const { protocol, hostname } = new URL(endpoint);
  const loopback = ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
  if (protocol === 'https:' || (protocol === 'http:' && loopback)) return;
  throw new ApiError('usage/invalid', `The endpoint ${protocol}//${hostname} is not https.`, {
    hint: 'Plain http is allowed to this machine only, so that the token cannot be read on the way.',
  });
}
