/** A server with a certificate of its own, and a proxy that people of a company must go through. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { connect, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

export interface Listening {
  url: string;
  port: number;
  close: () => Promise<void>;
}

export async function listen(server: Server, scheme = 'http'): Promise<Listening> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `${scheme}://127.0.0.1:${port}`,
    port,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export interface Certificate {
  /** For NODE_EXTRA_CA_CERTS. */
  file: string;
  cert: Buffer;
  key: Buffer;
}

/** A certificate for one host that nobody trusts by itself. */
export function certificateFor(host: string): Certificate {
  const folder = mkdtempSync(path.join(tmpdir(), 'injixo-tls-'));
  const options = `-x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 1 -subj /CN=${host} -addext subjectAltName=DNS:${host} -keyout key.pem -out cert.pem`;
  execFileSync('openssl', ['req', ...options.split(' ')], { cwd: folder, stdio: 'ignore' });
  const file = path.join(folder, 'cert.pem');
  return { file, cert: readFileSync(file), key: readFileSync(path.join(folder, 'key.pem')) };
}

export async function listenTls({ cert, key }: Certificate, answer: RequestListener): Promise<Listening> {
  return listen(createTlsServer({ cert, key }, answer), 'https');
}

/** A proxy that leads every host to one port of this machine, and keeps all that it can read. */
export async function startConnectProxy(port: number): Promise<Listening & { read: string[] }> {
  const read: string[] = [];
  const server = createServer((request, response) => {
    read.push(`${request.method} ${request.url} ${JSON.stringify(request.headers)}`);
    response.writeHead(502).end();
  });
  server.on('connect', (request, socket, head) => {
    read.push(`${request.method} ${request.url} ${JSON.stringify(request.headers)}`, String(head));
    const target = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      socket.on('data', (data: Buffer) => read.push(data.toString('latin1')));
      socket.pipe(target).pipe(socket);
    });
    for (const end of [target, socket]) end.on('error', () => void (socket.destroy(), target.destroy()));
  });
  return { ...(await listen(server)), read };
}
