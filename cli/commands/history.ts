import path from 'node:path';
import { DiagnosedError, failure } from '#provider';
import { findWorkspaceFile } from '../io/files.ts';
import { journalFolder, readJournal } from '../io/journal.ts';
import { dataColours, writeData } from '../io/terminal.ts';
import { runsText, runText } from '../report/journal.ts';

interface Flags {
  journal?: string;
  environment?: string;
  format: 'text' | 'json';
  output?: string;
}

/** Who applied what and when, from the journal of this workspace. */
export async function history([wanted]: string[], flags: Flags): Promise<number> {
  const file = findWorkspaceFile(process.cwd());
  const root = file === undefined ? process.cwd() : path.dirname(file);
  const folder = journalFolder(root, flags.journal);
  const runs = readJournal(folder).filter(
    ({ started }) => flags.environment === undefined || started?.scope.environment === flags.environment,
  );
  const found = wanted === undefined ? runs : runs.filter(({ run }) => run.startsWith(wanted));
  if (wanted !== undefined && found.length !== 1)
    throw new DiagnosedError(notOne(wanted, found.length, folder));
  const c = dataColours(flags.output);
  if (flags.format === 'json')
    writeData(JSON.stringify({ formatVersion: 1, kind: 'History', runs: found }, null, 2), flags.output);
  else writeData(wanted === undefined ? runsText(found, c) : runText(found[0]!, c), flags.output);
  return 0;
}

function notOne(wanted: string, count: number, folder: string): ReturnType<typeof failure> {
  const message =
    count === 0 ? `The journal ${folder} has no run "${wanted}".` : `"${wanted}" fits ${count} runs.`;
  return failure('usage/invalid', message, 'Run "injixo history" for the list.');
}
