import { say } from '../io/terminal.ts';
import { progressText, type PushResult } from '../report/push-text.ts';
import { isInteractive } from './progress.ts';

/** Shows how far a file is read and what became of its lines; always on standard error. */
export interface Meter {
  bytes: (read: number) => void;
  lines: (result: PushResult) => void;
  stop: () => void;
}

/** How many lines lie between two plain messages. */
const STRIDE = 50_000;

/** A bar on a terminal, a plain line now and then elsewhere. `total` is the size of the input in bytes. */
export async function createMeter(total: number | undefined): Promise<Meter> {
  if (!isInteractive()) return plainMeter();
  const { createMeterBar } = await import('./meter-bar.ts');
  return createMeterBar(total);
}

function plainMeter(): Meter {
  let next = STRIDE;
  return {
    bytes: () => undefined,
    lines: (result) => {
      if (result.accepted < next) return;
      next += STRIDE;
      say(progressText(result));
    },
    stop: () => undefined,
  };
}
