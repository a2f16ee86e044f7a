import path from 'node:path';
import { BIN, ROOT, writeEstate } from './estate.ts';
import type { Row } from './main.ts';
import { interleave, time } from './measure.ts';

/** How many files, and how often. */
const SIZES = [
  [1_000, 5],
  [10_000, 3],
] as const;
const BYTES = 4000;

/** Validating many files with positions, against ajv-cli and against parsing them with `yaml` alone. */
export async function validateBench(): Promise<Row[]> {
  return SIZES.flatMap(([count, rounds]) => validateMany(count, rounds));
}

function validateMany(count: number, rounds: number): Row[] {
  const folder = writeEstate(count, BYTES);
  const files = path.join(folder, 'integrations');
  const ajv = path.join(ROOT, 'node_modules/ajv-cli/dist/index.js');
  const schema = path.join(ROOT, 'schemas/injixo-as-code.v1.schema.json');
  const yaml = path.join(ROOT, 'node_modules/yaml/dist/index.js');
  const parse = `const fs=require('fs'),Y=require(${JSON.stringify(yaml)});for(const f of fs.readdirSync(${JSON.stringify(files)}))Y.parse(fs.readFileSync(${JSON.stringify(files)}+'/'+f,'utf8'))`;
  const wall = interleave(rounds, {
    injixo: () => time([BIN, 'validate', folder]),
    ajv: () =>
      time([ajv, 'validate', '--strict=false', '--errors=no', '-s', schema, '-d', `${files}/*.yaml`]),
    yaml: () => time(['-e', parse]),
  });
  const name = `validate ${count.toLocaleString('en')} files of ${BYTES} bytes`;
  const ratio = (other: string): string => `${(wall['injixo']! / wall[other]!).toFixed(2)}x`;
  return [
    { name: `${name} / ajv-cli`, value: ratio('ajv'), wanted: '<= 1.0x' },
    { name: `${name} / parsing with yaml alone`, value: ratio('yaml'), wanted: '(floor)' },
  ];
}
