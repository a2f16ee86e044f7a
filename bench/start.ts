import path from 'node:path';
import { BIN, ROOT } from './estate.ts';
import type { Row } from './main.ts';
import { interleave, time } from './measure.ts';

/** Start-up against the start of Node.js itself. */
export async function startBench(): Promise<Row[]> {
  const file = path.join(ROOT, 'examples/integration-types/five9.yaml');
  const wall = interleave(15, {
    node: () => time(['-e', '0']),
    version: () => time([BIN, '--version']),
    validate: () => time([BIN, 'validate', file]),
  });
  const ratio = (name: string): string => `${(wall[name]! / wall['node']!).toFixed(2)}x`;
  return [
    { name: 'injixo --version / node -e 0', value: ratio('version'), wanted: '<= 1.5x' },
    { name: 'injixo validate of one file / node -e 0', value: ratio('validate'), wanted: '<= 2.5x' },
  ];
}
