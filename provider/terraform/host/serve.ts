/** The process around the provider: socket, certificate, server, and the one line on standard output. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import type { Http2Server } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ProviderState } from '../server/provider.ts';
import { SILENT_STREAMS, unaryCalls } from '../server/services.ts';
import { createCertificate } from '../wire/certificate.ts';
import { handshakeLine, type Address, type Handshake } from '../wire/handshake.ts';
import { createGrpcServer } from './grpc-server.ts';

const PARENT_CHECK_MS = 1000;

/** Serves until Terraform asks for the end. Answers the line of the handshake as soon as it can. */
export async function serve({ clientCertificate }: Handshake, state: ProviderState): Promise<string> {
  const place = process.platform === 'win32' ? LOOPBACK : unixPlace();
  const end = (): void => {
    place.remove();
    process.exit(0);
  };
  const calls = { unary: unaryCalls(state, end), silent: SILENT_STREAMS };
  // Only the client whose certificate came with the handshake may connect.
  const certificate = clientCertificate === undefined ? undefined : createCertificate(Date.now());
  const tls =
    certificate === undefined
      ? undefined
      : { cert: certificate.pem, key: certificate.keyPem, ca: clientCertificate!, requestCert: true };
  const address = await listen(createGrpcServer(calls, tls), place);
  endWithParent(end);
  return handshakeLine(address, certificate?.der);
}

/** A Terraform that was killed asks for no end: a process whose parent is gone ends by itself. */
function endWithParent(end: () => void): void {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid !== parent) end();
  }, PARENT_CHECK_MS);
  timer.unref();
}

interface Place {
  /** Undefined: a free port of this machine. */
  socket?: string;
  remove: () => void;
}

const LOOPBACK: Place = { remove: () => undefined };

/** A socket in a folder of its own, which nobody else may enter. */
function unixPlace(): Place {
  const folder = mkdtempSync(path.join(tmpdir(), 'injixo-plugin-'));
  const socket = path.join(folder, `${randomBytes(4).toString('hex')}.sock`);
  return { socket, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

async function listen(server: Http2Server, { socket }: Place): Promise<Address> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    if (socket === undefined) server.listen(0, '127.0.0.1', resolve);
    else server.listen(socket, resolve);
  });
  if (socket !== undefined) return { network: 'unix', address: socket };
  return { network: 'tcp', address: `127.0.0.1:${(server.address() as AddressInfo).port}` };
}
