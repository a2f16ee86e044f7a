import type { ApplyEvent } from '#provider';
import { endedLine } from '../report/apply-report.ts';
import { say } from '../io/terminal.ts';

/** Shows what happens while it happens; always on standard error. */
export interface Progress {
  on: (event: ApplyEvent) => void;
  stop: () => void;
}

/** Whether somebody looks at standard error while it is written. */
export function isInteractive(): boolean {
  return process.stderr.isTTY && process.env['TERM'] !== 'dumb' && (process.env['CI'] ?? '') === '';
}

/** Bars on a terminal, plain lines elsewhere. */
export async function createProgress(steps: number): Promise<Progress> {
  if (!isInteractive()) return plainProgress();
  const { createBars } = await import('./bars.ts');
  return createBars(steps);
}

/** One line per event that a log should keep; the progress of an import at every quarter. */
function plainProgress(): Progress {
  const quarters = new Map<number, number>();
  const on = (event: ApplyEvent): void => {
    if (event.type === 'ended') say(endedLine(event.report));
    if (event.type === 'waiting') say(`waiting   import ${event.step.name} (id ${event.importId})`);
    if (event.type !== 'progress') return;
    const quarter = Math.floor(event.percent / 25);
    if (quarter <= (quarters.get(event.importId) ?? 0) || quarter === 4) return;
    quarters.set(event.importId, quarter);
    say(`importing ${event.step.name} ${event.percent} %`);
  };
  return { on, stop: () => undefined };
}
