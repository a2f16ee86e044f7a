import { ApiError } from './errors.ts';

const NEVER_SENT = [
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
];

export interface NetworkFailure {
  error: ApiError;
  /** Whether the request certainly did not reach the server. */
  neverSent: boolean;
  retryable: boolean;
}

/** What a rejected fetch means. Works on codes, never on texts. */
export function classifyNetworkError(thrown: unknown, endpoint: string): NetworkFailure {
  const code = codeOf(thrown);
  if (isTls(code)) {
    const error = new ApiError('api/tls', `The certificate of ${endpoint} is not trusted (${code}).`, {
      hint: 'If a company certificate signs it, name its file in NODE_EXTRA_CA_CERTS. Verification cannot be switched off.',
    });
    return { error, neverSent: true, retryable: false };
  }
  if (code === 'TimeoutError' || code === 'UND_ERR_HEADERS_TIMEOUT' || code === 'UND_ERR_BODY_TIMEOUT') {
    const error = new ApiError('api/timeout', `${endpoint} did not answer in time.`, {
      hint: 'Run the command again later.',
    });
    return { error, neverSent: false, retryable: true };
  }
  const error = new ApiError('api/unreachable', `${endpoint} could not be reached (${code}).`, {
    hint: 'Check the endpoint and the network; proxies are taken from HTTPS_PROXY and NO_PROXY.',
  });
  return { error, neverSent: NEVER_SENT.includes(code), retryable: true };
}

function codeOf(thrown: unknown): string {
  let current = thrown as { code?: unknown; cause?: unknown; name?: unknown; errors?: unknown[] } | undefined;
  let name = 'unknown reason';
  for (let depth = 0; current !== undefined && current !== null && depth < 5; depth++) {
    if (typeof current.code === 'string') return current.code;
    if (current.name === 'TimeoutError') return 'TimeoutError';
    if (typeof current.name === 'string') name = current.name;
    current = (current.cause ?? current.errors?.[0]) as typeof current;
  }
  return name;
}

function isTls(code: string): boolean {
  return /^(CERT_|ERR_TLS_|ERR_SSL_|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO|HOSTNAME_MISMATCH|EPROTO)/.test(code);
}
