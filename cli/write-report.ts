import { dataColours, writeData } from './io/terminal.ts';
import type { Colours } from './report/colour.ts';
import type { Report } from './report/model.ts';
import { render } from './report/render.ts';

/** One result in its forms; only the one that is asked for is made. */
export interface ReportForms {
  text: (c: Colours) => string;
  json: () => unknown;
  report: () => Report;
}

/** Writes a result in the format that the flags name, to where they say. */
export async function writeReport(
  { text, json, report }: ReportForms,
  { format, output }: { format: string; output?: string },
): Promise<void> {
  if (format === 'json') writeData(JSON.stringify(json(), null, 2), output);
  else if (format === 'text') writeData(text(dataColours(output)), output);
  else writeData(await render(format, report()), output);
}
