import { writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { DiagnosedError, failure, type Diagnostic } from '#provider';
import { colours, type Colours } from '../report/colour.ts';
import { diagnosticsText } from '../report/diagnostics.ts';

/** Whether text on a stream may be coloured: NO_COLOR and FORCE_COLOR first, then whether it is a terminal. */
export function wantsColour(stream: { isTTY?: boolean }): boolean {
  if ((process.env['NO_COLOR'] ?? '') !== '') return false;
  if ((process.env['FORCE_COLOR'] ?? '') !== '') return process.env['FORCE_COLOR'] !== '0';
  return stream.isTTY === true && process.env['TERM'] !== 'dumb';
}

/** Colours for data: none when it goes to a file. */
export function dataColours(file?: string): Colours {
  return colours(file === undefined && wantsColour(process.stdout));
}

/** Diagnostics that accompany the data. */
export function sayDiagnostics(diagnostics: readonly Diagnostic[]): void {
  if (diagnostics.length > 0) say(diagnosticsText(diagnostics, colours(wantsColour(process.stderr))));
}

/** Data goes to standard output or, with -o, to a file; everything else goes to standard error. */
export function writeData(text: string, file?: string): void {
  const data = text === '' || text.endsWith('\n') ? text : `${text}\n`;
  if (file === undefined) {
    process.stdout.write(data);
    return;
  }
  try {
    writeFileSync(file, data);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new DiagnosedError(
      failure('file/unwritable', `${file} could not be written (${code ?? 'unknown reason'}).`),
    );
  }
}

export function say(text: string): void {
  process.stderr.write(text === '' || text.endsWith('\n') ? text : `${text}\n`);
}

/** Asks for something that nobody shall see on the screen. */
export async function askHidden(question: string): Promise<string> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) {
    const hint = 'Use --pin-file <file>, or "--pin-file -" to read it from standard input.';
    throw new DiagnosedError(failure('confirm/needed', 'There is no terminal to type it on.', hint));
  }
  const silence = new Writable({ write: (_chunk, _encoding, done) => done() });
  const prompt = createInterface({ input: process.stdin, output: silence, terminal: true });
  process.stderr.write(question);
  try {
    return await prompt.question('');
  } finally {
    prompt.close();
    process.stderr.write('\n');
  }
}

/** Asks for a "yes" on the terminal. Without a terminal nobody can answer, which is a diagnostic. */
export async function confirm(question: string, signal: AbortSignal): Promise<void> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) {
    const hint = 'Check the plan, then use --auto-approve.';
    throw new DiagnosedError(
      failure('confirm/needed', 'A confirmation is needed and there is no terminal.', hint),
    );
  }
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await prompt.question(`${question} Only "yes" is accepted: `, { signal });
    if (answer.trim() === 'yes') return;
  } catch {
    throw new DiagnosedError(failure('apply/interrupted', 'Interrupted. Nothing was changed.'));
  } finally {
    prompt.close();
  }
  throw new DiagnosedError(failure('confirm/declined', 'Declined. Nothing was changed.'));
}
