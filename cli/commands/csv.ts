import {
  DiagnosedError,
  didYouMean,
  effectiveSpec,
  failure,
  hasErrors,
  integrationType,
  previewCsv,
  typeOf,
  type CsvConfiguration,
  type Declaration,
  type Encoding,
} from '#provider';
import { exitCodeOf } from '../exit-code.ts';
import { readSource } from '../io/files.ts';
import { readInputs } from '../io/inputs.ts';
import { runQuery } from '../io/sqlite.ts';
import { dataColours, say, sayDiagnostics, writeData } from '../io/terminal.ts';
import { previewText } from '../report/csv-text.ts';
import { diagnosticJson } from '../report/diagnostics.ts';
import { chooseEnvironment } from '../target.ts';

interface Flags {
  file?: string[];
  environment?: string;
  encoding?: Encoding;
  rows: number;
  format: 'text' | 'json';
  output?: string;
}

/** What injixo would make of a file, before anybody uploads it. */
export async function preview([file = '', name = '']: string[], flags: Flags): Promise<number> {
  const { declaration, environment } = await find(name, flags);
  const spec = effectiveSpec(declaration, environment);
  const entry = integrationType(typeOf(spec));
  if (entry?.deliveryMode !== 'file') {
    const message = `"${name}" (${typeOf(spec)}) takes no files.`;
    throw new DiagnosedError(failure('usage/invalid', message, 'Name an integration of delivery mode file.'));
  }
  const source = readSource(file);
  const result = await previewCsv({
    file: source.name,
    bytes: source.bytes,
    ...(flags.encoding === undefined ? {} : { encoding: flags.encoding }),
    configuration: spec['configuration'] as unknown as CsvConfiguration,
    channels: entry.data.contactData,
    runQuery,
  });
  if (flags.format === 'json') {
    const diagnostics = result.diagnostics.map(diagnosticJson);
    writeData(JSON.stringify({ formatVersion: 1, ...result, diagnostics }, null, 2), flags.output);
  } else {
    writeData(previewText(result, flags.rows, dataColours(flags.output)), flags.output);
    sayDiagnostics(result.diagnostics.slice(0, flags.rows));
    const more = result.diagnostics.length - flags.rows;
    if (more > 0) say(`… and ${more} more; --rows shows more of them, --format json all.`);
  }
  return exitCodeOf(result.diagnostics);
}

async function find(
  name: string,
  flags: Flags,
): Promise<{ declaration: Declaration; environment: string | undefined }> {
  const inputs = await readInputs([], flags);
  const environment = chooseEnvironment(flags, inputs.workspace);
  const { declarations, diagnostics } = await inputs.set.check({
    environments: [environment],
    partial: true,
  });
  const integrations = declarations.filter(({ kind }) => kind === 'Integration');
  const declaration = integrations.find((item) => item.name === name.normalize('NFC'));
  if (declaration !== undefined) {
    const own = diagnostics.filter((item) => item.file === declaration.source.file);
    if (hasErrors(own)) throw new DiagnosedError(...own);
    return { declaration, environment };
  }
  if (hasErrors(diagnostics)) throw new DiagnosedError(...diagnostics);
  const hint = didYouMean(
    name,
    integrations.map((item) => item.name),
  );
  throw new DiagnosedError(failure('usage/invalid', `No integration "${name}" is declared.`, hint));
}
