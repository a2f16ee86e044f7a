import type { CsvPreview } from '#provider';
import type { Colours } from './colour.ts';
import { table } from './table.ts';

/** The first rows and what the whole file amounts to. */
export function previewText(
  { kind, rows, summary, diagnostics }: CsvPreview,
  most: number,
  c: Colours,
): string {
  const keys = [...new Set(rows.slice(0, most).flatMap((row) => Object.keys(row)))].filter(
    (key) => !['utc', 'startUtc'].includes(key),
  );
  const cells = rows
    .slice(0, most)
    .map((row) =>
      keys.map((key) => String((row as unknown as Record<string, string | number | undefined>)[key] ?? '')),
    );
  const shown =
    rows.length === 0
      ? ''
      : `${table(
          keys.map((key) => key.toUpperCase()),
          cells,
          c,
        )}\n`;
  const more = rows.length > most ? c.dim(`… and ${rows.length - most} more\n`) : '';
  const { read, skipped, mapped, queues, agents, intervals, missingIntervals, from, to } = summary;
  const facts = [
    `${read} rows read${skipped > 0 ? `, ${skipped} left out by the preprocessing` : ''}`,
    mapped === read ? c.green(`${mapped} mapped`) : `${mapped} mapped`,
    diagnostics.length === 0 ? c.green('no errors') : c.red(`${diagnostics.length} with errors`),
  ];
  const about =
    kind === 'contact'
      ? `${queues.length} queues (${queues.slice(0, 5).join(', ')}${queues.length > 5 ? ', …' : ''}), ${intervals} intervals, ${missingIntervals} missing in between`
      : `${agents} agents`;
  const span = from === undefined ? '' : `\nFrom ${from} to ${to ?? from} (UTC): ${about}.`;
  return `${shown}${more}${facts.join(', ')}.${span}`;
}
