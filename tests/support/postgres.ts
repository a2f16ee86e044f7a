import { spawn, spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';

/** Where Debian puts the server programs, which are in no PATH. */
const FOLDER = '/usr/lib/postgresql';

function serverPrograms(): string | undefined {
  if (spawnSync('initdb', ['--version']).status === 0) return '';
  if (!existsSync(FOLDER)) return undefined;
  const [newest] = readdirSync(FOLDER).sort().reverse();
  return newest === undefined ? undefined : `${path.join(FOLDER, newest, 'bin')}/`;
}

const programs = serverPrograms();
if (programs === undefined && process.env['CI'] !== undefined)
  throw new Error('the server programs of PostgreSQL are missing; in CI their test must not be skipped');

export const hasPostgres = programs !== undefined;

export interface Postgres {
  url: string;
  stop: () => Promise<void>;
}

/** A PostgreSQL of its own on loopback, with an empty cluster that is gone afterwards. */
export async function startPostgres(): Promise<Postgres> {
  const folder = mkdtempSync(path.join(tmpdir(), 'injixo-pg-'));
  const user = unprivileged();
  if (user.uid !== undefined) chownSync(folder, user.uid, user.gid!);
  const data = path.join(folder, 'data');
  const made = spawnSync(`${programs}initdb`, ['-D', data, '-U', 'terraform', '-A', 'trust', '--no-sync'], {
    ...user,
    cwd: folder,
  });
  if (made.status !== 0) throw new Error(`initdb: ${made.stderr.toString()}`);
  const port = await freePort();
  const settings = [
    '-c',
    `unix_socket_directories=${folder}`,
    '-c',
    'fsync=off',
    '-c',
    'listen_addresses=127.0.0.1',
  ];
  const server = spawn(`${programs}postgres`, ['-D', data, '-p', String(port), ...settings], {
    ...user,
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let log = '';
  server.stderr.on('data', (text) => (log += String(text)));
  for (let tries = 0; !log.includes('ready to accept connections'); tries++) {
    if (tries > 200 || server.exitCode !== null) throw new Error(`postgres does not start: ${log}`);
    await setTimeout(50);
  }
  return {
    url: `postgres://terraform@127.0.0.1:${port}/postgres?sslmode=disable`,
    stop: async () => {
      server.kill('SIGINT');
      await new Promise((resolve) => server.once('close', resolve));
    },
  };
}

/** PostgreSQL refuses to run as root. */
function unprivileged(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const entries = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const entry = ['postgres', 'nobody'].map((name) => entries.find(([user]) => user === name)).find(Boolean);
  if (entry === undefined) throw new Error('there is no user to run PostgreSQL as');
  return { uid: Number(entry[2]), gid: Number(entry[3]) };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
