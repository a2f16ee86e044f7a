/**
 * Side by side with auth0-deploy-cli, which imports resources of another service in the same way: it is
 * fetched for this, and each tool meets a server on this machine that answers after the same time.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { certificateFor, listenTls, type Certificate, type Listening } from '#tests/support/tls.ts';
import { BIN, loggedRequests, serve, writeEstate } from './estate.ts';
import type { Row } from './main.ts';
import { observe, type Measured } from './measure.ts';

const PEER = 'auth0-deploy-cli@8.44.0';
const COUNT = 100;
const LATENCY_MS = 20;

interface Figures extends Measured {
  requests: number;
}

export async function peerBench(): Promise<Row[]> {
  const ours = await openOurs();
  const theirs = await openTheirs();
  const rows: Row[] = [];
  try {
    for (const state of ['new', 'unchanged']) {
      const [mine, other] = [await ours.run(), await theirs.run()];
      rows.push({
        name: `import of ${COUNT} ${state} / auth0-deploy-cli, ${LATENCY_MS} ms latency: time`,
        value: `${(mine.wall / other.wall).toFixed(2)}x`,
        wanted: '<= 1.0x',
      });
      rows.push({
        name: `the same: requests, peak memory`,
        value: `${mine.requests} / ${other.requests}, ${Math.round(mine.memory)} / ${Math.round(other.memory)} MiB`,
        wanted: '(for information)',
      });
    }
  } finally {
    ours.stop();
    theirs.stop();
  }
  return rows;
}

interface Tool {
  run: () => Promise<Figures>;
  stop: () => void;
}

async function openOurs(): Promise<Tool> {
  const served = await serve();
  const cwd = writeEstate(COUNT, 0, false);
  const fault = { method: 'PUT', body: JSON.stringify({ data: [`latency,ms=${LATENCY_MS}`] }) };
  await fetch(`${served.url}/__emulator/faults`, fault);
  const run = async (): Promise<Figures> => {
    await loggedRequests(served.url);
    const args = [BIN, 'apply', '-y', '--no-wait', '--force'];
    const measured = await observe(args, cwd, { ...served.env, INJIXO_JOURNAL: 'false' });
    return { ...measured, requests: (await loggedRequests(served.url)).length };
  };
  return { run, stop: served.stop };
}

async function openTheirs(): Promise<Tool> {
  const cwd = mkdtempSync(path.join(tmpdir(), 'injixo-bench-peer-'));
  const bin = fetchPeer();
  const count = { requests: 0 };
  const certificate = certificateFor('localhost');
  const { port, close } = await serveClients(certificate, count);
  const config = {
    AUTH0_DOMAIN: `localhost:${port}`,
    AUTH0_ACCESS_TOKEN: 'x',
    AUTH0_INCLUDED_ONLY: ['clients'],
    AUTH0_ALLOW_DELETE: false,
  };
  writeFileSync(path.join(cwd, 'config.json'), JSON.stringify(config));
  const clients = Array.from({ length: COUNT }, (_, i) => ({
    name: `Client ${i}`,
    app_type: 'non_interactive',
    description: `The client of place ${i}`,
    callbacks: [`https://app-${i}.acme.example/callback`],
  }));
  writeFileSync(path.join(cwd, 'tenant.yaml'), JSON.stringify({ clients }));
  const run = async (): Promise<Figures> => {
    count.requests = 0;
    const args = [bin, 'import', '-c', 'config.json', '-i', 'tenant.yaml'];
    const env = { NODE_EXTRA_CA_CERTS: certificate.file };
    return { ...(await observe(args, cwd, env)), requests: count.requests };
  };
  return { run, stop: () => void close() };
}

/** Kept beside the other temporary files, so that it is fetched once. */
function fetchPeer(): string {
  const folder = path.join(tmpdir(), 'injixo-bench-peers');
  const bin = path.join(folder, 'node_modules/auth0-deploy-cli/lib/index.js');
  if (existsSync(bin)) return bin;
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'package.json'), '{"private":true}');
  const args = ['install', '--no-audit', '--no-fund', '--ignore-scripts', PEER];
  execFileSync('npm', args, { cwd: folder, stdio: 'ignore' });
  return bin;
}

/** As much of its service as an import of clients needs: a list in pages, creation and change. */
async function serveClients(certificate: Certificate, count: { requests: number }): Promise<Listening> {
  const clients = new Map<string, object>();
  const answer = (method: string, url: URL, body: string): unknown => {
    const id = /^\/api\/v2\/clients\/(.+)$/.exec(url.pathname)?.[1] ?? `c${clients.size}`;
    if (method === 'GET') {
      const [page, size] = [
        Number(url.searchParams.get('page') ?? 0),
        Number(url.searchParams.get('per_page') ?? 50),
      ];
      const listed = [...clients.values()].slice(page * size, (page + 1) * size);
      return { start: page * size, limit: size, total: clients.size, clients: listed };
    }
    const changed = { ...clients.get(id), ...(JSON.parse(body) as object), client_id: id };
    clients.set(id, changed);
    return changed;
  };
  return listenTls(certificate, (request, response) => {
    count.requests += 1;
    let body = '';
    request.on('data', (data) => (body += String(data)));
    request.on('end', () => {
      const url = new URL(request.url ?? '/', 'https://localhost');
      setTimeout(() => {
        const method = request.method ?? 'GET';
        response.writeHead(method === 'POST' ? 201 : 200, { 'content-type': 'application/json' });
        response.end(JSON.stringify(answer(method, url, body)));
      }, LATENCY_MS);
    });
  });
}
