import {
  desiredIn,
  explainError,
  hasErrors,
  integrationType,
  typeOf,
  type Declaration,
  type Diagnostic,
} from '#provider';
import { EXIT, exitCodeOf } from '../exit-code.ts';
import { readInputs, type Inputs } from '../io/inputs.ts';
import { resolverFor } from '../io/secrets.ts';
import { dataColours, writeData } from '../io/terminal.ts';
import { type Colours } from '../report/colour.ts';
import { chooseEnvironment, openTarget, type TargetFlags } from '../target.ts';

interface Flags extends TargetFlags {
  allowCommands?: boolean;
  secretsDir?: string;
  format: 'text' | 'json';
  output?: string;
}

interface Check {
  name: string;
  ok: boolean;
  detail: string;
  hint?: string;
  /** For the exit code. */
  diagnostics: readonly Diagnostic[];
}

/** Checks one thing after the other and says what to do about each. */
export async function doctor(args: string[], flags: Flags): Promise<number> {
  const checks: Check[] = [await check('Node.js', () => `${process.version} on ${process.platform}`)];
  let inputs: Inputs | undefined;
  checks.push(
    await check('files', async () => {
      inputs = await readInputs(args, {});
      return `${inputs.set.fileNames.length} read, workspace ${inputs.workspace?.name ?? 'default (no workspace file)'}`;
    }),
  );
  if (inputs !== undefined) {
    const { declarations, diagnostics } = await inputs.set.check({ environments: [undefined] });
    checks.push(checkDeclarations(declarations, diagnostics));
    checks.push(await checkSecrets(declarations, inputs, flags));
    checks.push(await checkApi(inputs, flags));
    checks.push(...hints(declarations));
  }
  const c = dataColours(flags.output);
  const json = {
    ok: checks.every(({ ok }) => ok),
    checks: checks.map(({ diagnostics: _, ...rest }) => rest),
  };
  writeData(
    flags.format === 'json'
      ? JSON.stringify(json, null, 2)
      : checks.map((item) => lineOf(item, c)).join('\n'),
    flags.output,
  );
  return json.ok ? EXIT.done : exitCodeOf(checks.flatMap(({ diagnostics }) => diagnostics));
}

async function check(name: string, task: () => string | Promise<string>): Promise<Check> {
  try {
    return { name, ok: true, detail: await task(), diagnostics: [] };
  } catch (error) {
    const diagnostics = explainError(error);
    const [first] = diagnostics;
    const more = diagnostics.length > 1 ? ` (and ${diagnostics.length - 1} more)` : '';
    const hint = first?.hint === undefined ? {} : { hint: first.hint };
    return { name, ok: false, detail: `${first?.message ?? 'failed'}${more}`, ...hint, diagnostics };
  }
}

function checkDeclarations(declarations: readonly Declaration[], diagnostics: readonly Diagnostic[]): Check {
  const ok = !hasErrors(diagnostics);
  const detail = ok ? `${declarations.length} integrations are valid` : `${diagnostics.length} problems`;
  return { name: 'declarations', ok, detail, diagnostics, ...(ok ? {} : { hint: 'Run "injixo validate".' }) };
}

/** Whether each secret can be resolved; the values are dropped at once. */
async function checkSecrets(
  declarations: readonly Declaration[],
  { root, workspace }: Inputs,
  flags: Flags,
): Promise<Check> {
  const resolve = resolverFor(flags, root);
  return check('secrets', async () => {
    const environment = chooseEnvironment(flags, workspace);
    const desired = desiredIn(declarations, environment === undefined ? {} : { environment });
    const references = desired.integrations.flatMap(({ secrets }) =>
      secrets.map(({ reference }) => reference),
    );
    const problems = await Promise.allSettled(references.map(resolve));
    const failed = problems.filter((result) => result.status === 'rejected');
    if (failed.length > 0) throw failed[0]!.reason;
    return `${references.length} can be resolved`;
  });
}

async function checkApi({ workspace, root }: Inputs, flags: Flags): Promise<Check> {
  return check('injixo API', async () => {
    const resolve = resolverFor(flags, root);
    const { client, scope } = await openTarget(flags, workspace, resolve);
    const types = await client.listIntegrationTypes();
    return `${scope.endpoint} accepts the token and knows ${types.length} integration types`;
  });
}

/** What must be done outside of injixo, by type. */
function hints(declarations: readonly Declaration[]): Check[] {
  const types = new Set(declarations.map(({ spec }) => typeOf(spec)));
  return [...types].flatMap((type) => {
    const entry = integrationType(type);
    return (entry?.hints ?? []).map((detail) => ({
      name: `remember (${type})`,
      ok: true,
      detail,
      diagnostics: [],
    }));
  });
}

function lineOf({ name, ok, detail, hint }: Check, c: Colours): string {
  const mark = name.startsWith('remember') ? c.cyan('i') : ok ? c.green('✓') : c.red('✗');
  return `${mark} ${c.bold(name)}: ${detail}${hint === undefined ? '' : `\n    → ${hint}`}`;
}
