import type { Diagnostic } from '#provider';

/** What a script can rely on. See docs/cli.md. */
export const EXIT = {
  done: 0,
  error: 1,
  changes: 2,
  invalid: 3,
  refused: 4,
  partial: 5,
  stale: 6,
  confirm: 7,
  interrupted: 130,
} as const;

const BY_CODE: Record<string, number> = {
  'file/not-found': EXIT.error,
  'file/unwritable': EXIT.error,
  'workload/queue-missing': EXIT.error,
  'cdktf/app-failed': EXIT.error,
  'cdktf/not-synthesized': EXIT.error,
  'secret/missing': EXIT.error,
  'secret/command-failed': EXIT.error,
  'secret/command-refused': EXIT.error,
  'confirm/declined': EXIT.error,
  'api/conflict': EXIT.stale,
  'api/precondition': EXIT.stale,
  'apply/partial': EXIT.partial,
  'apply/interrupted': EXIT.interrupted,
};

const BY_GROUP: Record<string, number> = {
  file: EXIT.invalid,
  yaml: EXIT.invalid,
  document: EXIT.invalid,
  cdktf: EXIT.invalid,
  schema: EXIT.invalid,
  secret: EXIT.invalid,
  check: EXIT.invalid,
  policy: EXIT.invalid,
  push: EXIT.invalid,
  csv: EXIT.invalid,
  mapping: EXIT.invalid,
  workload: EXIT.invalid,
  refused: EXIT.refused,
  conflict: EXIT.stale,
  stale: EXIT.stale,
  confirm: EXIT.confirm,
};

/** When several apply, the one that a person must look at first. */
const PRIORITY = [
  EXIT.interrupted,
  EXIT.partial,
  EXIT.invalid,
  EXIT.stale,
  EXIT.refused,
  EXIT.confirm,
  EXIT.error,
];

/** The exit code that the errors among the diagnostics ask for; 0 without errors. */
export function exitCodeOf(diagnostics: readonly Diagnostic[]): number {
  const codes = diagnostics
    .filter(({ severity }) => severity === 'error')
    .map(({ code }) => BY_CODE[code] ?? BY_GROUP[code.split('/')[0]!] ?? EXIT.error);
  return PRIORITY.find((code) => codes.includes(code)) ?? EXIT.done;
}
