import type { CommandSpec } from '../command.ts';
import {
  APPROVE,
  CDKTF,
  ENVIRONMENT,
  OUTPUT,
  PLANNING,
  SELECTOR,
  FILE,
  TARGET,
  FILES,
  JOURNAL,
  NO_WAIT,
  REPORT_FORMAT,
  DETAILED,
} from '../flags.ts';

/** The way from declarations to the account. */
export const WORK_COMMANDS: readonly CommandSpec[] = [
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
    load: async () => (await import('../commands/init.ts')).init,
  },
  {
    name: 'validate',
    summary: 'check declarations, offline',
    description: 'Reports every problem of every file. Secrets are not needed.',
    arguments: [FILES],
    flags: [FILE, CDKTF, ENVIRONMENT, REPORT_FORMAT, OUTPUT],
    examples: [
      ['injixo validate', 'the workspace, in all environments'],
      ['injixo validate integrations/five9.yaml -e staging', 'one file in one environment'],
      ['cat five9.yaml | injixo validate -f - --format json', 'standard input, for a program'],
    ],
    load: async () => (await import('../commands/validate.ts')).validate,
  },
  {
    name: 'fmt',
    summary: 'format declarations',
    description: 'Puts keys in their usual order and indents by two spaces. Comments stay.',
    arguments: [FILES],
    flags: [{ flags: '--check', description: 'change nothing, exit with 1 if a file is not formatted' }],
    examples: [['injixo fmt --check', 'for a pipeline']],
    load: async () => (await import('../commands/fmt.ts')).fmt,
  },
  {
    name: 'plan',
    summary: 'show what apply would do',
    description:
      'Compares what is declared, what was applied last and what the account holds. Writes nothing.',
    arguments: [FILES],
    flags: [FILE, CDKTF, ...TARGET, ...PLANNING, DETAILED, REPORT_FORMAT, OUTPUT],
    examples: [
      ['injixo plan -e production', 'the workspace against production'],
      ['injixo plan -e production --format json -o plan.json', 'save the plan, to apply exactly this'],
      ['injixo plan -l team=workforce --detailed-exitcode', 'exit with 2 when there are changes'],
      ['injixo plan --cdktf . production', 'a stack of the CDKTF app in this folder'],
    ],
    load: async () => (await import('../commands/plan.ts')).plan,
  },
  {
    name: 'show',
    summary: 'show a saved plan',
    description: 'The very plan that apply would carry out, for reviewers.',
    arguments: [['<plan>', 'a plan that was saved with "injixo plan --format json -o plan.json"']],
    flags: [REPORT_FORMAT, OUTPUT],
    examples: [['injixo show plan.json --format markdown', 'for a comment on a pull request']],
    load: async () => (await import('../commands/show.ts')).show,
  },
  {
    name: 'apply',
    summary: 'create and change integrations',
    description:
      'Shows the plan, asks, carries it out and waits for the imports. A saved plan is applied exactly as it stands.',
    arguments: [
      ['[files...]', 'files, folders, globs or one saved plan (default: the workspace of this folder)'],
    ],
    flags: [FILE, CDKTF, ...TARGET, ...PLANNING, APPROVE, NO_WAIT, ...JOURNAL, REPORT_FORMAT, OUTPUT],
    examples: [
      ['injixo apply -e staging', 'plan, ask, apply'],
      ['injixo apply plan.json -y', 'exactly the reviewed plan; refused when the account changed'],
      ['injixo apply -e production --prune -y', 'also delete what is no longer declared'],
      ['injixo apply --cdktf cdktf.out production', 'a stack that "cdktf synth" wrote'],
    ],
    load: async () => (await import('../commands/apply.ts')).apply,
  },
  {
    name: 'destroy',
    summary: 'delete what the workspace owns',
    description:
      'Deletes the integrations that this workspace owns in one environment. Imported data and queues stay in injixo.',
    arguments: [FILES],
    flags: [FILE, CDKTF, ...TARGET, SELECTOR, APPROVE, ...JOURNAL, REPORT_FORMAT, OUTPUT],
    examples: [['injixo destroy -e staging -l team=trial', 'what carries a label']],
    load: async () => (await import('../commands/destroy.ts')).destroy,
  },
  {
    name: 'adopt',
    summary: 'take over existing integrations',
    description:
      'Makes this workspace the owner of integrations that were created by hand and are declared here.',
    arguments: [FILES],
    flags: [FILE, CDKTF, ...TARGET, SELECTOR, APPROVE, ...JOURNAL, REPORT_FORMAT, OUTPUT],
    examples: [
      ['injixo export -o integrations/account.yaml && injixo adopt', 'put an account under management'],
    ],
    load: async () => (await import('../commands/adopt.ts')).adopt,
  },
  {
    name: 'convert',
    summary: 'turn declarations into a CDKTF app',
    description:
      'Writes TypeScript that declares the same as the documents: constructs, one stack for each environment, secrets as variables. Comments are not kept.',
    arguments: [FILES],
    flags: [
      FILE,
      { flags: '--to <form>', description: 'what to write', choices: ['cdktf'], default: 'cdktf' },
      OUTPUT,
    ],
    examples: [
      ['injixo convert --to cdktf -o main.ts', 'the workspace of this folder as an app'],
      ['injixo plan --cdktf "npx tsx main.ts" production', 'the app plans the same'],
    ],
    load: async () => (await import('../commands/convert.ts')).convert,
  },
  {
    name: 'release',
    summary: 'give up integrations and workloads without changing them',
    description:
      'Makes nobody the owner, so that another workspace or Terraform can take over. Without names: everything that this workspace owns.',
    arguments: [['[names...]', 'names of integrations and workloads, whoever owns them']],
    flags: [...TARGET, APPROVE],
    examples: [
      ['injixo release', 'before Terraform takes over what was YAML'],
      ['injixo release "Five9 EU"', 'after "terraform state rm", before "injixo adopt"'],
    ],
    load: async () => (await import('../commands/release.ts')).release,
  },
];
