/**
 * Prints how fast the tool is, as ratios within one run: the machines that run this are noisy, so
 * seconds of different runs say nothing. `npm run bench -- start validate` runs only these parts, `-- --json file`
 * writes the rows too.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { applyBench } from './apply.ts';
import { cdktfBench } from './cdktf.ts';
import { growthBench } from './growth.ts';
import { peerBench } from './peer.ts';
import { planBench } from './plan.ts';
import { soakBench } from './soak.ts';
import { startBench } from './start.ts';
import { terraformBench } from './terraform.ts';
import { validateBench } from './validate.ts';

export interface Row {
  name: string;
  value: string;
  wanted: string;
}

const PARTS: Record<string, () => Promise<Row[]>> = {
  start: startBench,
  validate: validateBench,
  plan: planBench,
  apply: applyBench,
  terraform: terraformBench,
  cdktf: cdktfBench,
  peer: peerBench,
  growth: growthBench,
  soak: soakBench,
};
/** Ten minutes long: only when it is named. */
const ONLY_WHEN_NAMED = ['soak'];

const { values, positionals: chosen } = parseArgs({
  options: { json: { type: 'string' } },
  allowPositionals: true,
});
const rows: Row[] = [];
for (const [name, run] of Object.entries(PARTS)) {
  if (chosen.length === 0 ? ONLY_WHEN_NAMED.includes(name) : !chosen.includes(name)) continue;
  for (const row of await run()) {
    rows.push(row);
    process.stdout.write(
      `${row.name.padEnd(62)} ${row.value.padStart(22)}   ${row.wanted === '' ? '' : `wanted ${row.wanted}`}\n`,
    );
  }
}
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(rows, null, 2)}\n`);
