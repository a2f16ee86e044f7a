import { setTimeout } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { Client } from '#api/client.ts';
import { DiagnosedError, failure } from '#core/diagnostic.ts';

export const DEFAULT_ENDPOINT = 'https://api.injixo.com';
export const DEFAULT_PARALLELISM = 10;

export interface ConnectOptions {
  endpoint: string;
  token: string;
  userAgent: string;
  parallelism?: number;
  signal?: AbortSignal;
  /** Where the proxy variables stand. */
  environment: Readonly<Record<string, string | undefined>>;
}

/**
 * A client on this machine's network and clock. Endpoint and token are checked already.
 *
 * Node's fetch parses HTTP in WebAssembly, which V8 goes on optimizing in the background; a process that ends
 * soon waits 90 ms for that. The first compilation is fast enough for every answer of an API.
 */
export async function connect({ environment, parallelism, ...options }: ConnectOptions): Promise<Client> {
  await refuseDetours(options.endpoint, environment);
  setFlagsFromString('--liftoff-only');
  return new Client({
    ...options,
    fetch: globalThis.fetch,
    clock: { now: Date.now, sleep },
    random: Math.random,
    parallelism: parallelism ?? DEFAULT_PARALLELISM,
    ...(await proxyDispatcher(options.endpoint, environment)),
  });
}

export async function sleep(milliseconds: number): Promise<void> {
  await setTimeout(milliseconds);
}

/** A line break or another control character in a header would be refused with the token in the message. */
export function checkToken(token: string): string {
  if (token !== '' && /^[\x21-\x7e]+$/.test(token)) return token;
  const hint = 'A token is one line of letters, digits and signs.';
  throw new DiagnosedError(
    failure('secret/missing', 'The token for the injixo API is empty or holds spaces.', hint),
  );
}

export function checkEndpoint(endpoint: string): string {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  if (url !== undefined && ['http:', 'https:'].includes(url.protocol) && url.username === '')
    return endpoint.replace(/\/+$/, '');
  const hint = 'It looks like https://api.injixo.com, without a user name.';
  throw new DiagnosedError(failure('usage/invalid', 'The endpoint is not a web address.', hint));
}

/** Nothing may lead the token elsewhere: neither a variable that somebody forgot, nor a name that resolves oddly. */
async function refuseDetours(endpoint: string, environment: ConnectOptions['environment']): Promise<void> {
  const { protocol, hostname } = new URL(endpoint);
  if (protocol === 'https:' && environment['NODE_TLS_REJECT_UNAUTHORIZED'] === '0') {
    const hint =
      'Unset it; if a company certificate signs the connection, name its file in NODE_EXTRA_CA_CERTS.';
    throw new DiagnosedError(
      failure('api/tls', 'NODE_TLS_REJECT_UNAUTHORIZED=0 would let anybody read the token.', hint),
    );
  }
  if (protocol === 'http:' && hostname === 'localhost') await assertLocal(hostname);
}

async function assertLocal(hostname: string): Promise<void> {
  const { lookup } = await import('node:dns/promises');
  const found = await lookup(hostname, { all: true }).catch(() => []);
  const elsewhere = found.find(({ address }) => !/^(127\.|::1$)/.test(address));
  if (elsewhere === undefined) return;
  throw new DiagnosedError(
    failure(
      'usage/invalid',
      `"${hostname}" leads to ${elsewhere.address}, which is not this machine.`,
      'Use http://127.0.0.1 or https.',
    ),
  );
}

/** Node's own fetch keeps connections alive; undici is loaded only where a proxy must be honoured. */
async function proxyDispatcher(
  endpoint: string,
  environment: ConnectOptions['environment'],
): Promise<{ dispatcher?: unknown }> {
  if (['127.0.0.1', 'localhost', '[::1]'].includes(new URL(endpoint).hostname)) return {};
  const names = ['https_proxy', 'HTTPS_PROXY', 'http_proxy', 'HTTP_PROXY'];
  if (names.every((name) => (environment[name] ?? '') === '')) return {};
  const { EnvHttpProxyAgent } = await import('./proxy-agent.ts');
  return { dispatcher: new EnvHttpProxyAgent() };
}
