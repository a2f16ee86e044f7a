import { explainError } from '../../explain.ts';
import { findingsOf, type Finding } from '../convert/finding.ts';
import type { Log } from '../session/session.ts';

/** Anything thrown as findings. The stack of a defect goes to the log only. */
export function explain(error: unknown, log: Log): Finding[] {
  const diagnostics = explainError(error);
  if (diagnostics.some(({ code }) => code === 'internal/error')) {
    log('error', error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
  return findingsOf(diagnostics);
}
