import type { CommandSpec } from './command.ts';
import { ACCOUNT_COMMANDS } from './command-table/account.ts';
import { DATA_COMMANDS } from './command-table/data.ts';
import { HELP_COMMANDS } from './command-table/help.ts';
import { WORK_COMMANDS } from './command-table/work.ts';

/** Every command, in the order of the help. */
export const COMMANDS: readonly CommandSpec[] = [
  ...WORK_COMMANDS,
  ...ACCOUNT_COMMANDS,
  ...DATA_COMMANDS,
  ...HELP_COMMANDS,
];
