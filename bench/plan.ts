import { spawnSync } from 'node:child_process';
import { BIN, loggedRequests, serve, writeEstate } from './estate.ts';
import type { Row } from './main.ts';

/** Prints its own peak memory in KiB when it ends, after the output of the command. */
const WITH_MEMORY = `process.on('exit',()=>process.stderr.write('\\nRSS '+process.resourceUsage().maxRSS));process.argv.splice(1,1);await import(process.argv[1]);`;

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
    const started = performance.now();
    const plan = spawnSync(
      process.execPath,
      ['--input-type=module', '-e', WITH_MEMORY, '--', 'x', BIN, 'plan', '--detailed-exitcode'],
      { cwd: folder, env: { ...process.env, ...served.env }, encoding: 'utf8' },
    );
    const wall = performance.now() - started;
    if (plan.status !== 0) throw new Error(`${plan.status} ${plan.stderr.slice(-500)}`);
    const requests = await loggedRequests(served.url);
    const pages = requests.filter(
      ({ method, path }) => method === 'GET' && path.endsWith('/integration-configurations'),
    );
    if (pages.length !== requests.length) throw new Error('a plan sent something else than page reads');
    return { wall, memory: Number(/RSS (\d+)/.exec(plan.stderr)![1]) / 1024, requests: requests.length };
  } finally {
    served.stop();
  }
}
