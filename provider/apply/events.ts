import type { Diagnostic } from '#core/diagnostic.ts';
import type { Step } from '#core/plan.ts';

export type Outcome = 'done' | 'failed' | 'not-tried' | 'interrupted';

export interface StepReport {
  step: Step;
  outcome: Outcome;
  diagnostics: Diagnostic[];
  /** Seconds from start to end; 0 for what was not tried. */
  seconds: number;
}

/** What happens while a plan is carried out, for progress displays and logs. */
export type ApplyEvent =
  | { type: 'started'; step: Step }
  | { type: 'waiting'; step: Step; importId: number }
  | { type: 'progress'; step: Step; importId: number; percent: number; state: string }
  | { type: 'ended'; report: StepReport };
