import type { Report } from './model.ts';

/** The formats that are made from the common model; each is loaded when it is asked for. */
const RENDERERS: Record<string, () => Promise<(report: Report) => string | Promise<string>>> = {
  markdown: async () => (await import('./formats/markdown.ts')).markdown,
  html: async () => (await import('./formats/html.ts')).html,
  junit: async () => (await import('./formats/junit.ts')).junit,
  sarif: async () => (await import('./formats/sarif.ts')).sarif,
  github: async () => (await import('./formats/github.ts')).github,
};

export const REPORT_FORMATS = ['text', 'json', ...Object.keys(RENDERERS)];

/** The report in one of the common formats. */
export async function render(format: string, report: Report): Promise<string> {
  const renderer = await RENDERERS[format]!();
  return renderer(report);
}
