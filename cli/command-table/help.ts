import type { CommandSpec } from '../command.ts';
import { format, natural, OUTPUT, seconds, TARGET, FILES } from '../flags.ts';

/** The catalogue, the set-up and a local account. */
export const HELP_COMMANDS: readonly CommandSpec[] = [
  {
    name: 'types',
    summary: 'list the integration types',
    flags: [format('text', 'json'), OUTPUT],
    load: async () => (await import('../commands/types.ts')).types,
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
    load: async () => (await import('../commands/explain.ts')).explain,
  },
  {
    name: 'schema',
    summary: 'print a JSON Schema',
    description:
      'Without a name: the schema of all documents, for editors. Otherwise of one integration type, "plan", "apply-report", "drift-report", "diff-report", "validate-report" or "api".',
    arguments: [['[name]', 'for example five9 or plan']],
    flags: [OUTPUT],
    examples: [['injixo schema -o .injixo/schema.json', 'for yaml-language-server']],
    load: async () => (await import('../commands/schema.ts')).schema,
  },
  {
    name: 'doctor',
    summary: 'check the set-up',
    description: 'Node, workspace, declarations, secrets, endpoint and token, one line each with what to do.',
    arguments: [FILES],
    flags: [...TARGET, format('text', 'json'), OUTPUT],
    load: async () => (await import('../commands/doctor.ts')).doctor,
  },
  {
    name: 'terraform',
    summary: 'the provider for Terraform and OpenTofu',
    subcommands: [
      {
        name: 'install',
        summary: 'put the provider where "terraform init" finds it',
        description:
          'Lays the provider into a filesystem mirror, for Terraform and for OpenTofu, without a registry and without a network. Prints the folders.',
        flags: [
          {
            flags: '--dir <folder>',
            description: 'the mirror; left out: the folder that Terraform looks into by itself',
          },
          {
            flags: '--platform <os_arch>',
            description: 'for another machine, for example darwin_arm64, or all; repeatable',
            repeatable: true,
          },
        ],
        examples: [
          ['injixo terraform install', 'for this machine and user'],
          ['injixo terraform install --dir mirror --platform all', 'to be copied elsewhere'],
        ],
        load: async () => (await import('../commands/terraform.ts')).installProvider,
      },
    ],
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
    load: async () => (await import('../commands/emulator.ts')).emulator,
  },
  {
    name: 'completion',
    summary: 'print a completion script for your shell',
    arguments: [['<shell>', 'bash, zsh or fish']],
    examples: [['injixo completion bash > /etc/bash_completion.d/injixo', 'for all users']],
    load: async () => (await import('../commands/completion.ts')).completion,
  },
];
