import { Command, CommanderError, Option } from 'commander';
import { DiagnosedError, explainError, failure } from '#provider';
import { environmentName, type CommandSpec, type FlagSpec } from './command.ts';
import { COMMANDS } from './commands.ts';
import { EXIT, exitCodeOf } from './exit-code.ts';
import { DEBUG } from './flags.ts';
import { say, sayDiagnostics } from './io/terminal.ts';
import { VERSION } from './version.ts';

const AFTER_HELP = `
Examples:
  injixo init wfm --type five9   # a workspace with a first integration
  injixo validate                # every problem of every file, offline
  injixo plan -e production      # what would change
  injixo apply -e production     # change it, and wait for the imports

Exit codes:
  0  done, or no changes          4    refused by a safety rule
  1  error                        5    partly applied
  2  changes (with                6    stale plan or conflict
     --detailed-exitcode)         7    confirmation needed, no terminal
  3  invalid declarations         130  interrupted
`;

/** Runs one command line and answers the exit code. */
export async function run(argv: readonly string[]): Promise<number> {
  let exitCode: number = EXIT.done;
  const program = createProgram((code) => (exitCode = code));
  try {
    await program.parseAsync([...argv]);
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.error;
    return report(error, argv);
  }
}

/** The whole command tree as commander knows it. */
export function createProgram(onExit: (code: number) => void): Command {
  const program = new Command('injixo')
    .description('Infrastructure as code for the integrations of injixo.')
    .version(VERSION, '-V, --version', 'print the version')
    .helpCommand('help [command]', 'show the help of a command')
    .showHelpAfterError('Run with --help for the options and examples.')
    .showSuggestionAfterError(true)
    .addHelpText('after', AFTER_HELP)
    .exitOverride();
  for (const spec of COMMANDS) program.addCommand(build(spec, onExit));
  return program;
}

function build(spec: CommandSpec, onExit: (code: number) => void): Command {
  const command = new Command(spec.name)
    .summary(spec.summary)
    .description(spec.description ?? sentence(spec.summary));
  command.exitOverride().showHelpAfterError('Run with --help for the options and examples.');
  for (const [text, description] of spec.arguments ?? []) command.argument(text, description);
  for (const flag of [...(spec.flags ?? []), ...(spec.load === undefined ? [] : [DEBUG])])
    addFlag(command, flag);
  if (spec.examples !== undefined) command.addHelpText('after', examplesText(spec.examples));
  for (const subcommand of spec.subcommands ?? []) command.addCommand(build(subcommand, onExit));
  if (spec.load !== undefined) command.action(actionOf(spec, onExit));
  return command;
}

function addFlag(command: Command, flag: FlagSpec): void {
  const option = new Option(flag.flags, flag.description);
  if (flag.choices !== undefined) option.choices([...flag.choices]);
  if (flag.repeatable === true)
    option.argParser((text: string, all: string[] | undefined) => [...(all ?? []), text]);
  else if (flag.parse !== undefined) option.argParser(flag.parse);
  if (flag.default !== undefined) option.default(flag.default);
  const name = environmentName(option.long!);
  if (flag.noEnvironment !== true && !option.negate && isMeant(process.env[name], option.isBoolean()))
    option.env(name);
  command.addOption(option);
}

/** An empty variable counts as not set; for a switch, so do 0 and false. */
function isMeant(value: string | undefined, isSwitch: boolean): boolean {
  if (value === undefined || value === '') return false;
  return !isSwitch || !['0', 'false', 'no', 'off'].includes(value.toLowerCase());
}

function actionOf(
  { load }: CommandSpec,
  onExit: (code: number) => void,
): (...args: unknown[]) => Promise<void> {
  return async (...all) => {
    const command = all[all.length - 1] as Command;
    const given = all.slice(0, -2).flat() as (string | undefined)[];
    const args = given.filter((value) => value !== undefined);
    const action = await load!();
    onExit(await action(args, command.opts<never>(), COMMANDS));
  };
}

/** Says what was thrown, and answers the exit code; a stack only for who asks with --debug. */
export function report(error: unknown, argv: readonly string[]): number {
  const diagnostics = explainError(error);
  sayDiagnostics(diagnostics);
  if (argv.includes('--debug') && !(error instanceof DiagnosedError))
    say(error instanceof Error ? (error.stack ?? '') : String(error));
  return exitCodeOf(diagnostics.length === 0 ? [failure('internal/error', 'Unknown.')] : diagnostics);
}

function examplesText(examples: readonly [string, string][]): string {
  const width = Math.max(...examples.map(([command]) => command.length));
  const lines = examples.map(([command, what]) =>
    width > 60 ? `  # ${what}\n  ${command}` : `  ${command.padEnd(width)}  # ${what}`,
  );
  return `\nExamples:\n${lines.join('\n')}\n`;
}

function sentence(text: string): string {
  return `${text[0]!.toUpperCase()}${text.slice(1)}.`;
}
