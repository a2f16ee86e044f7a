import { ENCODINGS } from '#provider';
import type { CommandSpec, FlagSpec } from '../command.ts';
import { APPROVE, ENVIRONMENT, format, natural, OUTPUT, positive, FILE, TARGET } from '../flags.ts';

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

/** Data, files and what injixo shows only once. */
export const DATA_COMMANDS: readonly CommandSpec[] = [
  {
    name: 'push',
    summary: 'send data to an integration of your own program',
    subcommands: [
      pushCommand(
        'contact-events',
        'contact events',
        async () => (await import('../commands/push.ts')).contactEvents,
        [],
      ),
      pushCommand(
        'agent-statuses',
        'agent statuses',
        async () => (await import('../commands/push.ts')).agentStatuses,
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
        load: async () => (await import('../commands/csv.ts')).preview,
      },
    ],
  },
  {
    name: 'keys',
    summary: 'generate what injixo shows only once',
    subcommands: [
      keyCommand('api-key', 'API key', async () => (await import('../commands/keys.ts')).apiKey),
      keyCommand('url-token', 'URL token', async () => (await import('../commands/keys.ts')).urlToken),
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
        load: async () => (await import('../commands/cloud-link.ts')).connect,
      },
      {
        name: 'status',
        summary: 'show whether Cloud Link is connected',
        arguments: [['<name>', 'name of the integration']],
        flags: [...TARGET, format('text', 'json'), OUTPUT],
        load: async () => (await import('../commands/cloud-link.ts')).status,
      },
    ],
  },
];
