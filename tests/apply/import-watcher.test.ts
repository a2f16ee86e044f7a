import { describe, expect, it } from 'vitest';
import { ImportWatcher, type ImportState } from '#apply/import-watcher.ts';
import { FakeClock } from '#tests/support/http.ts';

function watcher(
  answers: (id: number, poll: number) => Partial<ImportState>,
  signal = new AbortController().signal,
) {
  const clock = new FakeClock();
  const requests: number[][] = [];
  const fetchImports = async (ids: readonly number[]): Promise<ImportState[]> => {
    requests.push([...ids]);
    return ids.map((id) => ({
      id,
      state: 'running',
      progress: 50,
      message: null,
      ...answers(id, requests.length),
    }));
  };
  return {
    watch: new ImportWatcher({ fetchImports, sleep: clock.sleep, now: clock.now, signal }),
    requests,
    clock,
  };
}

const about = { name: 'A', timeoutSeconds: 60, onProgress: () => undefined };

describe('waiting for imports', () => {
  it('ends when the import succeeded, and reports progress on the way', async () => {
    const seen: number[] = [];
    const { watch } = watcher((_, poll) =>
      poll < 3 ? { progress: poll * 10 } : { state: 'succeeded', progress: 100 },
    );
    expect(await watch.watch(1, { ...about, onProgress: ({ progress }) => seen.push(progress) })).toEqual([]);
    expect(seen).toEqual([10, 20, 100]);
  });

  it('says why an import failed', async () => {
    const { watch } = watcher(() => ({ state: 'failed', message: 'No connection.' }));
    expect(await watch.watch(1, about)).toMatchObject([
      { code: 'import/failed', message: expect.stringContaining('No connection.') },
    ]);
  });

  it('asks for all imports at once', async () => {
    const { watch, requests } = watcher((_, poll) => (poll > 1 ? { state: 'succeeded' } : {}));
    await Promise.all([1, 2, 3].map((id) => watch.watch(id, about)));
    expect(requests).toEqual([
      [1, 2, 3],
      [1, 2, 3],
    ]);
  });

  it('asks less and less often', async () => {
    const { watch, clock } = watcher((_, poll) => (poll > 12 ? { state: 'succeeded' } : {}));
    await watch.watch(1, about);
    expect(clock.sleeps[0]).toBeLessThan(500);
    expect(clock.sleeps[clock.sleeps.length - 1]).toBe(5000);
  });

  it('stops after the time-out and says that the import goes on', async () => {
    const { watch } = watcher(() => ({}));
    expect(await watch.watch(1, about)).toMatchObject([{ code: 'import/timeout' }]);
  });

  it('stops when interrupted', async () => {
    const controller = new AbortController();
    const { watch } = watcher(() => (controller.abort(), {}), controller.signal);
    expect(await watch.watch(1, about)).toMatchObject([{ code: 'apply/interrupted' }]);
  });

  it('passes on what goes wrong with asking', async () => {
    const { watch } = watcher(() => {
      throw new Error('down');
    });
    await expect(watch.watch(1, about)).rejects.toThrow('down');
  });
});
