import { DiagnosedError, hasErrors, writeApp } from '#provider';
import { readInputs } from '../io/inputs.ts';
import { say, sayDiagnostics, writeData } from '../io/terminal.ts';

interface Flags {
  file?: string[];
  output?: string;
}

/** Declarations as a CDKTF app. */
export async function convert(args: string[], flags: Flags): Promise<number> {
  const { set, workspace, partial } = await readInputs(args, flags);
  const edition = workspace?.edition;
  const { declarations, diagnostics } = await set.check({
    environments: 'all',
    partial,
    ...(edition === undefined ? {} : { edition }),
  });
  if (hasErrors(diagnostics)) throw new DiagnosedError(...diagnostics);
  const { text, diagnostics: losses, variables } = writeApp(declarations, workspace);
  writeData(text, flags.output);
  sayDiagnostics(await set.placeDiagnostics([...diagnostics, ...losses]));
  say('The app needs the packages cdktf, constructs and injixo-as-code.');
  if (variables.length > 0) say(`Secrets come from ${variables.map((name) => `TF_VAR_${name}`).join(', ')}.`);
  return 0;
}
