import { readFileSync } from 'node:fs';
import { DiagnosedError, didYouMean, failure, integrationType, integrationTypes } from '#provider';
import { writeData } from '../io/terminal.ts';
import { packageFile } from '../package-files.ts';

const NAMED: Record<string, string> = {
  document: 'schemas/injixo-as-code.v1.schema.json',
  plan: 'schemas/plan.v1.schema.json',
  'apply-report': 'schemas/apply-report.v1.schema.json',
  'drift-report': 'schemas/drift-report.v1.schema.json',
  'diff-report': 'schemas/diff-report.v1.schema.json',
  'validate-report': 'schemas/validate-report.v1.schema.json',
  api: 'schemas/injixo-api.openapi.yaml',
};

export async function schema([name = 'document']: string[], flags: { output?: string }): Promise<number> {
  const file =
    integrationType(name) === undefined ? NAMED[name] : `schemas/integration-types/${name}.schema.json`;
  if (file === undefined) {
    const known = [...Object.keys(NAMED), ...integrationTypes().map(([type]) => type)];
    throw new DiagnosedError(
      failure(
        'usage/invalid',
        `There is no schema "${name}".`,
        didYouMean(name, known) ?? `There are ${known.join(', ')}.`,
      ),
    );
  }
  writeData(readFileSync(packageFile(file), 'utf8'), flags.output);
  return 0;
}
