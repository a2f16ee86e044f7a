import { createServer, type RequestListener } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import { injixo, workspace, WORKSPACE, type Result } from '../support/cli.ts';
import {
  certificateFor,
  listen,
  listenTls,
  startConnectProxy,
  type Certificate,
  type Listening,
} from '../support/tls.ts';

const TOKEN = 'canary-token';
const HOST = 'api.injixo.test';

const open: Listening[] = [];
afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});

async function plan(env: Record<string, string>): Promise<Result> {
  const cwd = workspace({ 'injixo.yaml': WORKSPACE });
  const result = await injixo(['plan'], { cwd, env: { INJIXO_TOKEN: TOKEN, ...env } });
  expect(result.stdout + result.stderr).not.toContain(TOKEN);
  return result;
}

/** An account with nothing in it, and the tokens that it was sent. */
async function account(certificate: Certificate): Promise<{ server: Listening; tokens: unknown[] }> {
  const tokens: unknown[] = [];
  const answer: RequestListener = ({ headers }, response) => {
    tokens.push(headers.authorization);
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end('{"data":[],"nextCursor":null}');
  };
  const server = await listenTls(certificate, answer);
  open.push(server);
  return { server, tokens };
}

/** The same, where a proxy leads every host to it. */
async function behindProxy(
  certificate: Certificate,
): Promise<{ proxy: Awaited<ReturnType<typeof startConnectProxy>>; tokens: unknown[] }> {
  const { server, tokens } = await account(certificate);
  const proxy = await startConnectProxy(server.port);
  open.push(proxy);
  return { proxy, tokens };
}

describe('the token goes to the endpoint and to nobody else', () => {
  test('through a proxy: it sees the name of the host, and what is encrypted', async () => {
    const certificate = certificateFor(HOST);
    const { proxy, tokens } = await behindProxy(certificate);
    const result = await plan({
      INJIXO_ENDPOINT: `https://${HOST}`,
      HTTPS_PROXY: proxy.url,
      NODE_EXTRA_CA_CERTS: certificate.file,
    });
    expect([result.code, result.stderr]).toEqual([0, expect.any(String)]);
    expect(tokens).toEqual([`Bearer ${TOKEN}`]);
    expect(proxy.read[0]).toContain(`CONNECT ${HOST}:443`);
    expect(proxy.read.join('')).not.toContain(TOKEN);
  });

  test('not to a proxy that answers itself, with a certificate of its own', async () => {
    const { proxy, tokens } = await behindProxy(certificateFor(HOST));
    const result = await plan({ INJIXO_ENDPOINT: `https://${HOST}`, HTTPS_PROXY: proxy.url });
    expect([result.code, result.stderr]).toEqual([1, expect.stringContaining('api/tls')]);
    expect(tokens).toEqual([]);
  });

  test('not to another host, whose certificate is trusted, when names lead there', async () => {
    const certificate = certificateFor('other.test');
    const { proxy, tokens } = await behindProxy(certificate);
    const result = await plan({
      INJIXO_ENDPOINT: `https://${HOST}`,
      HTTPS_PROXY: proxy.url,
      NODE_EXTRA_CA_CERTS: certificate.file,
    });
    expect([result.code, result.stderr]).toEqual([1, expect.stringContaining('api/tls')]);
    expect(tokens).toEqual([]);
  });

  test('not through a proxy to an emulator on this machine', async () => {
    const proxy = await startConnectProxy(1);
    open.push(proxy);
    const local = await listen(
      createServer((_, response) => response.writeHead(200).end('{"data":[],"nextCursor":null}')),
    );
    open.push(local);
    const result = await plan({
      INJIXO_ENDPOINT: local.url,
      HTTPS_PROXY: proxy.url,
      HTTP_PROXY: proxy.url,
    });
    expect([result.code, proxy.read]).toEqual([0, []]);
  });

  test.each(['301', '302', '303', '307', '308'])('not to where a %s leads', async (status) => {
    const seen: unknown[] = [];
    const evil = await listen(
      createServer(({ url }, response) => {
        seen.push(url);
        response.end();
      }),
    );
    const server = await listen(
      createServer((_, response) => response.writeHead(Number(status), { location: evil.url }).end()),
    );
    open.push(evil, server);
    const result = await plan({ INJIXO_ENDPOINT: server.url });
    expect([result.code, result.stderr]).toEqual([1, expect.stringContaining('api/redirect')]);
    expect(seen).toEqual([]);
  });

  test('not when certificates shall not be checked: the variable is refused', async () => {
    const { server, tokens } = await account(certificateFor('localhost'));
    const result = await plan({
      INJIXO_ENDPOINT: `https://localhost:${server.port}`,
      NODE_TLS_REJECT_UNAUTHORIZED: '0',
    });
    expect([result.code, result.stderr]).toEqual([
      1,
      expect.stringContaining('NODE_TLS_REJECT_UNAUTHORIZED'),
    ]);
    expect(tokens).toEqual([]);
  });

  test('not to a certificate that nobody trusts', async () => {
    const { server, tokens } = await account(certificateFor('localhost'));
    const result = await plan({ INJIXO_ENDPOINT: `https://localhost:${server.port}` });
    expect([result.code, result.stderr]).toEqual([1, expect.stringContaining('api/tls')]);
    expect(tokens).toEqual([]);
  });
});
