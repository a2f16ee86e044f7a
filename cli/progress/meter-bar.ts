import { Presets, SingleBar } from 'cli-progress';
import { progressText } from '../report/push-text.ts';
import type { Meter } from './meter.ts';

/** A bar over the bytes of a file; without a size, only the counts. */
export function createMeterBar(total: number | undefined): Meter {
  const bar = new SingleBar(
    {
      format: total === undefined ? ' {text}' : ' {bar} {percentage} % {text}',
      barsize: 28,
      hideCursor: true,
      clearOnComplete: true,
      stream: process.stderr,
      linewrap: false,
    },
    Presets.shades_classic,
  );
  bar.start(total ?? 1, 0, { text: 'reading' });
  return {
    bytes: (read) => bar.update(Math.min(read, total ?? 0)),
    lines: (result) => bar.update({ text: progressText(result) }),
    stop: () => bar.stop(),
  };
}
