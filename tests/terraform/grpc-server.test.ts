import { connect, type ClientHttp2Session } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createGrpcServer } from '#terraform/host/grpc-server.ts';

interface Answer {
  status: string | undefined;
  message: string | undefined;
  body: Buffer;
}

const frame = (bytes: Uint8Array, flag = 0, length = bytes.length): Buffer => {
  const prefix = Buffer.alloc(5);
  prefix[0] = flag;
  prefix.writeUInt32BE(length, 1);
  return Buffer.concat([prefix, bytes]);
};

describe('gRPC over HTTP/2', () => {
  const server = createGrpcServer(
    {
      unary: new Map([
        ['/test/Echo', async (bytes) => bytes],
        ['/test/Fail', async () => Promise.reject(new Error('it is 100 % broken: ä'))],
      ]),
      silent: new Set(['/test/Silent']),
    },
    undefined,
  );
  let session: ClientHttp2Session;

  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    session = connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  });
  afterAll(() => {
    session.close();
    server.close();
  });

  const call = async (path: string, body: Buffer): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const stream = session.request({
        ':method': 'POST',
        ':path': path,
        'content-type': 'application/grpc',
        te: 'trailers',
      });
      const chunks: Buffer[] = [];
      let seen: Record<string, unknown> = {};
      stream.on('response', (headers) => (seen = { ...seen, ...headers }));
      stream.on('trailers', (headers) => (seen = { ...seen, ...headers }));
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('error', reject);
      stream.on('close', () =>
        resolve({
          status: seen['grpc-status'] as string | undefined,
          message: seen['grpc-message'] as string | undefined,
          body: Buffer.concat(chunks),
        }),
      );
      stream.end(body);
    });

  it('answers a message with a message and status 0', async () => {
    const { status, body } = await call('/test/Echo', frame(Buffer.from('hello')));
    expect(status).toBe('0');
    expect(body).toEqual(frame(Buffer.from('hello')));
  });

  it('carries an empty message, and one beyond the usual 4 MB', async () => {
    expect((await call('/test/Echo', frame(Buffer.alloc(0)))).body).toHaveLength(5);
    const large = Buffer.alloc(20 * 1024 * 1024, 7);
    const { status, body } = await call('/test/Echo', frame(large));
    expect(status).toBe('0');
    expect(body.subarray(5).equals(large)).toBe(true);
  });

  it('answers many calls at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 200 }, async (_, n) => call('/test/Echo', frame(Buffer.from(String(n))))),
    );
    expect(answers.map(({ body }) => Number(body.subarray(5).toString()))).toEqual(answers.map((_, n) => n));
  });

  it('says UNIMPLEMENTED to what it does not know', async () => {
    expect(await call('/test/Nothing', frame(Buffer.alloc(0)))).toMatchObject({ status: '12' });
  });

  it('tells what failed, in the encoding of gRPC', async () => {
    const { status, message } = await call('/test/Fail', frame(Buffer.alloc(0)));
    expect(status).toBe('2');
    expect(decodeURIComponent(message!)).toBe('it is 100 % broken: ä');
  });

  it.each([
    ['no message', Buffer.alloc(0), '13'],
    ['a message that is cut off', frame(Buffer.from('abc'), 0, 10), '13'],
    ['more than a message', Buffer.concat([frame(Buffer.from('a')), Buffer.from('b')]), '13'],
    ['a compressed message', frame(Buffer.from('a'), 1), '12'],
    ['a message that promises 4 GB', frame(Buffer.from('a'), 0, 0xffffffff), '8'],
  ])('refuses %s', async (_, body, status) => {
    expect((await call('/test/Echo', body)).status).toBe(status);
  });

  it('holds a stream open on which nothing is sent', async () => {
    const stream = session.request({ ':method': 'POST', ':path': '/test/Silent' });
    await new Promise((resolve) => stream.on('response', resolve));
    stream.end(frame(Buffer.alloc(0)));
    await call('/test/Echo', frame(Buffer.alloc(0)));
    expect(stream.closed).toBe(false);
    stream.close();
  });
});
