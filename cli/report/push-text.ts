import type { Colours } from './colour.ts';

/** What became of the lines of a push. */
export interface PushResult {
  accepted: number;
  /** Not sent: the contract would refuse them. */
  invalid: number;
  /** Refused by the API. */
  rejected: number;
  /** Sent without an answer: sending them again could make duplicates. */
  unknown: number;
  /** Settled by an earlier run with the same checkpoint. */
  skipped: number;
  batches: number;
  /** Where everything that was not accepted stands, with line numbers. */
  rejectFile?: string;
}

export function pushText(
  { accepted, invalid, rejected, unknown, skipped, rejectFile }: PushResult,
  c: Colours,
): string {
  const parts = [
    c.green(`${accepted} accepted`),
    ...(skipped > 0 ? [`${skipped} settled by an earlier run`] : []),
    ...(invalid > 0 ? [c.red(`${invalid} invalid`)] : []),
    ...(rejected > 0 ? [c.red(`${rejected} rejected`)] : []),
    ...(unknown > 0 ? [c.yellow(`${unknown} unknown`)] : []),
  ];
  const where = rejectFile === undefined ? '' : `\nNot accepted, with line and reason: ${rejectFile}`;
  const hint =
    unknown === 0
      ? ''
      : '\nUnknown lines were sent and got no answer. They are not sent again, unless you ask for it.';
  return `${parts.join(', ')}.${where}${hint}`;
}

/** `1000 accepted, 2 not` */
export function progressText({ accepted, invalid, rejected, unknown }: PushResult): string {
  const bad = invalid + rejected + unknown;
  return `${accepted} accepted${bad === 0 ? '' : `, ${bad} not`}`;
}
