import { defined, hasErrors, type CheckScope, type DeclaredKind, type Diagnostic } from '#provider';
import { EXIT, exitCodeOf } from '../exit-code.ts';
import { readInputs, type Inputs } from '../io/inputs.ts';
import { dataColours, say, writeData } from '../io/terminal.ts';
import { countText, diagnosticJson, diagnosticsText } from '../report/diagnostics.ts';
import { validateReport } from '../report/models/validate.ts';
import { render } from '../report/render.ts';
import { chooseEnvironment } from '../target.ts';
import { attempt } from '../io/attempt.ts';

interface Flags {
  file?: string[];
  cdktf?: string;
  environment?: string;
  format: string;
  output?: string;
}

/** Checks declarations without a network and without secrets. */
export async function validate(args: string[], flags: Flags): Promise<number> {
  const { diagnostics, declared, files } = await attempt(
    async () => check(await readInputs(args, flags), flags),
    (found) => ({ diagnostics: found, declared: { Integration: 0, Workload: 0 }, files: [] }),
  );
  const ok = !hasErrors(diagnostics);
  if (flags.format === 'json') {
    writeData(JSON.stringify({ ok, diagnostics: diagnostics.map(diagnosticJson) }, null, 2), flags.output);
    return exitCodeOf(diagnostics);
  }
  if (flags.format !== 'text') {
    const report = validateReport(files, diagnostics, declaredText(declared));
    writeData(await render(flags.format, report), flags.output);
    return exitCodeOf(diagnostics);
  }
  const c = dataColours(flags.output);
  if (diagnostics.length > 0) writeData(diagnosticsText(diagnostics, c), flags.output);
  const counted = countText(diagnostics);
  const noun = `${declaredText(declared)} in ${files.length} file${files.length === 1 ? '' : 's'}`;
  if (ok)
    writeData(
      `${c.green('Valid:')} ${noun}${counted === '' ? '' : `, ${counted}`}.`,
      diagnostics.length > 0 ? undefined : flags.output,
    );
  else say(`Invalid: ${counted}.`);
  return ok ? EXIT.done : exitCodeOf(diagnostics);
}

type Counts = Record<DeclaredKind, number>;

/** `3 integrations`, `1 integration and 2 workloads`. */
function declaredText({ Integration, Workload }: Counts): string {
  const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
  const integrations = counted(Integration, 'integration');
  return Workload === 0 ? integrations : `${integrations} and ${counted(Workload, 'workload')}`;
}

async function check(
  inputs: Inputs,
  flags: Flags,
): Promise<{ diagnostics: Diagnostic[]; declared: Counts; files: string[] }> {
  const { set, workspace } = inputs;
  const { edition } = workspace ?? {};
  const environments: CheckScope['environments'] =
    // A stack is for one environment.
    flags.environment === undefined && flags.cdktf === undefined
      ? 'all'
      : [undefined, chooseEnvironment(flags, workspace)];
  const scope = defined({ environments, edition, partial: inputs.partial });
  const { declarations, diagnostics } = await set.check(scope);
  const found = [...diagnostics];
  if (declarations.length === 0 && !hasErrors(found)) {
    const message = 'No integration is declared in the files that were read.';
    found.push({ code: 'document/nothing-declared', severity: 'warning', message });
  }
  const count = (wanted: DeclaredKind): number => declarations.filter(({ kind }) => kind === wanted).length;
  const declared = { Integration: count('Integration'), Workload: count('Workload') };
  return { diagnostics: found, declared, files: set.fileNames };
}
