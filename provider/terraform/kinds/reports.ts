import type { StepReport } from '#apply/events.ts';
import { findingsOf, problem, type Finding } from '../convert/finding.ts';

/** What went wrong with the thing itself. An import that failed is not, and one that was interrupted goes on. */
export function failures(reports: readonly StepReport[]): Finding[] {
  return reports
    .filter(({ step, outcome }) => step.action !== 'import' && outcome !== 'done')
    .flatMap(({ step, diagnostics }) => {
      const findings = findingsOf(diagnostics);
      if (findings.length > 0) return findings;
      return [
        problem(
          `Interrupted before this was done: ${step.action} ${step.name}.`,
          'Apply again: it goes on from here.',
        ),
      ];
    });
}

/**
 * Everything else. An import that failed is no reason to give an integration up, which an error after a
 * creation would mean to Terraform: it would delete it and make it anew.
 */
export function warnings(reports: readonly StepReport[]): Finding[] {
  return reports
    .filter(({ step, outcome }) => step.action === 'import' || outcome === 'done')
    .flatMap(({ diagnostics }) => findingsOf(diagnostics, 'warning'));
}

/** Whether something was refused because its name is taken. */
export function isConflict(reports: readonly StepReport[]): boolean {
  return reports.some(({ diagnostics }) => diagnostics.some(({ code }) => code === 'api/conflict'));
}
