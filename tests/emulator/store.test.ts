import { describe, expect, test } from 'vitest';
import { Store, type StoredConfiguration, type StoredImport } from '#emulator/store.ts';

const ENDED = { state: 'succeeded', finishedAt: 1 } as Partial<StoredImport> as StoredImport;

describe('an emulator that runs for weeks', () => {
  test('forgets imports that ended long ago, but not the last one of an integration nor one that runs', () => {
    const store = new Store();
    store.configurations.set(1, { id: 1, lastImportId: 1001 } as StoredConfiguration);
    store.addImport({ ...ENDED, id: 1001 });
    store.addImport({ ...ENDED, id: 1002, state: 'running', finishedAt: null });
    for (let id = 1003; id <= 200_000; id++) store.addImport({ ...ENDED, id });
    expect(store.imports.size).toBeLessThanOrEqual(40_000);
    expect([1001, 1002, 1003, 190_000, 200_000].map((id) => store.imports.has(id))).toEqual([
      true,
      true,
      false,
      true,
      true,
    ]);
  });

  test('forgets idempotency keys that nobody sends again', () => {
    const store = new Store();
    for (let id = 1; id <= 200_000; id++) store.rememberKey(`key ${id}`, { digest: '', id });
    expect(store.idempotency.size).toBeLessThanOrEqual(40_000);
    expect(store.idempotency.get('key 200000')).toEqual({ digest: '', id: 200_000 });
    expect(store.idempotency.get('key 1')).toBeUndefined();
  });
});
