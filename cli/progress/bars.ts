import { MultiBar, Presets, type SingleBar } from 'cli-progress';
import type { ApplyEvent } from '#provider';
import { endedLine } from '../report/apply-report.ts';
import type { Progress } from './progress.ts';

const NAME_WIDTH = 32;
/** More bars than this would scroll the terminal; the rest is in the total. */
const MAX_BARS = 10;

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
  let ended = 0;

  const on = (event: ApplyEvent): void => {
    if (event.type === 'waiting' && imports.size < MAX_BARS) {
      imports.set(event.importId, bars.create(100, 0, { name: `import ${shorten(event.step.name)}` }));
    }
    if (event.type === 'progress') {
      imports.get(event.importId)?.update(event.percent);
      if (event.state === 'succeeded' || event.state === 'failed') remove(event.importId);
    }
    if (event.type !== 'ended') return;
    ended += 1;
    bars.log(`${endedLine(event.report)}\n`);
    total.update(ended, { name: `${ended} of ${steps} steps` });
  };
  const remove = (importId: number): void => {
    const bar = imports.get(importId);
    if (bar !== undefined) bars.remove(bar);
    imports.delete(importId);
  };
  return { on, stop: () => bars.stop() };
}

function shorten(name: string): string {
  return name.length > NAME_WIDTH ? `${name.slice(0, NAME_WIDTH - 1)}…` : name;
}
