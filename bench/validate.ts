import path from 'node:path';
import { BIN, ROOT, writeEstate } from './estate.ts';
import type { Row } from './main.ts';
import { interleave, time } from './measure.ts';

const COUNT = 1000;
const BYTES = 4000;

/** Validating many files with positions, against ajv-cli and against parsing them with `yaml` alone. */
export async function validateBench(): Promise<Row[]> {
  const folder = writeEstate(COUNT, BYTES);
  const files = path.join(folder, 'integrations');
  const ajv = path.join(ROOT, 'node_modules/ajv-cli/dist/index.js');
  const schema = path.join(ROOT, 'schemas/injixo-as-code.v1.schema.json');
  const yaml = path.join(ROOT, 'node_modules/yaml/dist/index.js');
  const parse = `const fs=require('fs'),Y=require(${JSON.stringify(yaml)});for(const f of fs.readdirSync(${JSON.stringify(files)}))Y.parse(fs.readFileSync(${JSON.stringify(files)}+'/'+f,'utf8'))`;
  const wall = interleave(5, {
    injixo: () => time([BIN, 'validate', folder]),
    ajv: () =>
      time([ajv, 'validate', '--strict=false', '--errors=no', '-s', schema, '-d', `${files}/*.yaml`]),
    yaml: () => time(['-e', parse]),
  });
  return [
    {
      name: `validate ${COUNT} files of ${BYTES} bytes / ajv-cli`,
      value: `${(wall['injixo']! / wall['ajv']!).toFixed(2)}x`,
      wanted: '<= 1.0x',
    },
    {
      name: `validate ${COUNT} files of ${BYTES} bytes / parsing with yaml alone`,
      value: `${(wall['injixo']! / wall['yaml']!).toFixed(2)}x`,
      wanted: '(floor)',
    },
  ];
}
