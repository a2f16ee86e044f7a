import { lookup } from 'node:dns/promises';
import { describe, expect, test, vi } from 'vitest';
import { connect } from '../../provider/connect.ts';

vi.mock('node:dns/promises', () => ({ lookup: vi.fn() }));

const open = async (endpoint: string, environment: Record<string, string> = {}): Promise<unknown> =>
  connect({ endpoint, token: 't', userAgent: 'test', environment });

/** What the name "localhost" leads to. */
const resolves = (...addresses: string[]): unknown =>
  vi.mocked(lookup).mockResolvedValue(addresses.map((address) => ({ address, family: 4 })) as never);

describe('a connection', () => {
  test.each([[['127.0.0.1']], [['::1', '127.0.0.1']], [['127.0.1.1']], [[]]])(
    'goes to "localhost" when that is this machine: %j',
    async (addresses) => {
      resolves(...addresses);
      await expect(open('http://localhost:4010')).resolves.toBeDefined();
    },
  );

  test.each([[['10.0.0.1']], [['127.0.0.1', '203.0.113.9']], [['1270.example']]])(
    'refuses plain http to a "localhost" that is elsewhere: %j',
    async (addresses) => {
      resolves(...addresses);
      await expect(open('http://localhost:4010')).rejects.toMatchObject({
        diagnostics: [{ code: 'usage/invalid', message: expect.stringContaining('not this machine') }],
      });
    },
  );

  test('refuses to go without checking certificates, which plain http to this machine has none of', async () => {
    const environment = { NODE_TLS_REJECT_UNAUTHORIZED: '0' };
    await expect(open('https://api.injixo.com', environment)).rejects.toMatchObject({
      diagnostics: [{ code: 'api/tls' }],
    });
    await expect(open('http://127.0.0.1:4010', environment)).resolves.toBeDefined();
  });
});
