import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ROOT } from './estate.ts';
import type { Row } from './main.ts';
import { interleave, time } from './measure.ts';

/** Synthesis and loading of the constructs against CDKTF alone; both with the start of their process. */
export async function cdktfBench(): Promise<Row[]> {
  const out = mkdtempSync(path.join(tmpdir(), 'injixo-bench-'));
  const synth = (app: string): number =>
    time([path.join(ROOT, `bench/apps/${app}.cjs`), path.join(out, app)]);
  const wall = interleave(9, {
    bare: () => synth('bare'),
    ours: () => synth('ours'),
    cdktf: () => time(['-e', "require('cdktf')"]),
    constructs: () => time(['-e', "require('cdktf'); require('injixo-as-code/cdktf')"]),
  });
  const ratio = (a: string, b: string): string => `${(wall[a]! / wall[b]!).toFixed(2)}x`;
  return [
    {
      name: 'synth of 1000 validated integrations / 1000 bare resources',
      value: ratio('ours', 'bare'),
      wanted: '<= 1.5x',
    },
    { name: 'loading the constructs / cdktf alone', value: ratio('constructs', 'cdktf'), wanted: '<= 1.2x' },
  ];
}
