/**
 * Prints how fast the tool is, as ratios within one run: the machines that run this are noisy, so
 * seconds of different runs say nothing. `npm run bench -- start validate` runs only these parts.
 */
import { applyBench } from './apply.ts';
import { cdktfBench } from './cdktf.ts';
import { planBench } from './plan.ts';
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
};

const chosen = process.argv.slice(2);
for (const [name, run] of Object.entries(PARTS)) {
  if (chosen.length > 0 && !chosen.includes(name)) continue;
  for (const row of await run()) {
    process.stdout.write(`${row.name.padEnd(62)} ${row.value.padStart(22)}   wanted ${row.wanted}\n`);
  }
}
