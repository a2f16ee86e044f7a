/** Records a run in the journal, and stops it when it can no longer be recorded. */
import { DiagnosedError, type ApplyEvent, type Diagnostic, type Outcome, type StepReport } from '#provider';
import {
  currentActor,
  journalFolder,
  newRunId,
  NO_JOURNAL,
  openJournal,
  type Journal,
} from './io/journal.ts';
import type { ApplyFlags, Ready } from './ready.ts';
import { journalStep, type JournalLine } from './report/journal.ts';
import { VERSION } from './version.ts';

export interface Recording {
  /** Aborted by an interrupt, or when the journal fails: a change that nobody records must not be made. */
  signal: AbortSignal;
  on: (event: ApplyEvent) => void;
  end: (exitCode: number, reports: readonly StepReport[]) => Promise<Diagnostic[]>;
}

/** Opens the journal of a run; throws before anything is changed if that is not possible. */
export async function startRecording(
  { root, scope, steps, digest }: Ready,
  flags: ApplyFlags,
  commit: string | undefined,
  interrupt: AbortSignal,
): Promise<Recording> {
  // From the environment everything is a text; false and 0 mean no there as for every other flag.
  if (flags.journal === false || flags.journal === 'false' || flags.journal === '0')
    return recordInto(NO_JOURNAL, interrupt);
  const named = typeof flags.journal === 'string' ? flags.journal : undefined;
  const started = new Date();
  const run = newRunId(started);
  const kept = named === undefined ? 'ignored' : 'committed';
  const journal = await openJournal(journalFolder(root, named), run, kept);
  journal.add({
    type: 'started',
    formatVersion: 1,
    run,
    at: started.toISOString(),
    by: await currentActor(root),
    commit: commit ?? null,
    version: VERSION,
    scope,
    plan: digest(steps),
    steps: steps.length,
  });
  await journal.flush();
  return recordInto(journal, interrupt);
}

/** Exported for tests, which hand in a journal that fails. */
export function recordInto(journal: Journal, interrupt: AbortSignal): Recording {
  const broken = new AbortController();
  const problems: Diagnostic[] = [];
  const fail = (error: unknown): void => {
    if (!(error instanceof DiagnosedError)) throw error;
    if (problems.length === 0) problems.push(...error.diagnostics);
    broken.abort();
  };
  const keep = (line: JournalLine): void => {
    if (problems.length > 0) return;
    journal.add(line);
    journal.flush().catch(fail);
  };
  const at = (): string => new Date().toISOString();
  return {
    signal: AbortSignal.any([interrupt, broken.signal]),
    on: (event) => {
      if (event.type === 'ended') keep(journalStep(event.report, at()));
    },
    end: async (exitCode, reports) => {
      for (const report of reports.filter(({ outcome }) => outcome === 'not-tried'))
        keep(journalStep(report, at()));
      keep({ type: 'ended', at: at(), exitCode, outcomes: countOutcomes(reports) });
      await journal.flush().catch(fail);
      await journal.close();
      return problems;
    },
  };
}

function countOutcomes(reports: readonly StepReport[]): Record<Outcome, number> {
  const counts = { done: 0, failed: 0, interrupted: 0, 'not-tried': 0 };
  for (const { outcome } of reports) counts[outcome] += 1;
  return counts;
}
