import { DiagnosedError, failure, integrationTypes } from '#provider';
import type { CommandSpec } from '../command.ts';
import { writeData } from '../io/terminal.ts';

type Words = Map<string, string[]>;

/** Scripts that know every command, flag and choice; made from the same table as the help. */
export async function completion(
  [shell = '']: string[],
  _: unknown,
  commands: readonly CommandSpec[],
): Promise<number> {
  const make = { bash, zsh, fish }[shell];
  if (make === undefined) {
    throw new DiagnosedError(
      failure('usage/invalid', `There is no completion for "${shell}".`, 'There are bash, zsh and fish.'),
    );
  }
  writeData(make(commands));
  return 0;
}

/** What can follow each command: `''` is the program itself, `imports start` a subcommand. */
function words(commands: readonly CommandSpec[]): Words {
  const found: Words = new Map([['', [...commands.map(({ name }) => name), 'help', '--help', '--version']]]);
  const add = (spec: CommandSpec, prefix: string): void => {
    const key = `${prefix}${spec.name}`;
    const flags = (spec.flags ?? []).map(({ flags: text }) => /--[\w-]+/.exec(text)![0]);
    const values =
      spec.name === 'explain' || spec.name === 'schema' ? integrationTypes().map(([type]) => type) : [];
    const shells = spec.name === 'completion' ? ['bash', 'zsh', 'fish'] : [];
    found.set(key, [
      ...(spec.subcommands ?? []).map(({ name }) => name),
      ...values,
      ...shells,
      ...flags,
      '--help',
    ]);
    for (const subcommand of spec.subcommands ?? []) add(subcommand, `${key} `);
  };
  for (const spec of commands) add(spec, '');
  return found;
}

/** Choices of flags, such as --format, and what takes a file. */
function choices(commands: readonly CommandSpec[]): [flag: string, values: string[]][] {
  const all = new Map<string, string[]>();
  const collect = (spec: CommandSpec): void => {
    for (const { flags, choices: values } of spec.flags ?? []) {
      if (values !== undefined) all.set(/--[\w-]+/.exec(flags)![0], [...values]);
    }
    spec.subcommands?.forEach(collect);
  };
  commands.forEach(collect);
  return [...all];
}

/** The commands that have subcommands. */
function groups(commands: readonly CommandSpec[]): string {
  return commands
    .filter(({ subcommands }) => subcommands !== undefined)
    .map(({ name }) => name)
    .join(' ');
}

function bash(commands: readonly CommandSpec[]): string {
  const cases = [...words(commands)]
    .filter(([key]) => key !== '')
    .map(([key, list]) => `    "${key}") words="${list.join(' ')}" ;;`);
  const flagCases = choices(commands).map(
    ([flag, values]) =>
      `    ${flag}) COMPREPLY=($(compgen -W "${values.join(' ')}" -- "$current")); return ;;`,
  );
  return `# injixo completion for bash
_injixo() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" words=""
  case "$previous" in
${flagCases.join('\n')}
    --output|-o|--file|-f|--data|--token-file) COMPREPLY=($(compgen -f -- "$current")); return ;;
  esac
  local key="\${COMP_WORDS[1]}"
  [ "$COMP_CWORD" -eq 1 ] && key=""
  case " ${groups(commands)} " in *" $key "*) [ "$COMP_CWORD" -gt 2 ] && key="$key \${COMP_WORDS[2]}" ;; esac
  case "$key" in
    "") words="${words(commands).get('')!.join(' ')}" ;;
${cases.join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
  [[ "$current" != -* ]] && [ -n "$key" ] && COMPREPLY+=($(compgen -f -- "$current"))
}
complete -o filenames -F _injixo injixo
`;
}

function zsh(commands: readonly CommandSpec[]): string {
  return `#compdef injixo
# injixo completion for zsh
autoload -U +X bashcompinit && bashcompinit
${bash(commands)}`;
}

function fish(commands: readonly CommandSpec[]): string {
  const lines = commands.map(
    ({ name, summary }) => `complete -c injixo -n __fish_use_subcommand -f -a ${name} -d '${quote(summary)}'`,
  );
  const flags = commands.flatMap((spec) => [
    ...(spec.subcommands ?? []).map(
      ({ name, summary }) =>
        `complete -c injixo -n '__fish_seen_subcommand_from ${spec.name}' -f -a ${name} -d '${quote(summary)}'`,
    ),
    ...flagLines(spec),
  ]);
  return ['# injixo completion for fish', ...lines, ...flags].join('\n');
}

function flagLines({ name, flags, subcommands }: CommandSpec): string[] {
  const own = (flags ?? []).map(({ flags: text, description, choices: values }) => {
    const long = /--([\w-]+)/.exec(text)![1];
    const short = /^-(\w),/.exec(text)?.[1];
    const value = values === undefined ? (/[<[]/.test(text) ? ' -r' : '') : ` -x -a '${values.join(' ')}'`;
    return `complete -c injixo -n '__fish_seen_subcommand_from ${name}' -l ${long}${short === undefined ? '' : ` -s ${short}`}${value} -d '${quote(description)}'`;
  });
  return [...own, ...(subcommands ?? []).flatMap((spec) => flagLines({ ...spec, name }))];
}

function quote(text: string): string {
  return text.replaceAll("'", "\\'");
}
