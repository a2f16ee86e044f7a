/** The process around the provider: socket, certificate, gRPC server, and the one line on standard output. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Server, ServerCredentials } from '@grpc/grpc-js';
import { services } from '../server/services.ts';
import type { ProviderState } from '../server/provider.ts';
import { createCertificate, type Certificate } from '../wire/certificate.ts';
import { handshakeLine, type Address, type Handshake } from '../wire/handshake.ts';

const PARENT_CHECK_MS = 1000;
/** Terraform's own limit for an answer; plans of large resources come near the usual 4 MB. */
const MAX_MESSAGE_BYTES = 256 * 1024 * 1024;

interface Place {
  address: Address;
  /** As grpc-js names it. */
  target: string;
  remove: () => void;
}

/** Serves until Terraform asks for the end, and answers the handshake as soon as it can. */
export async function serve({ clientCertificate }: Handshake, state: ProviderState): Promise<string> {
  const certificate = clientCertificate === undefined ? undefined : createCertificate(Date.now());
  const server = new Server({
    'grpc.max_receive_message_length': MAX_MESSAGE_BYTES,
    'grpc.max_send_message_length': MAX_MESSAGE_BYTES,
    'grpc.enable_channelz': 0,
  });
  const place = process.platform === 'win32' ? tcpPlace() : unixPlace();
  const end = (): void => {
    server.forceShutdown();
    place.remove();
    process.exit(0);
  };
  const { definition, implementation } = services(state, end);
  server.addService(definition, implementation);
  const port = await bind(server, place.target, credentials(certificate, clientCertificate));
  endWithParent(end);
  const { network, address } = place.address;
  return handshakeLine(
    { network, address: network === 'tcp' ? `${address}:${port}` : address },
    certificate?.der,
  );
}

/** A Terraform that was killed asks for no end: a process whose parent is gone ends by itself. */
function endWithParent(end: () => void): void {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid !== parent) end();
  }, PARENT_CHECK_MS);
  timer.unref();
}

/** Only the client whose certificate came with the handshake may connect. */
function credentials(
  certificate: Certificate | undefined,
  clientCertificate: string | undefined,
): ServerCredentials {
  if (certificate === undefined || clientCertificate === undefined) return ServerCredentials.createInsecure();
  const pair = { private_key: Buffer.from(certificate.keyPem), cert_chain: Buffer.from(certificate.pem) };
  return ServerCredentials.createSsl(Buffer.from(clientCertificate), [pair], true);
}

async function bind(server: Server, target: string, by: ServerCredentials): Promise<number> {
  return new Promise((resolve, reject) => {
    server.bindAsync(target, by, (error, port) => (error === null ? resolve(port) : reject(error)));
  });
}

/** A socket in a folder of its own, which nobody else may enter. */
function unixPlace(): Place {
  const folder = mkdtempSync(path.join(tmpdir(), 'injixo-plugin-'));
  const address = path.join(folder, `${randomBytes(4).toString('hex')}.sock`);
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  return { address: { network: 'unix', address }, target: `unix:${address}`, remove };
}

function tcpPlace(): Place {
  const address = '127.0.0.1';
  return { address: { network: 'tcp', address }, target: `${address}:0`, remove: () => undefined };
}
