/** Long runs: an emulator under load and two commands that watch it must not grow. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { BIN, serve, writeEstate, type Served } from './estate.ts';
import type { Row } from './main.ts';
import { median } from './measure.ts';

const COUNT = 200;
const MINUTES = Number(process.env['SOAK_MINUTES'] ?? 10);
const CONFIGURATIONS = '/external-systems/integration-configurations';

/** Ten minutes, or SOAK_MINUTES: the memory at the end against the memory after the first fifth. */
export async function soakBench(): Promise<Row[]> {
  const served = await serve();
  const cwd = writeEstate(COUNT, 0);
  const env = { ...process.env, ...served.env, INJIXO_JOURNAL: 'false' };
  const watching: ChildProcess[] = [];
  try {
    spawnSync(process.execPath, [BIN, 'apply', '-y'], { cwd, env });
    for (const command of ['drift', 'status'])
      watching.push(spawn(process.execPath, [BIN, command, '--watch', '1s'], { cwd, env, stdio: 'ignore' }));
    const [drift, status] = watching;
    const processes = {
      emulator: served.pid,
      'drift --watch 1s': drift!.pid!,
      'status --watch 1s': status!.pid!,
    };
    const { samples, requests } = await soak(served, cwd, processes);
    const load = { name: 'requests to the emulator meanwhile, besides', value: String(requests), wanted: '' };
    return [load, ...Object.entries(samples).map(([name, values]) => rowOf(name, values))];
  } finally {
    for (const child of watching) child.kill('SIGKILL');
    served.stop();
  }
}

async function soak(
  served: Served,
  cwd: string,
  processes: Record<string, number>,
): Promise<{ samples: Record<string, number[]>; requests: number }> {
  const samples: Record<string, number[]> = {};
  const end = Date.now() + MINUTES * 60_000;
  let requests = 0;
  const load = async (worker: number): Promise<void> => {
    for (let turn = 0; Date.now() < end; turn++) requests += await disturb(served, worker * 1_000_000 + turn);
  };
  const sample = async (): Promise<void> => {
    for (let turn = 0; Date.now() < end; turn++) {
      for (const [name, pid] of Object.entries(processes)) (samples[name] ??= []).push(memoryOf(pid));
      touch(cwd, turn);
      await setTimeout(1000);
    }
  };
  await Promise.all([load(1), load(2), sample()]);
  return { samples, requests };
}

/** What people and programs do: change, pause, import, create and delete, send data, read. */
async function disturb({ url }: Served, turn: number): Promise<number> {
  const headers = { authorization: 'Bearer emulator', 'idempotency-key': `soak-${turn}`, 'if-match': '*' };
  const send = async (method: string, at: string, body?: unknown): Promise<any> => {
    const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
    const text = await (await fetch(`${url}${at}`, init)).text();
    return text === '' ? undefined : JSON.parse(text);
  };
  const page = await send('GET', `${CONFIGURATIONS}?limit=${COUNT}`);
  const chosen = page.data[turn % page.data.length];
  const at = `${CONFIGURATIONS}/${chosen.id}`;
  await send('PATCH', at, { configuration: { ...chosen.configuration, port: 5000 + (turn % 100) } });
  await send('POST', `${at}/${chosen.paused === true ? 'resume' : 'pause'}`, {});
  await send('POST', `${at}/imports`);
  await send('GET', `${at}/queues`);
  const { id } = await send('POST', CONFIGURATIONS, { name: `Soak ${turn}`, type: 'injixo-api' });
  await send('DELETE', `${CONFIGURATIONS}/${id}`);
  await send('GET', '/external-systems/imports?limit=100');
  await setTimeout(50);
  return 8;
}

/** One file changes with each look, so that none is like the one before. */
function touch(cwd: string, turn: number): void {
  const file = path.join(cwd, 'integrations/i0.yaml');
  writeFileSync(file, readFileSync(file, 'utf8').replace(/port: \d+/, `port: ${6000 + (turn % 100)}`));
}

/** Resident memory in MiB. */
function memoryOf(pid: number): number {
  const { stdout } = spawnSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' });
  if (stdout.trim() === '') throw new Error('a process ended before its time');
  return Number(stdout) / 1024;
}

function rowOf(name: string, values: readonly number[]): Row {
  const fifth = Math.max(1, Math.floor(values.length / 5));
  const before = median(values.slice(fifth, 2 * fifth));
  const after = median(values.slice(-fifth));
  return {
    name: `${name}: memory after ${MINUTES} minutes / after a fifth of them`,
    value: `${(after / before).toFixed(2)}x, ${Math.round(after)} MiB`,
    wanted: '<= 1.2x (flat)',
  };
}
