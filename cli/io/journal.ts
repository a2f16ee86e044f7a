/** The journal of applies: one file per run, one line per event, in the order of the events. */
import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdir, open, writeFile, type FileHandle } from 'node:fs/promises';
import { userInfo } from 'node:os';
import path from 'node:path';
import { DiagnosedError, failure, type Diagnostic } from '#provider';
import { currentAuthor } from './git.ts';
import { parseRun, type JournalLine, type JournalRun } from '../report/journal.ts';

export interface Journal {
  /** Takes a line; it is written as soon as the disk has taken the ones before. */
  add: (line: JournalLine) => void;
  /** Resolves when every line so far is on disk; rejects with a DiagnosedError when one cannot be kept. */
  flush: () => Promise<void>;
  close: () => Promise<void>;
}

export const NO_JOURNAL: Journal = {
  add: () => undefined,
  flush: async () => Promise.resolve(),
  close: async () => Promise.resolve(),
};

/** The name of a run: sorts by time, and two runs in one second differ. */
export function newRunId(now: Date): string {
  return `${now.toISOString().slice(0, 19).replaceAll(':', '-')}Z-${randomBytes(3).toString('hex')}`;
}

/** Where the journal of a workspace is kept if nobody says otherwise. */
export function journalFolder(root: string, named: string | undefined): string {
  return named ?? path.join(root, '.injixo', 'journal');
}

/**
 * Starts the file of a run; git shall not take the files of the usual folder for sources. A journal that
 * cannot be written is an error before anything is changed.
 */
export async function openJournal(
  folder: string,
  run: string,
  kept: 'ignored' | 'committed',
): Promise<Journal> {
  const file = path.join(folder, `${run}.ndjson`);
  return new FileJournal(
    file,
    await attempt(file, async () => {
      const isNew = (await mkdir(folder, { recursive: true })) !== undefined;
      if (isNew && kept === 'ignored') await writeFile(path.join(folder, '.gitignore'), '*\n');
      return open(file, 'ax', 0o600);
    }),
  );
}

/** While the disk takes some lines the next ones gather, so that many steps cost few writes. */
class FileJournal implements Journal {
  readonly #file: string;
  readonly #handle: FileHandle;
  #pending: string[] = [];
  #writing: Promise<void> = Promise.resolve();

  constructor(file: string, handle: FileHandle) {
    this.#file = file;
    this.#handle = handle;
  }

  add(line: JournalLine): void {
    this.#pending.push(`${JSON.stringify(line)}\n`);
    if (this.#pending.length > 1) return;
    this.#writing = this.#writing.then(async () => this.#write());
    // Whoever flushes learns of a failure; nobody may flush before the next line.
    this.#writing.catch(() => undefined);
  }

  async flush(): Promise<void> {
    return this.#writing;
  }

  async close(): Promise<void> {
    await this.#writing.catch(() => undefined);
    await this.#handle.close();
  }

  async #write(): Promise<void> {
    const text = this.#pending.join('');
    this.#pending = [];
    await attempt(this.#file, async () => {
      await this.#handle.appendFile(text);
      await this.#handle.sync();
    });
  }
}

async function attempt<T>(file: string, task: () => Promise<T>): Promise<T> {
  try {
    return await task();
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
