import type { CommandSpec } from '../command.ts';
import {
  CDKTF,
  duration,
  ENVIRONMENT,
  format,
  OUTPUT,
  seconds,
  SELECTOR,
  FILE,
  TARGET,
  FILES,
  JOURNAL,
  NO_WAIT,
  REPORT_FORMAT,
  DETAILED,
} from '../flags.ts';

/** What is there, what changed, and who changed it. */
export const ACCOUNT_COMMANDS: readonly CommandSpec[] = [
  {
    name: 'drift',
    summary: 'show what somebody changed in the account',
    description:
      'Compares the account with the declarations and the last apply, field by field, and says who owns what. Writes nothing.',
    arguments: [FILES],
    flags: [
      FILE,
      CDKTF,
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
    load: async () => (await import('../commands/drift.ts')).drift,
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
    load: async () => (await import('../commands/diff.ts')).diff,
  },
  {
    name: 'history',
    summary: 'show who applied what and when',
    description: 'Reads the journal that every apply writes, one file for each run.',
    arguments: [['[run]', 'a run, or the beginning of its name, with all its steps (default: the list)']],
    flags: [ENVIRONMENT, JOURNAL[0]!, format('text', 'json'), OUTPUT],
    examples: [['injixo history 2026-11-22', 'the one run of that day']],
    load: async () => (await import('../commands/history.ts')).history,
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
      format('yaml', 'terraform'),
      OUTPUT,
    ],
    examples: [
      ['injixo export > account.yaml', 'the whole account in one file'],
      ['injixo export --unmanaged --split -o integrations', 'what was clicked together, a file each'],
      ['injixo export --format terraform -o account.tf', 'resources with import blocks'],
    ],
    load: async () => (await import('../commands/export.ts')).exportCommand,
  },
  {
    name: 'status',
    summary: 'show the integrations of the account',
    arguments: [['[names...]', 'names of integrations (default: all)']],
    flags: [
      ...TARGET,
      { flags: '--managed', description: 'only what this workspace owns' },
      {
        flags: '--watch <interval>',
        description: 'look again and again, for example every 10s; shows what changed in between',
        parse: duration,
      },
      format('text', 'json'),
      OUTPUT,
    ],
    examples: [
      ['injixo status -e production', 'states, last imports and owners'],
      ['injixo status --watch 10s --managed', 'follow what this workspace owns'],
    ],
    load: async () => (await import('../commands/status.ts')).status,
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
    load: async () => (await import('../commands/queues.ts')).queues,
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
        load: async () => (await import('../commands/imports.ts')).list,
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
        load: async () => (await import('../commands/imports.ts')).start,
      },
      {
        name: 'watch',
        summary: 'wait for the imports that run now',
        arguments: [['[names...]', 'names of integrations (default: all)']],
        flags: [
          ...TARGET,
          { flags: '--timeout <seconds>', description: 'how long to wait (default: 1200)', parse: seconds },
        ],
        load: async () => (await import('../commands/imports.ts')).watch,
      },
    ],
  },
];
