import { ApiError, InterruptedError } from './errors.ts';
import { Limiter, type Clock } from './limiter.ts';
import { backoff } from './retry-after.ts';
import { ofFailure, ofRefusal, ofUnreadable, type Verdict } from './verdict.ts';

/** injixo ends a request after 25 seconds; a longer deadline would only wait for nothing. */
const DEADLINE_MS = 25_000;

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

  async #attempt<T>(request: Request): Promise<{ answer: Answer<T> } | Verdict> {
    this.requests[request.method] = (this.requests[request.method] ?? 0) + 1;
    let response: Response;
    let text: string;
    const deadline = startDeadline();
    try {
      response = await this.#fetch(request, deadline.signal);
      text = await response.text();
    } catch (thrown) {
      return ofFailure(request, thrown, this.#options.endpoint);
    } finally {
      deadline.end();
    }
    const body = parseJson(text);
    if (!response.ok) return ofRefusal(request, response, body, this.#options.clock.now());
    this.#limiter.succeeded();
    if (body === undefined && response.status !== 204 && !isEmptyAnswer(request, text))
      return ofUnreadable(request, response.status, text);
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
