import { DiagnosedError, failure, parseDuration } from '#provider';
import type { FlagSpec } from './command.ts';
import { REPORT_FORMATS } from './report/render.ts';

export const DEBUG: FlagSpec = { flags: '--debug', description: 'show stack traces of unexpected errors' };

export const OUTPUT: FlagSpec = {
  flags: '-o, --output <file>',
  description: 'write the result to a file instead of standard output',
};

export function format(...choices: string[]): FlagSpec {
  return { flags: '--format <format>', description: 'form of the result', choices, default: choices[0] };
}

export const FILE: FlagSpec = {
  flags: '-f, --file <file>',
  description: 'another file or folder; "-" is standard input (repeatable)',
  repeatable: true,
  noEnvironment: true,
};

export const CDKTF: FlagSpec = {
  flags: '--cdktf <app>',
  description:
    'a CDKTF app: its folder, its cdktf.out or the command that runs it; arguments then name stacks',
};

export const ENVIRONMENT: FlagSpec = {
  flags: '-e, --environment <name>',
  description: 'environment of the workspace',
};

/** How to reach the account. */
export const TARGET: readonly FlagSpec[] = [
  ENVIRONMENT,
  { flags: '--endpoint <url>', description: 'address of the injixo API' },
  { flags: '--token-file <file>', description: 'file with the access token (or set INJIXO_TOKEN)' },
  {
    flags: '--parallelism <n>',
    description: 'requests in flight at the same time (default: 10)',
    parse: positive,
  },
  { flags: '--allow-commands', description: 'run the programs that fromCommand names' },
  {
    flags: '--secrets-dir <folder>',
    description: 'folder that fromFile is relative to (default: the workspace)',
  },
];

export const SELECTOR: FlagSpec = {
  flags: '-l, --selector <labels>',
  description: 'only integrations with these labels: team=a,region!=eu,!old',
};

/** What a plan may contain. */
export const PLANNING: readonly FlagSpec[] = [
  SELECTOR,
  { flags: '--prune', description: 'delete what the workspace owns and no longer declares' },
  { flags: '--adopt', description: 'take over integrations that nobody owns' },
  {
    flags: '--allow-replace',
    description: 'allow deleting and creating again where a field cannot be changed',
  },
  { flags: '--force', description: 'go beyond the limits of the workspace' },
];

export const APPROVE: FlagSpec = {
  flags: '-y, --auto-approve',
  description: 'do not ask for a confirmation',
};

export function positive(text: string): number {
  return whole(text, 1);
}

export function natural(text: string): number {
  return whole(text, 0);
}

export function seconds(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value) && value >= 0) return value;
  throw new DiagnosedError(failure('usage/invalid', `"${text}" is not a number of seconds.`));
}

/** `15m` as 900 seconds. */
export function duration(text: string): number {
  const value = parseDuration(text);
  if (value !== undefined && value > 0) return value;
  throw new DiagnosedError(
    failure('usage/invalid', `"${text}" is not a duration such as 30s, 15m or 1h30m.`),
  );
}

function whole(text: string, least: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least) return value;
  throw new DiagnosedError(failure('usage/invalid', `"${text}" is not a whole number of at least ${least}.`));
}

export const FILES: [string, string] = [
  '[files...]',
  'files, folders or globs (default: the workspace of this folder)',
];

export const JOURNAL = [
  { flags: '--journal <folder>', description: 'folder of the journal (default: .injixo/journal)' },
  { flags: '--no-journal', description: 'keep no journal of this run' },
];

export const NO_WAIT = { flags: '--no-wait', description: 'do not wait for imports' };

export const REPORT_FORMAT = format(...REPORT_FORMATS);

export const DETAILED = { flags: '--detailed-exitcode', description: 'exit with 2 when there are changes' };
