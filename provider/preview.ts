import type { CsvPreview, PreviewInput } from './csv/preview.ts';

/** What injixo would make of a CSV file. Its parsers are loaded only by whoever asks. */
export async function previewCsv(input: PreviewInput): Promise<CsvPreview> {
  const preview = await import('./csv/preview.ts');
  return preview.previewCsv(input);
}
