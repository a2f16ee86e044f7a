/** The troubles of a schedule between real processes: a proxy before the emulator. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { forward, respond } from '../support/proxy.ts';
import { listen } from '../support/tls.ts';
import type { Schedule, Trouble } from './world.ts';

export interface TroubledProxy {
  url: string;
  /** Begins to count anew. */
  arm: (schedule: Schedule) => void;
  /** Whether troubles are still ahead. */
  isTroubled: () => boolean;
  /** Whom to kill from now on. */
  aimAt: (kill: () => void) => void;
  stop: () => Promise<void>;
}

export async function startTroubledProxy(
  target: string,
  somebody: (pauses: boolean) => Promise<void>,
): Promise<TroubledProxy> {
  let count = 0;
  let schedule: Schedule = new Map();
  let kill: () => void = () => undefined;
  const server = createServer((incoming, outgoing) => {
    const trouble = schedule.get(++count);
    const isPerson = trouble === 'person-changes' || trouble === 'person-pauses';
    const before = isPerson ? somebody(trouble === 'person-pauses') : Promise.resolve();
    void before.then(() => carryOut(target, incoming, outgoing, trouble, () => kill()));
  });
  const { url, close } = await listen(server);
  return {
    url,
    arm: (next) => {
      count = 0;
      schedule = next;
    },
    isTroubled: () => [...schedule.keys()].some((at) => at > count),
    aimAt: (next) => {
      kill = next;
    },
    stop: close,
  };
}

function carryOut(
  target: string,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  trouble: Trouble | undefined,
  kill: () => void,
): void {
  switch (trouble) {
    case 'rate-limit':
      return void outgoing.writeHead(429, { 'retry-after': '0' }).end('{}');
    case 'unavailable':
      return void outgoing.writeHead(503).end('{"message":"later"}');
    case 'web-page':
      return void outgoing.writeHead(502).end('<html>');
    case 'reset-before':
      return void incoming.socket.destroy();
    case 'kill-before':
      kill();
      return void incoming.socket.destroy();
    case 'reset-after':
      return forward(target, incoming, () => incoming.socket.destroy());
    case 'kill-after':
      return forward(target, incoming, () => {
        kill();
        incoming.socket.destroy();
      });
    case 'truncated':
      return forward(target, incoming, ({ statusCode, headers: { etag } }, body) => {
        const head = { 'content-type': 'application/json', ...(etag === undefined ? {} : { etag }) };
        outgoing.writeHead(statusCode ?? 500, head).end(body.subarray(0, body.length / 2));
      });
    // The client's time-out is too long to wait for in a test of real processes.
    case 'timeout-before':
    case 'timeout-after':
    case 'person-changes':
    case 'person-pauses':
    case undefined:
      return forward(target, incoming, (answer, body) => respond(outgoing, answer, body));
  }
}
