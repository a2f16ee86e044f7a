import { BIN, loggedRequests, serve, writeEstate, type Served } from './estate.ts';
import type { Row } from './main.ts';
import { medians, observe, type Measured } from './measure.ts';

const COUNTS = [1_000, 10_000];
const ROUNDS = 3;
const COMMANDS: Record<string, readonly string[]> = {
  plan: ['plan', '--detailed-exitcode'],
  'no-op apply': ['apply', '-y', '--no-wait'],
};

/** Planning and applying what has not changed: only page reads, time and memory in proportion to the number. */
export async function planBench(): Promise<Row[]> {
  const estates = await Promise.all(COUNTS.map(open));
  const runs = new Map<string, Measured[]>();
  try {
    for (let round = 0; round < ROUNDS; round++)
      for (const [name, args] of Object.entries(COMMANDS))
        for (const estate of estates) {
          const key = `${name} ${estate.count}`;
          runs.set(key, [...(runs.get(key) ?? []), await run(estate, args)]);
        }
  } finally {
    for (const { served } of estates) served.stop();
  }
  return Object.keys(COMMANDS).flatMap((name) => {
    const [few, many] = COUNTS.map((count) => medians(runs.get(`${name} ${count}`)!));
    return rowsOf(name, few!, many!);
  });
}

interface Estate {
  count: number;
  served: Served;
  cwd: string;
}

/** An account that is as declared. */
async function open(count: number): Promise<Estate> {
  const served = await serve();
  const cwd = writeEstate(count, 0, false);
  await observe([BIN, 'apply', '-y', '--no-wait', '--force'], cwd, served.env);
  return { count, served, cwd };
}

/** Fails if anything but the pages of the account was asked for. */
async function run({ count, served, cwd }: Estate, args: readonly string[]): Promise<Measured> {
  await loggedRequests(served.url);
  const measured = await observe([BIN, ...args], cwd, served.env);
  const requests = await loggedRequests(served.url);
  const pages = requests.filter(
    ({ method, path }) => method === 'GET' && path.endsWith('/integration-configurations'),
  );
  if (pages.length !== requests.length || pages.length !== count / 500)
    throw new Error(
      `${args[0]} of ${count} sent ${requests.length} requests, ${pages.length} of them page reads`,
    );
  return measured;
}

function rowsOf(name: string, few: Measured, many: Measured): Row[] {
  const ratio = (key: keyof Measured): string => `${(many[key] / few[key]).toFixed(1)}x`;
  return [
    { name: `${name} of 10,000 unchanged: page reads, and no other request`, value: '20', wanted: '20' },
    { name: `${name} of 10,000 / of 1,000: time`, value: ratio('wall'), wanted: '<= 10x (linear)' },
    {
      name: `${name} of 10,000 / of 1,000: peak memory`,
      value: `${ratio('memory')}, ${Math.round(many.memory)} MiB`,
      wanted: '<= 10x (linear)',
    },
    {
      name: `${name} of 10,000: event loop blocked for`,
      value: `${Math.round(many.blocked)} ms`,
      wanted: '<= 250 ms',
    },
  ];
}
