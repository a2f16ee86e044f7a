/**
 * gRPC over Node's HTTP/2, as far as a plugin of Terraform needs it: one message in, one message out, and
 * streams that are held open. A library for all of gRPC takes longer to load than everything else together,
 * and Terraform starts a provider three times for one plan. The format: "gRPC over HTTP2" of the gRPC project.
 */
import {
  createSecureServer,
  createServer,
  type Http2Server,
  type IncomingHttpHeaders,
  type SecureServerOptions,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from 'node:http2';

export interface Calls {
  /** By path: `/tfplugin6.Provider/ReadResource`. */
  unary: ReadonlyMap<string, (request: Uint8Array) => Promise<Uint8Array>>;
  /** Paths of streams on which nothing is ever sent. */
  silent: ReadonlySet<string>;
}

/** Status codes of gRPC. */
const OK = 0;
const UNKNOWN = 2;
const RESOURCE_EXHAUSTED = 8;
const UNIMPLEMENTED = 12;
const INTERNAL = 13;

/** Terraform's own limit; plans of large resources exceed the usual 4 MB. */
const MAX_MESSAGE_BYTES = 256 * 1024 * 1024;
/** Large windows spare round trips for large messages. */
const WINDOW_BYTES = 16 * 1024 * 1024;
const SESSION_MEGABYTES = 2 * (MAX_MESSAGE_BYTES / 1024 / 1024);
const PREFIX_BYTES = 5;

/** A server that is not listening yet. Without TLS options it takes plain connections. */
export function createGrpcServer(calls: Calls, tls: SecureServerOptions | undefined): Http2Server {
  const options = { maxSessionMemory: SESSION_MEGABYTES, settings: { initialWindowSize: WINDOW_BYTES } };
  const server = tls === undefined ? createServer(options) : createSecureServer({ ...options, ...tls });
  server.on('session', (session: ServerHttp2Session) => session.setLocalWindowSize(WINDOW_BYTES));
  server.on('sessionError', () => undefined);
  server.on('stream', (stream: ServerHttp2Stream, headers: IncomingHttpHeaders) => {
    // A client that goes away ends its streams with errors that nobody can do anything about.
    stream.on('error', () => undefined);
    answer(stream, headers[':path'] ?? '', calls);
  });
  return server;
}

function answer(stream: ServerHttp2Stream, path: string, { unary, silent }: Calls): void {
  if (silent.has(path)) {
    stream.resume();
    stream.respond(HEADERS);
    return;
  }
  const handle = unary.get(path);
  if (handle === undefined) {
    stream.resume();
    refuse(stream, UNIMPLEMENTED, `${path} is not implemented`);
    return;
  }
  const chunks: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  stream.on('end', () => {
    const message = messageOf(Buffer.concat(chunks));
    if ('status' in message) refuse(stream, message.status, message.text);
    else
      handle(message.bytes).then(
        (bytes) => send(stream, bytes),
        (error: Error) => refuse(stream, UNKNOWN, error.message),
      );
  });
}

const HEADERS = { ':status': 200, 'content-type': 'application/grpc' };

/** The one message of a request: a flag for compression, the length, the bytes. */
function messageOf(body: Buffer): { bytes: Uint8Array } | { status: number; text: string } {
  if (body.length < PREFIX_BYTES) return { status: INTERNAL, text: 'the request holds no message' };
  if (body[0] !== 0) return { status: UNIMPLEMENTED, text: 'compressed messages are not read' };
  const length = body.readUInt32BE(1);
  if (length > MAX_MESSAGE_BYTES) return { status: RESOURCE_EXHAUSTED, text: 'the message is too long' };
  if (body.length !== PREFIX_BYTES + length) return { status: INTERNAL, text: 'the message is cut off' };
  return { bytes: body.subarray(PREFIX_BYTES) };
}

function send(stream: ServerHttp2Stream, bytes: Uint8Array): void {
  if (stream.destroyed) return;
  const prefix = Buffer.alloc(PREFIX_BYTES);
  prefix.writeUInt32BE(bytes.length, 1);
  stream.respond(HEADERS, { waitForTrailers: true });
  stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': String(OK) }));
  stream.end(Buffer.concat([prefix, bytes]));
}

/** An answer of headers only. Texts travel percent-encoded. */
function refuse(stream: ServerHttp2Stream, status: number, text: string): void {
  if (stream.destroyed || stream.headersSent) return;
  const message = encodeURIComponent(text).replaceAll('%20', ' ');
  stream.respond({ ...HEADERS, 'grpc-status': String(status), 'grpc-message': message }, { endStream: true });
}
