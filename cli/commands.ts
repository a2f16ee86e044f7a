import { ENCODINGS } from '#provider';
import type { CommandSpec, FlagSpec } from './command.ts';
import { REPORT_FORMATS } from './report/render.ts';
import {
  APPROVE,
  duration,
  ENVIRONMENT,
  format,
  positive,
  natural,
  OUTPUT,
  PLANNING,
  seconds,
  SELECTOR,
  FILE,
  TARGET,
} from './flags.ts';

const FILES: [string, string] = [
  '[files...]',
  'files, folders or globs (default: the workspace of this folder)',
];
const JOURNAL = [
  { flags: '--journal <folder>', description: 'folder of the journal (default: .injixo/journal)' },
  { flags: '--no-journal', description: 'keep no journal of this run' },
];
const NO_WAIT = { flags: '--no-wait', description: 'do not wait for imports' };
const REPORT_FORMAT = format(...REPORT_FORMATS);
const DETAILED = { flags: '--detailed-exitcode', description: 'exit with 2 when there are changes' };

function keyCommand(name: string, word: string, load: NonNullable<CommandSpec['load']>): CommandSpec {
  return {
    name,
    summary: `generate the ${word} of an integration; the last one becomes void`,
    description: `Writes the ${word} to a file with mode 0600, to a program, or to standard output if you ask for it.`,
    arguments: [
      ['<name>', 'name of the integration'],
      ['[command...]', 'after "--": a program that reads the value from its standard input'],
    ],
    flags: [
      ...TARGET,
      APPROVE,
      { flags: '--to-file <file>', description: 'write it to this file, readable by you only' },
      { flags: '--overwrite', description: 'the file may exist' },
      { flags: '--stdout', description: 'print it', noEnvironment: true },
    ],
    examples: [
      [`injixo keys ${name} "Own ACD" --to-file ${name}.txt`, 'into a file'],
      [`injixo keys ${name} "Own ACD" -y -- vault kv put -mount=secret acd value=-`, 'into a vault'],
    ],
    load,
  };
}

function pushCommand(
  name: string,
  words: string,
  load: NonNullable<CommandSpec['load']>,
  flags: readonly FlagSpec[],
): CommandSpec {
  return {
    name,
    summary: `send ${words} from a CSV or NDJSON file`,
    description:
      'Checks each line, sends batches, and writes what was not accepted to a file with line numbers. Nothing is sent twice: a batch whose answer was lost is reported as unknown.',
    arguments: [
      ['<integration>', 'name or id; with an API key as token only the id works'],
      ['[file]', 'CSV with a header, or NDJSON as the API takes it; "-" or nothing is standard input'],
    ],
    flags: [
      ...TARGET,
      {
        flags: '--input-format <form>',
        description: 'csv or ndjson (default: by the name of the file)',
        choices: ['csv', 'ndjson'],
      },
      { flags: '--separator <character>', description: 'between the columns of a CSV file', default: ',' },
      { flags: '--batch-size <n>', description: 'events in a request', parse: positive, default: 500 },
      {
        flags: '--rejects <file>',
        description: 'file for what was not accepted (default: <file>.rejects.ndjson)',
      },
      {
        flags: '--checkpoint <file>',
        description: 'remember what was sent, so that the same command goes on after a crash',
      },
      { flags: '--resend-unknown', description: 'send again what an earlier run sent without an answer' },
      ...flags,
      format('text', 'json'),
      OUTPUT,
    ],
    examples: [
      [`injixo push ${name} "Own ACD" ${name}.csv`, 'a file'],
      [`export-acd | injixo push ${name} 1234 --input-format ndjson`, 'a stream, with an API key'],
    ],
    load,
  };
}

/** Every command, in the order of the help. */
export const COMMANDS: readonly CommandSpec[] = [
  {
    name: 'init',
    summary: 'create a workspace',
    description:
      'Writes injixo.yaml, the schema for editors and, with --type, a first integration. Existing files stay.',
    arguments: [['[folder]', 'where (default: this folder)']],
    flags: [
      { flags: '--name <name>', description: 'name of the workspace (default: the name of the folder)' },
      { flags: '--type <type>', description: 'also write an example of this integration type' },
    ],
    examples: [['injixo init wfm --type five9', 'a workspace with a Five9 integration']],
    load: async () => (await import('./commands/init.ts')).init,
  },
  {
    name: 'validate',
    summary: 'check declarations, offline',
    description: 'Reports every problem of every file. Secrets are not needed.',
    arguments: [FILES],
    flags: [FILE, ENVIRONMENT, REPORT_FORMAT, OUTPUT],
    examples: [
      ['injixo validate', 'the workspace, in all environments'],
      ['injixo validate integrations/five9.yaml -e staging', 'one file in one environment'],
      ['cat five9.yaml | injixo validate -f - --format json', 'standard input, for a program'],
    ],
    load: async () => (await import('./commands/validate.ts')).validate,
  },
  {
    name: 'fmt',
    summary: 'format declarations',
    description: 'Puts keys in their usual order and indents by two spaces. Comments stay.',
    arguments: [FILES],
    flags: [{ flags: '--check', description: 'change nothing, exit with 1 if a file is not formatted' }],
    examples: [['injixo fmt --check', 'for a pipeline']],
    load: async () => (await import('./commands/fmt.ts')).fmt,
  },
  {
    name: 'plan',
    summary: 'show what apply would do',
    description:
      'Compares what is declared, what was applied last and what the account holds. Writes nothing.',
    arguments: [FILES],
    flags: [FILE, ...TARGET, ...PLANNING, DETAILED, REPORT_FORMAT, OUTPUT],
    examples: [
      ['injixo plan -e production', 'the workspace against production'],
      ['injixo plan -e production --format json -o plan.json', 'save the plan, to apply exactly this'],
      ['injixo plan -l team=workforce --detailed-exitcode', 'exit with 2 when there are changes'],
    ],
    load: async () => (await import('./commands/plan.ts')).plan,
  },
  {
    name: 'show',
    summary: 'show a saved plan',
    description: 'The very plan that apply would carry out, for reviewers.',
    arguments: [['<plan>', 'a plan that was saved with "injixo plan --format json -o plan.json"']],
    flags: [REPORT_FORMAT, OUTPUT],
    examples: [['injixo show plan.json --format markdown', 'for a comment on a pull request']],
    load: async () => (await import('./commands/show.ts')).show,
  },
  {
    name: 'apply',
    summary: 'create and change integrations',
    description:
      'Shows the plan, asks, carries it out and waits for the imports. A saved plan is applied exactly as it stands.',
    arguments: [
      ['[files...]', 'files, folders, globs or one saved plan (default: the workspace of this folder)'],
    ],
    flags: [FILE, ...TARGET, ...PLANNING, APPROVE, NO_WAIT, ...JOURNAL, REPORT_FORMAT, OUTPUT],
    examples: [
      ['injixo apply -e staging', 'plan, ask, apply'],
      ['injixo apply plan.json -y', 'exactly the reviewed plan; refused when the account changed'],
      ['injixo apply -e production --prune -y', 'also delete what is no longer declared'],
    ],
    load: async () => (await import('./commands/apply.ts')).apply,
  },
  {
    name: 'destroy',
    summary: 'delete what the workspace owns',
    description:
      'Deletes the integrations that this workspace owns in one environment. Imported data and queues stay in injixo.',
    arguments: [FILES],
    flags: [FILE, ...TARGET, SELECTOR, APPROVE, ...JOURNAL, REPORT_FORMAT, OUTPUT],
    examples: [['injixo destroy -e staging -l team=trial', 'what carries a label']],
    load: async () => (await import('./commands/destroy.ts')).destroy,
  },
  {
    name: 'adopt',
    summary: 'take over existing integrations',
    description:
      'Makes this workspace the owner of integrations that were created by hand and are declared here.',
    arguments: [FILES],
    flags: [FILE, ...TARGET, SELECTOR, APPROVE, ...JOURNAL, REPORT_FORMAT, OUTPUT],
    examples: [
      ['injixo export -o integrations/account.yaml && injixo adopt', 'put an account under management'],
    ],
    load: async () => (await import('./commands/adopt.ts')).adopt,
  },
  {
    name: 'drift',
    summary: 'show what somebody changed in the account',
    description:
      'Compares the account with the declarations and the last apply, field by field, and says who owns what. Writes nothing.',
    arguments: [FILES],
    flags: [
      FILE,
      ...TARGET,
      SELECTOR,
      { flags: '--detailed-exitcode', description: 'exit with 2 when something drifted' },
      {
        flags: '--watch <interval>',
        description: 'look again and again, for example every 15m; reports what changed in between',
        parse: duration,
      },
      REPORT_FORMAT,
      OUTPUT,
    ],
    examples: [
      ['injixo drift -e production --detailed-exitcode', 'for a scheduled pipeline'],
      ['injixo drift --format html -o drift.html', 'a page to look at'],
      ['injixo drift --watch 15m', 'every quarter of an hour'],
    ],
    load: async () => (await import('./commands/drift.ts')).drift,
  },
  {
    name: 'diff',
    summary: 'compare the declarations of two git revisions',
    description:
      'Offline: what changed for each integration and environment, who changed it, and how risky it is.',
    arguments: [['<range>', 'two revisions: <ref>..<ref>; the second one may be left out for HEAD']],
    flags: [ENVIRONMENT, SELECTOR, DETAILED, REPORT_FORMAT, OUTPUT],
    examples: [
      ['injixo diff origin/main..', 'what this branch changes'],
      ['injixo diff v1.4..v1.5 --format markdown', 'for a release or an audit'],
    ],
    load: async () => (await import('./commands/diff.ts')).diff,
  },
  {
    name: 'history',
    summary: 'show who applied what and when',
    description: 'Reads the journal that every apply writes, one file for each run.',
    arguments: [['[run]', 'a run, or the beginning of its name, with all its steps (default: the list)']],
    flags: [ENVIRONMENT, JOURNAL[0]!, format('text', 'json'), OUTPUT],
    examples: [['injixo history 2026-11-22', 'the one run of that day']],
    load: async () => (await import('./commands/history.ts')).history,
  },
  {
    name: 'export',
    summary: 'write declarations from a live account',
    description: 'Secrets become references to environment variables; their values cannot be read back.',
    arguments: [['[names...]', 'names of integrations (default: all)']],
    flags: [
      ...TARGET,
      { flags: '--managed', description: 'only what this workspace owns' },
      { flags: '--unmanaged', description: 'only what nobody owns' },
      { flags: '--split', description: 'with -o <folder>: one file for each integration' },
      OUTPUT,
    ],
    examples: [
      ['injixo export > account.yaml', 'the whole account in one file'],
      ['injixo export --unmanaged --split -o integrations', 'what was clicked together, a file each'],
    ],
    load: async () => (await import('./commands/export.ts')).exportCommand,
  },
  {
    name: 'status',
    summary: 'show the integrations of the account',
    arguments: [['[names...]', 'names of integrations (default: all)']],
    flags: [
      ...TARGET,
      { flags: '--managed', description: 'only what this workspace owns' },
      format('text', 'json'),
      OUTPUT,
    ],
    examples: [['injixo status -e production', 'states, last imports and owners']],
    load: async () => (await import('./commands/status.ts')).status,
  },
  {
    name: 'queues',
    summary: 'list the queues that imports brought',
    arguments: [['[names...]', 'names of integrations (default: all)']],
    flags: [
      ...TARGET,
      { flags: '--all', description: 'also inactive queues of deleted integrations' },
      format('text', 'json'),
      OUTPUT,
    ],
    examples: [['injixo queues "Five9 EU"', 'the queues of one integration']],
    load: async () => (await import('./commands/queues.ts')).queues,
  },
  {
    name: 'imports',
    summary: 'start, list and watch imports',
    subcommands: [
      {
        name: 'list',
        summary: 'list imports, the newest first',
        arguments: [['[names...]', 'names of integrations (default: all)']],
        flags: [...TARGET, format('text', 'json'), OUTPUT],
        load: async () => (await import('./commands/imports.ts')).list,
      },
      {
        name: 'start',
        summary: 'start an import and wait for it',
        arguments: [['<names...>', 'names of integrations']],
        flags: [
          ...TARGET,
          NO_WAIT,
          { flags: '--timeout <seconds>', description: 'how long to wait (default: 1200)', parse: seconds },
        ],
        examples: [['injixo imports start "Five9 EU"', 'import now']],
        load: async () => (await import('./commands/imports.ts')).start,
      },
      {
        name: 'watch',
        summary: 'wait for the imports that run now',
        arguments: [['[names...]', 'names of integrations (default: all)']],
        flags: [
          ...TARGET,
          { flags: '--timeout <seconds>', description: 'how long to wait (default: 1200)', parse: seconds },
        ],
        load: async () => (await import('./commands/imports.ts')).watch,
      },
    ],
  },
  {
    name: 'push',
    summary: 'send data to an integration of your own program',
    subcommands: [
      pushCommand(
        'contact-events',
        'contact events',
        async () => (await import('./commands/push.ts')).contactEvents,
        [],
      ),
      pushCommand(
        'agent-statuses',
        'agent statuses',
        async () => (await import('./commands/push.ts')).agentStatuses,
        [
          {
            flags: '--external-system <name>',
            description: 'name of the system the data is from (default: the integration)',
          },
        ],
      ),
    ],
  },
  {
    name: 'csv',
    summary: 'test the mapping of CSV files',
    subcommands: [
      {
        name: 'preview',
        summary: 'show what injixo would make of a CSV file',
        description:
          'Runs preprocessing and mapping of a declared integration here, also its SQLite query, and shows the rows and what is wrong.',
        arguments: [
          ['<file>', 'a CSV file'],
          ['<integration>', 'name of a declared integration that takes files'],
        ],
        flags: [
          FILE,
          ENVIRONMENT,
          {
            flags: '--encoding <name>',
            description: 'encoding of the file (default: utf-8)',
            choices: ENCODINGS,
          },
          { flags: '--rows <n>', description: 'how many rows to show', parse: natural, default: 20 },
          format('text', 'json'),
          OUTPUT,
        ],
        examples: [['injixo csv preview october.csv "Back office"', 'the first rows and all errors']],
        load: async () => (await import('./commands/csv.ts')).preview,
      },
    ],
  },
  {
    name: 'keys',
    summary: 'generate what injixo shows only once',
    subcommands: [
      keyCommand('api-key', 'API key', async () => (await import('./commands/keys.ts')).apiKey),
      keyCommand('url-token', 'URL token', async () => (await import('./commands/keys.ts')).urlToken),
    ],
  },
  {
    name: 'cloud-link',
    summary: 'connect on-premise integrations',
    subcommands: [
      {
        name: 'connect',
        summary: 'connect an integration with the Cloud Link that shows a PIN',
        description: 'Asks for the PIN, which Cloud Link shows for five minutes. It is never an argument.',
        arguments: [['<name>', 'name of the integration']],
        flags: [
          ...TARGET,
          { flags: '--pin-file <file>', description: 'file with the PIN; "-" is standard input' },
        ],
        examples: [['injixo cloud-link connect "Avaya Berlin"', 'asks for the PIN']],
        load: async () => (await import('./commands/cloud-link.ts')).connect,
      },
      {
        name: 'status',
        summary: 'show whether Cloud Link is connected',
        arguments: [['<name>', 'name of the integration']],
        flags: [...TARGET, format('text', 'json'), OUTPUT],
        load: async () => (await import('./commands/cloud-link.ts')).status,
      },
    ],
  },
  {
    name: 'types',
    summary: 'list the integration types',
    flags: [format('text', 'json'), OUTPUT],
    load: async () => (await import('./commands/types.ts')).types,
  },
  {
    name: 'explain',
    summary: 'explain an integration type or a diagnostic code',
    arguments: [['<name>', 'for example five9, or schema/unknown-key']],
    flags: [format('text', 'json'), OUTPUT],
    examples: [
      ['injixo explain zendesk', 'properties, hints and an example'],
      ['injixo explain refused/replace', 'what a code means'],
    ],
    load: async () => (await import('./commands/explain.ts')).explain,
  },
  {
    name: 'schema',
    summary: 'print a JSON Schema',
    description:
      'Without a name: the schema of all documents, for editors. Otherwise of one integration type, "plan", "apply-report", "drift-report", "diff-report", "validate-report" or "api".',
    arguments: [['[name]', 'for example five9 or plan']],
    flags: [OUTPUT],
    examples: [['injixo schema -o .injixo/schema.json', 'for yaml-language-server']],
    load: async () => (await import('./commands/schema.ts')).schema,
  },
  {
    name: 'doctor',
    summary: 'check the set-up',
    description: 'Node, workspace, declarations, secrets, endpoint and token, one line each with what to do.',
    arguments: [FILES],
    flags: [...TARGET, format('text', 'json'), OUTPUT],
    load: async () => (await import('./commands/doctor.ts')).doctor,
  },
  {
    name: 'emulator',
    summary: 'serve a local injixo account',
    description:
      'Serves the API contract with state on 127.0.0.1, for trying things out and for tests. Not injixo itself.',
    flags: [
      {
        flags: '--port <port>',
        description: 'port; 0 picks a free one',
        parse: natural,
        default: 4010,
        noEnvironment: true,
      },
      {
        flags: '--token <token>',
        description: 'the access token it accepts',
        default: 'emulator',
        noEnvironment: true,
      },
      { flags: '--data <file>', description: 'keep the state across restarts' },
      {
        flags: '--import-seconds <seconds>',
        description: 'how long an import takes',
        parse: seconds,
        default: 2,
      },
      {
        flags: '--fault <fault>',
        description: 'something that goes wrong, for example rate-limit,every=5 (repeatable)',
        repeatable: true,
        noEnvironment: true,
      },
      { flags: '--seed <n>', description: 'for faults with a probability', parse: natural, default: 1 },
      {
        flags: '--cloud-link <state>',
        description: 'whether Cloud Link of new on-premise integrations is connected',
        choices: ['connected', 'disconnected'],
        default: 'connected',
      },
      { flags: '--list-faults', description: 'list the kinds of fault and exit', noEnvironment: true },
    ],
    examples: [
      ['injixo emulator --data account.json', 'an account that survives a restart'],
      ['injixo emulator --fault latency,ms=300 --fault reset-after-commit,method=POST,times=1', 'a bad day'],
    ],
    load: async () => (await import('./commands/emulator.ts')).emulator,
  },
  {
    name: 'completion',
    summary: 'print a completion script for your shell',
    arguments: [['<shell>', 'bash, zsh or fish']],
    examples: [['injixo completion bash > /etc/bash_completion.d/injixo', 'for all users']],
    load: async () => (await import('./commands/completion.ts')).completion,
  },
];
