/** What a command answers: the exit code, nothing else. It writes through io/terminal.ts. */
export type Action = (args: string[], flags: never, all: readonly CommandSpec[]) => Promise<number>;

export interface FlagSpec {
  /** As commander writes it: `-e, --environment <name>`. */
  flags: string;
  description: string;
  /** Parses the text; throwing a DiagnosedError refuses it. */
  parse?: (text: string) => unknown;
  repeatable?: boolean;
  choices?: readonly string[];
  default?: unknown;
  /** Not taken from INJIXO_<FLAG>. */
  noEnvironment?: boolean;
}

/** One command as data: help, completion and argument handling are made from it. */
export interface CommandSpec {
  name: string;
  summary: string;
  description?: string;
  /** Arguments as commander writes them: `[files...]`. */
  arguments?: readonly [text: string, description: string][];
  flags?: readonly FlagSpec[];
  examples?: readonly [command: string, what: string][];
  /** Loaded only when the command runs. */
  load?: () => Promise<Action>;
  subcommands?: readonly CommandSpec[];
}

/** `--token-file` as INJIXO_TOKEN_FILE. */
export function environmentName(long: string): string {
  return `INJIXO_${long
    .replace(/^--(no-)?/, '')
    .replaceAll('-', '_')
    .toUpperCase()}`;
}
