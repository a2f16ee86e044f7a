/** The journal of applies: one file per run, one line per event, each on disk before the next thing happens. */
import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { userInfo } from 'node:os';
import path from 'node:path';
import { DiagnosedError, failure, type Diagnostic } from '#provider';
import { currentAuthor } from './git.ts';
import { parseRun, type JournalLine, type JournalRun } from '../report/journal.ts';

export interface Journal {
  /** Throws a DiagnosedError when the line cannot be kept. */
  add: (line: JournalLine) => void;
  close: () => void;
}

export const NO_JOURNAL: Journal = { add: () => undefined, close: () => undefined };

/** The name of a run: sorts by time, and two runs in one second differ. */
export function newRunId(now: Date): string {
  return `${now.toISOString().slice(0, 19).replaceAll(':', '-')}Z-${randomBytes(3).toString('hex')}`;
}

/** Where the journal of a workspace is kept if nobody says otherwise. */
export function journalFolder(root: string, named: string | undefined): string {
  return named ?? path.join(root, '.injixo', 'journal');
}

/** Starts the file of a run; git shall not take the files of the usual folder for sources. A journal that cannot be written is an error before anything is changed. */
export function openJournal(folder: string, run: string, kept: 'ignored' | 'committed'): Journal {
  const file = path.join(folder, `${run}.ndjson`);
  const handle = attempt(file, () => {
    const isNew = mkdirSync(folder, { recursive: true }) !== undefined;
    if (isNew && kept === 'ignored') writeFileSync(path.join(folder, '.gitignore'), '*\n');
    return openSync(file, 'ax', 0o600);
  });
  return {
    add: (line) =>
      attempt(file, () => {
        writeAll(handle, Buffer.from(`${JSON.stringify(line)}\n`));
        fsyncSync(handle);
      }),
    close: () => closeSync(handle),
  };
}

/** A full disk may take a part of a line: the rest must fail, not vanish. */
function writeAll(handle: number, bytes: Buffer): void {
  for (let written = 0; written < bytes.length;)
    written += writeSync(handle, bytes, written, bytes.length - written);
}

function attempt<T>(file: string, task: () => T): T {
  try {
    return task();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new DiagnosedError(unwritable(file, code ?? 'unknown reason'));
  }
}

const REASONS: Record<string, string> = {
  ENOSPC: 'the disk is full',
  EROFS: 'the disk is read-only',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EEXIST: 'a file stands where the folder should be',
  ENOTDIR: 'a file stands where the folder should be',
};

function unwritable(file: string, code: string): Diagnostic {
  const why = REASONS[code] ?? code;
  return failure(
    'journal/unwritable',
    `The journal ${file} cannot be written: ${why}.`,
    'Name another folder with --journal, or go without one with --no-journal.',
  );
}

/** Who runs this: the account of the pipeline, the name that git knows, or the user of the machine. */
export async function currentActor(folder: string): Promise<string> {
  const pipeline = ['GITHUB_ACTOR', 'GITLAB_USER_LOGIN', 'BUILD_REQUESTEDFOR'].map(
    (name) => process.env[name],
  );
  const known = pipeline.find((name) => name !== undefined && name !== '') ?? (await currentAuthor(folder));
  return known ?? userInfo().username;
}

/** All runs of a folder, the newest first; a folder that is not there holds none. */
export function readJournal(folder: string): JournalRun[] {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw new DiagnosedError(failure('journal/unreadable', `The journal ${folder} cannot be read.`));
  }
  return names
    .filter((name) => name.endsWith('.ndjson'))
    .sort()
    .reverse()
    .map((name) => parseRun(name.replace(/\.ndjson$/, ''), readFileSync(path.join(folder, name), 'utf8')));
}
