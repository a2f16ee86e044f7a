import { readFileSync } from 'node:fs';
import {
  DIAGNOSTIC_CODES,
  DiagnosedError,
  didYouMean,
  failure,
  integrationType,
  integrationTypes,
  type CatalogEntry,
} from '#provider';
import { EXIT, exitCodeOf } from '../exit-code.ts';
import { dataColours, writeData } from '../io/terminal.ts';
import { packageFile } from '../package-files.ts';
import { type Colours } from '../report/colour.ts';
import { typeText, type TypeSchema } from '../report/type-text.ts';

interface Flags {
  format: 'text' | 'json';
  output?: string;
}

export async function explain([name = '']: string[], flags: Flags): Promise<number> {
  const c = dataColours(flags.output);
  const entry = integrationType(name);
  if (entry !== undefined) explainType(name, entry, flags, c);
  else if (Object.hasOwn(DIAGNOSTIC_CODES, name))
    explainCode(name as keyof typeof DIAGNOSTIC_CODES, flags, c);
  else throw new DiagnosedError(unknown(name));
  return EXIT.done;
}

function explainType(name: string, entry: CatalogEntry, flags: Flags, c: Colours): void {
  const schema = readFileSync(packageFile(`schemas/integration-types/${name}.schema.json`), 'utf8');
  const example = readFileSync(packageFile(`examples/integration-types/${name}.yaml`), 'utf8');
  const text =
    flags.format === 'json'
      ? schema
      : typeText({ name, entry, schema: JSON.parse(schema) as TypeSchema, example }, c);
  writeData(text, flags.output);
}

function explainCode(code: keyof typeof DIAGNOSTIC_CODES, flags: Flags, c: Colours): void {
  const meaning = DIAGNOSTIC_CODES[code];
  const exitCode = exitCodeOf([{ code, severity: 'error', message: '' }]);
  if (flags.format === 'json')
    return writeData(JSON.stringify({ code, meaning, exitCode }, null, 2), flags.output);
  writeData(`${c.bold(code)}\n  ${meaning}\n  As an error it ends with exit code ${exitCode}.`, flags.output);
}

function unknown(name: string): ReturnType<typeof failure> {
  const known = [...integrationTypes().map(([type]) => type), ...Object.keys(DIAGNOSTIC_CODES)];
  const hint =
    didYouMean(name, known) ?? 'Run "injixo types" for the types; codes stand in docs/diagnostics.md.';
  return failure('usage/invalid', `There is neither an integration type nor a code "${name}".`, hint);
}
