import iconv from 'iconv-lite';
import { DiagnosedError, failure } from '#core/diagnostic.ts';
import { ENCODINGS, type Encoding } from './configuration.ts';

/** What injixo takes by upload. Source: injixo's help on CSV imports. */
export const UPLOAD_LIMIT = 7 * 1024 * 1024;

/** The text of a file. Without a named encoding it must be UTF-8, since the others cannot be told apart. */
export function decode(bytes: Uint8Array, file: string, encoding?: Encoding): string {
  if (bytes.length > UPLOAD_LIMIT) {
    const size = (bytes.length / 1024 / 1024).toFixed(1);
    const hint = 'Split the file, or use the import folder of Cloud Link.';
    throw new DiagnosedError({
      ...failure('csv/too-large', `${file} has ${size} MB; an upload may have 7 MB.`, hint),
      file,
    });
  }
  // TextDecoder of Node.js 20 takes windows-1252 for ISO-8859-1.
  if (encoding !== undefined && encoding !== 'utf-8') return iconv.decode(Buffer.from(bytes), encoding);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new DiagnosedError({
      ...failure(
        'csv/encoding',
        `${file} is not valid UTF-8.`,
        `Name its encoding with --encoding: ${ENCODINGS.slice(1).join(', ')}.`,
      ),
      file,
      line: lineOfBadByte(bytes),
    });
  }
}

/** The first line that is no UTF-8. */
function lineOfBadByte(bytes: Uint8Array): number {
  let line = 1;
  for (let start = 0; start < bytes.length; line++) {
    const end = bytes.indexOf(0x0a, start);
    const stop = end === -1 ? bytes.length : end;
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(start, stop));
    } catch {
      return line;
    }
    start = stop + 1;
  }
  return line;
}
