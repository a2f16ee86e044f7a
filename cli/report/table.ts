import Table from 'cli-table3';
import type { Colours } from './colour.ts';

/** Columns without lines around them, so that the output can also be cut and grepped. */
export function table(head: readonly string[], rows: readonly (readonly string[])[], c: Colours): string {
  const blank = '';
  const chars = Object.fromEntries(
    [
      'top',
      'top-mid',
      'top-left',
      'top-right',
      'bottom',
      'bottom-mid',
      'bottom-left',
      'bottom-right',
      'left',
      'left-mid',
      'mid',
      'mid-mid',
      'right',
      'right-mid',
    ].map((name) => [name, blank]),
  );
  const made = new Table({
    head: head.map((title) => c.bold(title)),
    chars: { ...chars, middle: '  ' },
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [] },
  });
  made.push(...rows.map((row) => [...row]));
  return made.toString().replaceAll(/[ \t]+$/gm, '');
}
