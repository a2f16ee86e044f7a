/** What a request that did not succeed means: the error, and whether it is safe to send the request again. */
import { ApiError, errorOfStatus, OutcomeUnknownError } from './errors.ts';
import type { Request } from './http.ts';
import { classifyNetworkError } from './network-errors.ts';
import { parseRetryAfter } from './retry-after.ts';

const MAX_ATTEMPTS = 6;
/** A server that is not there is reported soon; one that stumbles gets more patience. */
const MAX_CONNECT_ATTEMPTS = 3;
/** An answer that was cut off once may be whole the next time; one that always is, never will. */
const MAX_CUT_OFF = 3;

export interface Verdict {
  error: Error;
  maxAttempts: number;
  /** Undefined: not to be sent again. 0: after a pause of our choice. */
  waitMs?: number;
  rateLimited?: boolean;
}

/** Of a rejected fetch. */
export function ofFailure(request: Request, thrown: unknown, endpoint: string): Verdict {
  const { error, neverSent, retryable } = classifyNetworkError(thrown, endpoint);
  if (!retryable) return final(error);
  if (neverSent) return { error, waitMs: 0, maxAttempts: MAX_CONNECT_ATTEMPTS };
  if (isWrite(request)) return final(unknown(error));
  return { error, waitMs: 0, maxAttempts: MAX_ATTEMPTS };
}

/** Of a status that is not 2xx; `now` is the time of the clock in milliseconds. */
export function ofRefusal(request: Request, response: Response, body: unknown, now: number): Verdict {
  const error = errorOfStatus(response.status, body);
  const asked = parseRetryAfter(response.headers.get('retry-after'), now);
  if (response.status === 429)
    return { error, waitMs: asked ?? 1000, maxAttempts: MAX_ATTEMPTS, rateLimited: true };
  if (response.status < 500) return final(error);
  if (isWrite(request)) return final(unknown(error));
  return { error, waitMs: asked ?? 0, maxAttempts: MAX_ATTEMPTS };
}

/** Of a success whose body is no JSON. */
export function ofUnreadable(request: Request, status: number, text: string): Verdict {
  const error = new ApiError('api/unreadable', 'The answer of the API is not the JSON that was expected.', {
    status,
    hint: 'Check that the endpoint is the injixo API and that no proxy or login page answers instead.',
  });
  if (isWrite(request)) return final(unknown(error));
  const isCutOff = /^\s*[[{]/.test(text);
  return isCutOff ? { error, waitMs: 0, maxAttempts: MAX_CUT_OFF } : final(error);
}

function final(error: Error): Verdict {
  return { error, maxAttempts: 1 };
}

function isWrite({ method }: Request): boolean {
  return method !== 'GET';
}

/** A write may have been carried out although its answer is lost. */
function unknown(error: ApiError): OutcomeUnknownError {
  const { code, message, status, hint } = error;
  return new OutcomeUnknownError(code, message, { status, ...(hint === undefined ? {} : { hint }) });
}
