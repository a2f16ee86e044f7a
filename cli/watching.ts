/** Looks again and again: what `drift --watch` and `status --watch` share. */
import { exitCodeOf, EXIT } from './exit-code.ts';
import { onInterrupt } from './interrupt.ts';
import { attempt } from './io/attempt.ts';
import { say, sayDiagnostics } from './io/terminal.ts';
import { pauseFor } from './target.ts';

export interface Look {
  /** Equal as long as there is nothing new to show. */
  state: string;
  show: () => void | Promise<void>;
  exitCode: number;
}

/** Looks every so many seconds until it is interrupted, and shows what is new. Answers the exit code of the last look. */
export async function watch(seconds: number, look: () => Promise<Look>): Promise<number> {
  const interrupt = onInterrupt(() => undefined);
  let last: string | undefined;
  let code: number = EXIT.done;
  try {
    while (!interrupt.signal.aborted) {
      code = await attempt(
        async () => {
          const { state, show, exitCode } = await look();
          if (state === last) say(`${now()} no change since the last look`);
          else await show();
          last = state;
          return exitCode;
        },
        (diagnostics) => {
          // A look that failed says so and is tried again; the account may be back by then.
          sayDiagnostics(diagnostics);
          return exitCodeOf(diagnostics);
        },
      );
      await pauseFor(seconds * 1000, interrupt.signal);
    }
    return code;
  } finally {
    interrupt.dispose();
  }
}

/** The time of a look, in UTC. */
export function now(): string {
  return new Date().toISOString();
}
