import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';

/** Runs commands in turns, so that noise of the machine meets all of them, and answers the medians. */
export function interleave(rounds: number, programs: Record<string, () => number>): Record<string, number> {
  const samples: Record<string, number[]> = {};
  for (let round = 0; round < rounds; round++) {
    for (const [name, run] of Object.entries(programs)) (samples[name] ??= []).push(run());
  }
  return Object.fromEntries(Object.entries(samples).map(([name, values]) => [name, median(values)]));
}

/** Wall time of one process in milliseconds; fails if it does not exit with 0. */
export function time(args: readonly string[], env: Record<string, string> = {}): number {
  const started = performance.now();
  const { status, stderr } = spawnSync(process.execPath, [...args], {
    env: { ...process.env, ...env },
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}: ${stderr.slice(0, 500)}`);
  return performance.now() - started;
}

/** The medians of what several runs showed. */
export function medians(runs: readonly Measured[]): Measured {
  const of = (key: keyof Measured): number => median(runs.map((run) => run[key]));
  return { wall: of('wall'), memory: of('memory'), blocked: of('blocked') };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)]!;
}

/** Prints, when the process ends, its peak memory in KiB and how long its event loop was blocked at most, in ms. */
const PROBE = `data:text/javascript,
import { monitorEventLoopDelay } from 'node:perf_hooks';
const delay = monitorEventLoopDelay({ resolution: 5 });
delay.enable();
process.on('exit', () =>
  process.stderr.write(String.fromCharCode(10) + 'PROBE ' + process.resourceUsage().maxRSS + ' ' + delay.max / 1e6));`;

export interface Measured {
  /** Milliseconds. */
  wall: number;
  /** Peak, in MiB. */
  memory: number;
  /** The longest time in milliseconds in which no timer and no interrupt was heard. */
  blocked: number;
}

/** Runs the program `args[0]` with this process free to serve it; fails if it does not exit with 0. */
export async function observe(
  args: readonly string[],
  cwd: string,
  env: Record<string, string>,
): Promise<Measured> {
  const started = performance.now();
  const child = spawn(process.execPath, ['--import', PROBE, ...args], {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  child.stderr.on('data', (data) => (stderr = (stderr + String(data)).slice(-10_000)));
  const [status] = (await once(child, 'close')) as [number | null];
  const wall = performance.now() - started;
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}: ${stderr.slice(-500)}`);
  const [, memory, blocked] = /PROBE (\d+) ([\d.]+)/.exec(stderr)!;
  return { wall, memory: Number(memory) / 1024, blocked: Number(blocked) };
}
