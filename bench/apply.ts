import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { BIN, ROOT, serve, writeEstate } from './estate.ts';
import type { Row } from './main.ts';
import { median } from './measure.ts';

const COUNT = 1000;
const PARALLELISM = 10;
const ROUNDS = 3;

/** Creating many, against a bare loop that sends the same requests with the same parallelism. */
export async function applyBench(): Promise<Row[]> {
  const folder = writeEstate(COUNT, 0, false);
  const script = path.join(folder, 'bare-loop.mjs');
  writeFileSync(script, bareLoop());
  const injixo: number[] = [];
  const bare: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    injixo.push(
      await against([BIN, 'apply', '-y', '--no-wait', '--parallelism', String(PARALLELISM)], folder),
    );
    bare.push(await against([script], folder));
  }
  const ratio = (median(injixo) / median(bare)).toFixed(2);
  return [
    {
      name: `apply of ${COUNT} creates / bare undici loop, parallelism ${PARALLELISM}`,
      value: `${ratio}x`,
      wanted: '<= 1.2x',
    },
  ];
}

/** Each run meets an empty account. */
async function against(args: string[], cwd: string): Promise<number> {
  const served = await serve();
  try {
    const started = performance.now();
    const { status, stderr } = spawnSync(process.execPath, args, {
      cwd,
      env: { ...process.env, ...served.env },
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    });
    if (status !== 0) throw new Error(stderr.slice(-500));
    return performance.now() - started;
  } finally {
    served.stop();
  }
}

/** The same reads and creates, bodies of the same size, and nothing else. */
function bareLoop(): string {
  return `
import { fetch, Agent } from ${JSON.stringify(path.join(ROOT, 'node_modules/undici/index.js'))};
const dispatcher = new Agent({ connections: ${PARALLELISM} });
const url = process.env.INJIXO_ENDPOINT + '/external-systems/integration-configurations';
const headers = { authorization: 'Bearer emulator', 'content-type': 'application/json' };
await (await fetch(url + '?limit=500', { headers, dispatcher })).text();
let next = 0;
const last = JSON.stringify({ credentials: { username: 'injixo@acme.example' }, configuration: { timeZone: 'Europe/Berlin', host: 'x', port: 5432, importAgentStatusData: true } });
await Promise.all(Array.from({ length: ${PARALLELISM} }, async () => {
  while (next < ${COUNT}) {
    const i = next++;
    const body = JSON.stringify({ name: 'Sikom ' + i, type: 'sikom', paused: false, credentials: { username: 'injixo@acme.example', password: 'x' }, configuration: { timeZone: 'Europe/Berlin', host: 'sikom-' + i + '.acme.example', port: 5432, importAgentStatusData: true }, annotations: { 'injixo-as-code/engine': 'injixo-as-code', 'injixo-as-code/workspace': 'bench', 'injixo-as-code/environment': '', 'injixo-as-code/source': 'integrations/i' + i + '.yaml:4', 'injixo-as-code/labels': '{"team":"workforce","region":"eu"}', 'injixo-as-code/last-applied': last, 'injixo-as-code/credentials-version': '2026-11', 'injixo-as-code/secret-generations': '{"credentials.password":1}', 'injixo-as-code/operation': crypto.randomUUID() } });
    const answer = await fetch(url, { method: 'POST', headers: { ...headers, 'idempotency-key': 'k' + i }, body, dispatcher });
    if (answer.status !== 201) throw new Error(await answer.text());
    await answer.text();
  }
}));
`;
}
