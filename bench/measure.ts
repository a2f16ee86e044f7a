import { spawnSync } from 'node:child_process';

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

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)]!;
}

/** Prints its own peak memory in KiB when it ends, after the output of the command. */
const WITH_MEMORY = `process.on('exit',()=>process.stderr.write('\\nRSS '+process.resourceUsage().maxRSS));process.argv.splice(1,1);await import(process.argv[1]);`;

/** Wall time in milliseconds and peak memory in MiB of the program `args[0]`; fails if it does not exit with 0. */
export function timeWithMemory(
  args: readonly string[],
  cwd: string,
  env: Record<string, string>,
): { wall: number; memory: number } {
  const started = performance.now();
  const node = ['--input-type=module', '-e', WITH_MEMORY, '--', 'x', ...args];
  const { status, stderr } = spawnSync(process.execPath, node, {
    cwd,
    env: { ...process.env, ...env },
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  const wall = performance.now() - started;
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}: ${stderr.slice(-500)}`);
  return { wall, memory: Number(/RSS (\d+)/.exec(stderr)![1]) / 1024 };
}
