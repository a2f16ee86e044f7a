import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DiagnosedError, didYouMean, failure, integrationType, integrationTypes } from '#provider';
import { say, writeData } from '../io/terminal.ts';
import { packageFile } from '../package-files.ts';

interface Flags {
  name?: string;
  type?: string;
}

/** Writes the first files of a workspace. Never overwrites. */
export async function init(args: string[], flags: Flags): Promise<number> {
  const folder = path.resolve(args[0] ?? '.');
  const name =
    flags.name ??
    (path
      .basename(folder)
      .replaceAll(/[^A-Za-z0-9._-]/g, '-')
      .replace(/^[^A-Za-z0-9]+/, '') ||
      'workspace');
  const files = new Map([
    ['injixo.yaml', workspaceText(name)],
    [
      '.injixo/injixo-as-code.v1.schema.json',
      readFileSync(packageFile('schemas/injixo-as-code.v1.schema.json'), 'utf8'),
    ],
    ...(flags.type === undefined ? [] : [exampleOf(flags.type)]),
  ]);
  const written: string[] = [];
  for (const [file, text] of files) {
    const target = path.join(folder, file);
    if (existsSync(target)) {
      say(`kept ${path.relative(process.cwd(), target)}, which exists`);
      continue;
    }
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, text);
    written.push(path.relative(process.cwd(), target));
  }
  writeData(written.map((file) => `wrote ${file}`).join('\n'));
  say(
    'Next: declare integrations in integrations/*.yaml ("injixo types" lists the types), then run "injixo validate".',
  );
  return 0;
}

function workspaceText(name: string): string {
  return `# yaml-language-server: $schema=.injixo/injixo-as-code.v1.schema.json
apiVersion: injixo-as-code/v1
kind: Workspace
metadata:
  name: ${name} # owns the integrations that it applies
spec:
  include:
    - integrations/**/*.yaml
  environments:
    production:
      endpoint: https://api.injixo.com
      token: { fromEnv: INJIXO_TOKEN }
`;
}

function exampleOf(type: string): [string, string] {
  if (integrationType(type) === undefined) {
    const hint =
      didYouMean(
        type,
        integrationTypes().map(([name]) => name),
      ) ?? 'Run "injixo types" for the list.';
    throw new DiagnosedError(failure('usage/invalid', `There is no integration type "${type}".`, hint));
  }
  const text = readFileSync(packageFile(`examples/integration-types/${type}.yaml`), 'utf8');
  return [
    `integrations/${type}.yaml`,
    text.replace(/\$schema=\S+/, '$schema=../.injixo/injixo-as-code.v1.schema.json'),
  ];
}
