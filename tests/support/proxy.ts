/** A proxy before the emulator that can end the world at a request. */
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import { listen } from './tls.ts';

export interface Proxy {
  url: string;
  /** Requests that came through since the last `arm`. */
  count: () => number;
  /** At the nth request from now on, after it was carried out and before it is answered, `strike` is called. */
  arm: (at: number, strike: () => void) => void;
  stop: () => Promise<void>;
}

export async function startProxy(target: string): Promise<Proxy> {
  let count = 0;
  let at = Infinity;
  let strike: () => void = () => undefined;
  const server = createServer((incoming, outgoing) => {
    const number = ++count;
    forward(target, incoming, (answer, body) => {
      if (number === at) {
        strike();
        outgoing.destroy();
      } else if (number > at)
        // Whoever was struck asks nothing any more.
        outgoing.destroy();
      else respond(outgoing, answer, body);
    });
  });
  const { url, close } = await listen(server);
  return {
    url,
    count: () => count,
    arm: (number, action) => {
      count = 0;
      at = number;
      strike = action;
    },
    stop: close,
  };
}

/** Passes a request on; `answered` gets what came back. */
export function forward(
  target: string,
  incoming: IncomingMessage,
  answered: (answer: IncomingMessage, body: Buffer) => void,
): void {
  const { method, url, headers } = incoming;
  const sent = request(`${target}${url}`, { method, headers }, (answer) => {
    const chunks: Buffer[] = [];
    answer.on('data', (chunk: Buffer) => chunks.push(chunk));
    answer.on('end', () => answered(answer, Buffer.concat(chunks)));
  });
  // Who asked may be killed meanwhile.
  sent.on('error', () => incoming.socket.destroy());
  incoming.pipe(sent);
}

export function respond(
  outgoing: ServerResponse,
  { statusCode, headers }: IncomingMessage,
  body: Buffer,
): void {
  outgoing.writeHead(statusCode ?? 500, headers);
  outgoing.end(body);
}
