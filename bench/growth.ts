import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { chart, type Panel } from './chart.ts';
import { BIN, loggedRequests, ROOT, serve, writeEstate } from './estate.ts';
import type { Row } from './main.ts';
import { observe } from './measure.ts';

const COUNTS = [10, 100, 1_000, 10_000];
const PICTURE = 'docs/images/growth.svg';

interface Figures {
  seconds: number;
  requests: number;
  mebibytes: number;
}

const COMMANDS: Record<string, readonly string[]> = {
  'first apply': ['apply', '-y', '--no-wait', '--force'],
  plan: ['plan'],
  'apply, nothing to do': ['apply', '-y', '--no-wait'],
};

/** How time, requests and memory grow with the number of integrations; also as a picture for the docs. */
export async function growthBench(): Promise<Row[]> {
  const measured: Record<string, Figures[]> = {};
  for (const count of COUNTS) {
    const served = await serve();
    const cwd = writeEstate(count, 0, false);
    try {
      for (const [name, args] of Object.entries(COMMANDS))
        (measured[name] ??= []).push(await measure(args, cwd, served.url, served.env));
    } finally {
      served.stop();
    }
  }
  const panel = (title: string, key: keyof Figures): Panel => ({
    title,
    lines: Object.entries(measured).map(([name, figures]) => ({
      name,
      values: figures.map((item) => item[key]),
    })),
  });
  const panels = [
    panel('seconds', 'seconds'),
    panel('requests', 'requests'),
    panel('peak memory, MiB', 'mebibytes'),
  ];
  writeFileSync(path.join(ROOT, PICTURE), chart(COUNTS, panels));
  return Object.entries(measured).map(([name, figures]) => {
    const [before, last] = figures.slice(-2) as [Figures, Figures];
    return {
      name: `${name}: 10,000 / 1,000, time and memory`,
      value: `${(last.seconds / before.seconds).toFixed(1)}x, ${(last.mebibytes / before.mebibytes).toFixed(1)}x`,
      wanted: '<= 10x (linear)',
    };
  });
}

async function measure(
  args: readonly string[],
  cwd: string,
  url: string,
  env: Record<string, string>,
): Promise<Figures> {
  await loggedRequests(url);
  const { wall, memory } = await observe([BIN, ...args], cwd, { ...env, INJIXO_JOURNAL: 'false' });
  const requests = await loggedRequests(url);
  return { seconds: wall / 1000, requests: requests.length, mebibytes: memory };
}
