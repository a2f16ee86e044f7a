import { spawnSync } from 'node:child_process';
import { BIN, loggedRequests, serve, writeEstate } from './estate.ts';
import type { Row } from './main.ts';
import { timeWithMemory } from './measure.ts';

interface Figures {
  wall: number;
  memory: number;
  requests: number;
}

/** Planning what has not changed: only page reads, time and memory in proportion to the number. */
export async function planBench(): Promise<Row[]> {
  const rows: Row[] = [];
  let before: Figures | undefined;
  for (const count of [1_000, 10_000]) {
    const figures = await planUnchanged(count);
    rows.push({
      name: `plan of ${count} unchanged: requests, all of them page reads`,
      value: String(figures.requests),
      wanted: String(count / 500),
    });
    if (before !== undefined) {
      rows.push({
        name: 'plan of 10,000 / plan of 1,000: wall time',
        value: `${(figures.wall / before.wall).toFixed(1)}x`,
        wanted: '<= 10x (linear)',
      });
      rows.push({
        name: 'plan of 10,000 / plan of 1,000: peak memory',
        value: `${(figures.memory / before.memory).toFixed(1)}x, ${Math.round(figures.memory)} MiB`,
        wanted: '<= 10x (linear)',
      });
    }
    before = figures;
  }
  return rows;
}

async function planUnchanged(count: number): Promise<Figures> {
  const served = await serve();
  const folder = writeEstate(count, 0, false);
  try {
    const apply = spawnSync(process.execPath, [BIN, 'apply', '-y', '--no-wait'], {
      cwd: folder,
      env: { ...process.env, ...served.env },
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    });
    if (apply.status !== 0) throw new Error(apply.stderr.slice(-500));
    await loggedRequests(served.url);
    const { wall, memory } = timeWithMemory([BIN, 'plan', '--detailed-exitcode'], folder, served.env);
    const requests = await loggedRequests(served.url);
    const pages = requests.filter(
      ({ method, path }) => method === 'GET' && path.endsWith('/integration-configurations'),
    );
    if (pages.length !== requests.length) throw new Error('a plan sent something else than page reads');
    return { wall, memory, requests: requests.length };
  } finally {
    served.stop();
  }
}
