/**
 * Writes everything that is derived from the schemas. With --check it writes nothing and fails when
 * a file on disk differs, which is what CI runs.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv } from 'ajv';
import { format, resolveConfig } from 'prettier';
import { generateCatalog } from './catalog.ts';
import { composeRoot } from './compose.ts';
import { diagnosticsPage, typeIndex, typePage } from './docs.ts';
import { readSources, ROOT, type Sources } from './sources.ts';
import { generateTerraformAttributes } from './terraform.ts';
import { generateApiTypes, generateSpecTypes } from './types.ts';
import { generateValidators } from './validators.ts';
import { generateWire } from './wire.ts';

const check = process.argv.includes('--check');

async function outputs(sources: Sources): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  files.set('schemas/injixo-as-code.v1.schema.json', JSON.stringify(composeRoot(sources)));
  files.set('provider/catalog/generated/catalog.ts', generateCatalog(sources));
  files.set('provider/catalog/generated/spec-types.ts', await generateSpecTypes(sources));
  files.set('provider/catalog/generated/validators.js', await generateValidators(sources));
  files.set('provider/api/generated/openapi.ts', await generateApiTypes());
  files.set('provider/terraform/generated/attributes.ts', generateTerraformAttributes(sources));
  const wire = generateWire();
  files.set('provider/terraform/wire/generated/messages.js', wire.code);
  files.set('provider/terraform/wire/generated/messages.d.ts', wire.types);
  files.set('docs/integration-types/README.md', typeIndex(sources));
  files.set('docs/diagnostics.md', diagnosticsPage());
  for (const [name, type] of sources.types) {
    const example = path.join(ROOT, `examples/integration-types/${name}.yaml`);
    files.set(`docs/integration-types/${name}.md`, typePage(name, type, readFileSync(example, 'utf8')));
  }
  return files;
}

/** Pages and constructs of the provider: made by the provider itself, from what was generated before. */
async function provided(sources: Sources): Promise<Map<string, string>> {
  const { terraformDocs } = await import('./terraform-docs.ts');
  const { generateConstructs } = await import('./constructs.ts');
  return new Map([
    ...terraformDocs(sources),
    ['provider/cdktf/generated/constructs.ts', generateConstructs()],
  ]);
}

function lint(sources: Sources): string[] {
  const validate = new Ajv({ allErrors: true, strict: false }).compile(sources.meta);
  return [...sources.types].flatMap(([name, type]) =>
    validate(type)
      ? []
      : (validate.errors ?? []).map((error) => `${name}: ${error.instancePath} ${error.message}`),
  );
}

async function pretty(file: string, text: string): Promise<string> {
  if (file.endsWith('.js') || file.endsWith('.tf')) return text;
  const options = await resolveConfig(path.join(ROOT, file));
  return format(text, { ...options, filepath: file });
}

/** Writes a file that differs; with --check it only complains. */
async function put(file: string, text: string): Promise<void> {
  const target = path.join(ROOT, file);
  const wanted = await pretty(file, text);
  const present = existsSync(target) ? readFileSync(target, 'utf8') : undefined;
  if (present === wanted) return;
  if (check) {
    complaints.push(`${file} is out of date: run "npm run generate"`);
    return;
  }
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, wanted);
  process.stdout.write(`wrote ${file}\n`);
}

const sources = readSources();
const complaints = lint(sources);
for (const stage of [outputs, provided]) {
  for (const [file, text] of await stage(sources)) await put(file, text);
}
for (const complaint of complaints) process.stderr.write(`${complaint}\n`);
process.exitCode = complaints.length === 0 ? 0 : 1;
