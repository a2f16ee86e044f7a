import { describe, expect, it } from 'vitest';
import { AccountReader } from '#terraform/session/account-reader.ts';
import { OneAtATime } from '#terraform/session/one-at-a-time.ts';
import { account } from '#tests/support/account.ts';
import { BASE } from '#tests/support/emulator.ts';

async function withIntegrations(count: number): Promise<ReturnType<typeof account> & { ids: number[] }> {
  const test = account();
  const ids: number[] = [];
  for (let n = 0; n < count; n++) {
    const body = { name: `Push ${n}`, type: 'injixo-api', paused: false };
    ids.push((await test.api.createConfiguration(body, `key-${n}`)).id);
  }
  test.sent.length = 0;
  return { ...test, ids };
}

describe('reading for a refresh', () => {
  it('asks for a few by id', async () => {
    const { api, ids, sent } = await withIntegrations(2);
    const reader = new AccountReader(api);
    expect(await Promise.all(ids.map(async (id) => (await reader.configuration(id))?.id))).toEqual(ids);
    expect(sent).toHaveLength(2);
  });

  it('asks for many by pages, once', async () => {
    const { api, ids, sent } = await withIntegrations(40);
    const reader = new AccountReader(api);
    const found = await Promise.all(ids.map(async (id) => (await reader.configuration(id))?.id));
    expect(found).toEqual(ids);
    expect(sent.filter((request) => request.includes('?limit='))).toHaveLength(1);
    expect(sent).toHaveLength(4);
  });

  it('takes mappings together', async () => {
    const { api, ids, sent } = await withIntegrations(30);
    const reader = new AccountReader(api);
    await Promise.all(ids.map(async (id) => reader.mapping(id)));
    expect(sent).toHaveLength(1);
  });

  it('reads people and activities once, and only those that are asked for', async () => {
    const { api, sent } = await withIntegrations(1);
    const reader = new AccountReader(api);
    await Promise.all([1, 2, 3].map(async () => reader.directory({ users: [] })));
    expect(sent.map((request) => request.split('?')[0])).toEqual(['GET /people']);
    const { people, activities } = await reader.directory({ users: [], statuses: [] });
    expect([people.length > 0, activities.length > 0]).toEqual([true, true]);
    expect(sent).toHaveLength(2);
  });

  it('knows nothing of what does not exist', async () => {
    const { api } = await withIntegrations(1);
    const reader = new AccountReader(api);
    expect(await reader.configuration(999)).toBeUndefined();
    expect(await reader.queuesOf(999)).toEqual([]);
    expect(BASE).toContain('127.0.0.1');
  });
});

describe('work on one thing', () => {
  it('waits for the work before it, also if that failed; other things do not wait', async () => {
    const log: string[] = [];
    const turns = new OneAtATime();
    let release = (): void => undefined;
    const first = turns.run(1, async () => {
      await new Promise<void>((resolve) => (release = resolve));
      log.push('first');
      throw new Error('failed');
    });
    const second = turns.run(1, async () => log.push('second'));
    await turns.run(2, async () => log.push('other'));
    release();
    await expect(first).rejects.toThrow('failed');
    await second;
    expect(log).toEqual(['other', 'first', 'second']);
  });
});
