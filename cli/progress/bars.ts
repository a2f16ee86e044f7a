import { MultiBar, Presets, type SingleBar } from 'cli-progress';
import type { ApplyEvent } from '#provider';
import { endedLine } from '../report/apply-report.ts';
import type { Progress } from './progress.ts';

const NAME_WIDTH = 32;
/** More bars than this would scroll the terminal; the rest is in the total. */
const MAX_BARS = 10;
/** Clears what a longer line left behind. */
const CLEAR_REST = '\u001b[K';

/** A bar for all steps and one for each running import. */
export function createBars(steps: number): Progress {
  const bars = new MultiBar(
    {
      format: ' {bar} {percentage} % {name}',
      barsize: 28,
      hideCursor: true,
      clearOnComplete: true,
      stopOnComplete: false,
      stream: process.stderr,
      linewrap: false,
    },
    Presets.shades_classic,
  );
  const total = bars.create(steps, 0, { name: `0 of ${steps} steps` });
  const imports = new Map<number, SingleBar>();
  const free: SingleBar[] = [];
  let ended = 0;

  const on = (event: ApplyEvent): void => {
    if (event.type === 'progress') show(event);
    if (event.type !== 'ended') return;
    ended += 1;
    bars.log(`${endedLine(event.report)}${CLEAR_REST}\n`);
    total.update(ended, { name: `${ended} of ${steps} steps` });
  };
  const show = ({ importId, percent, state, step }: ApplyEvent & { type: 'progress' }): void => {
    const bar = imports.get(importId) ?? free.pop() ?? addBar();
    if (bar === undefined) return;
    imports.set(importId, bar);
    bar.update(percent, { name: `import ${shorten(step.name)}` });
    if (state !== 'succeeded' && state !== 'failed') return;
    imports.delete(importId);
    free.push(bar);
  };
  /** A bar whose import has ended shows the next one; taking bars away makes terminals flicker. */
  const addBar = (): SingleBar | undefined =>
    imports.size + free.length < MAX_BARS ? bars.create(100, 0, { name: '' }) : undefined;
  const stop = (): void => {
    bars.update();
    bars.stop();
  };
  return { on, stop };
}

function shorten(name: string): string {
  return name.length > NAME_WIDTH ? `${name.slice(0, NAME_WIDTH - 1)}…` : name;
}
