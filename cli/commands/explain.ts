import { readFileSync } from 'node:fs';
import {
  DIAGNOSTIC_CODES,
  DiagnosedError,
  didYouMean,
  failure,
  integrationType,
  integrationTypes,
  isObject,
  type CatalogEntry,
  type DiagnosticCode,
  type JsonObject,
} from '#provider';
import { EXIT, exitCodeOf } from '../exit-code.ts';
import { wantsColour, writeData } from '../io/terminal.ts';
import { packageFile } from '../package-files.ts';
import { colours, type Colours } from '../report/colour.ts';

interface Flags {
  format: 'text' | 'json';
  output?: string;
}

export async function explain([name = '']: string[], flags: Flags): Promise<number> {
  const c = colours(flags.output === undefined && wantsColour(process.stdout));
  const entry = integrationType(name);
  if (entry !== undefined) explainType(name, entry, flags, c);
  else if (Object.hasOwn(DIAGNOSTIC_CODES, name)) explainCode(name as DiagnosticCode, flags, c);
  else throw new DiagnosedError(unknown(name));
  return EXIT.done;
}

function explainType(name: string, entry: CatalogEntry, flags: Flags, c: Colours): void {
  const schema = JSON.parse(readFileSync(packageFile(`schemas/integration-types/${name}.schema.json`), 'utf8')) as JsonObject;
  if (flags.format === 'json') return writeData(JSON.stringify(schema, null, 2), flags.output);
  const example = readFileSync(packageFile(`examples/integration-types/${name}.yaml`), 'utf8').replace(/^#.*\n/, '');
  const { title, description, vendor, model, deliveryMode, data, plans, externalIdentifier, generates, hints } = entry;
  const facts: [string, string | undefined][] = [
    ['Vendor', model === undefined ? vendor : `${vendor}, model ${model}`],
    ['Delivery', deliveryMode],
    ['Contact data', data.contactData.join(', ') || 'no'],
    ['Agent status', data.agentStatus ? 'yes' : 'no'],
    ['Real-time', data.realTime ? 'yes' : 'no'],
    ['Editions', plans.join(', ')],
    ['Identifier', externalIdentifier],
    ['Generates', generates],
  ];
  const lines = facts.flatMap(([key, value]) => (value === undefined ? [] : [`  ${c.dim(key.padEnd(13))} ${value}`]));
  const known = hints.length === 0 ? [] : ['', c.bold('Before you start'), ...hints.map((hint) => `  - ${hint}`)];
  const properties = [...propertyLines(schema, [], c)];
  const table = properties.length === 0 ? [] : ['', c.bold('Properties'), ...properties];
  const text = [`${c.bold(title)} (${name})`, description, '', ...lines, ...known, ...table, '', c.bold('Example'), example.replaceAll(/^(?=.)/gm, '  ')];
  writeData(text.join('\n'), flags.output);
}

function* propertyLines(schema: JsonObject, path: string[], c: Colours): Generator<string> {
  const properties = isObject(schema['properties']) ? schema['properties'] : {};
  const required = Array.isArray(schema['required']) ? schema['required'] : [];
  for (const [key, child] of Object.entries(properties)) {
    if (!isObject(child) || (path.length === 0 && key === 'type')) continue;
    const at = [...path, key];
    const about = isObject(child['x-injixo']) ? child['x-injixo'] : {};
    const marks = [required.includes(key) ? 'required' : '', about['secret'] === true ? 'secret' : '', about['immutable'] === true ? 'immutable' : ''].filter(Boolean);
    const values = Array.isArray(child['enum']) ? ` One of ${child['enum'].join(', ')}.` : '';
    const suffix = marks.length === 0 ? '' : ` ${c.yellow(`(${marks.join(', ')})`)}`;
    if (path.length > 0) yield `  ${at.join('.')}${suffix}\n      ${c.dim(`${String(child['description'] ?? '')}${values}`)}`;
    yield* propertyLines(child, at, c);
  }
}

function explainCode(code: DiagnosticCode, flags: Flags, c: Colours): void {
  const meaning = DIAGNOSTIC_CODES[code];
  const exitCode = exitCodeOf([{ code, severity: 'error', message: '' }]);
  if (flags.format === 'json') return writeData(JSON.stringify({ code, meaning, exitCode }, null, 2), flags.output);
  writeData(`${c.bold(code)}\n  ${meaning}\n  As an error it ends with exit code ${exitCode}.`, flags.output);
}

function unknown(name: string): ReturnType<typeof failure> {
  const known = [...integrationTypes().map(([type]) => type), ...Object.keys(DIAGNOSTIC_CODES)];
  const hint = didYouMean(name, known) ?? 'Run "injixo types" for the types; codes stand in docs/diagnostics.md.';
  return failure('usage/invalid', `There is neither an integration type nor a code "${name}".`, hint);
}
