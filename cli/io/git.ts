import { execFile, spawn } from 'node:child_process';
import { promisify } from 'node:util';
import { DiagnosedError, failure } from '#provider';
import type { Commit } from '../report/diff-text.ts';

/** The commit that is checked out, for the record in the account; undefined outside of git. */
export async function currentCommit(folder: string): Promise<string | undefined> {
  try {
    return (await git(folder, 'rev-parse', 'HEAD')).trim();
  } catch {
    return undefined;
  }
}

/** The name that git would write into a commit; undefined if it knows none. */
export async function currentAuthor(folder: string): Promise<string | undefined> {
  try {
    return (await git(folder, 'config', 'user.name')).trim() || undefined;
  } catch {
    return undefined;
  }
}

/** A folder outside of git, and a machine without git, are diagnostics. */
export async function assertRepository(folder: string): Promise<void> {
  try {
    await git(folder, 'rev-parse', '--git-dir');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw unavailable();
    const hint = 'Run it in a clone of the repository that holds the declarations.';
    throw new DiagnosedError(failure('git/not-a-repository', `${folder} is not in a git repository.`, hint));
  }
}

/** The commit of a revision. What starts with a dash is no revision, so it cannot be an option of git. */
export async function resolveRef(folder: string, ref: string): Promise<string> {
  try {
    if (ref.startsWith('-')) throw new Error('not a revision');
    return (
      await git(folder, 'rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`)
    ).trim();
  } catch {
    const shallow = (await git(folder, 'rev-parse', '--is-shallow-repository')).trim() === 'true';
    if (!shallow) {
      const hint = 'Check the name; "git fetch" brings branches and tags of the remote.';
      throw new DiagnosedError(failure('git/unknown-ref', `There is no revision "${ref}".`, hint));
    }
    const hint = 'Fetch more: "git fetch --unshallow", or "fetch-depth: 0" in the checkout of the pipeline.';
    throw new DiagnosedError(failure('git/shallow', `This shallow clone has no revision "${ref}".`, hint));
  }
}

/** The files of a commit below a folder of the repository, relative to that folder. */
export async function filesAt(folder: string, commit: string): Promise<string[]> {
  const text = await git(folder, 'ls-tree', '-r', '-z', '--name-only', commit);
  return text.split('\0').filter((name) => name !== '');
}

export interface TouchingCommit extends Commit {
  files: string[];
}

/** The commits of a range that touch files, the newest first. */
export async function commitsTouching(
  folder: string,
  [base, head]: readonly [string, string],
  files: readonly string[],
): Promise<TouchingCommit[]> {
  if (files.length === 0) return [];
  const format = '%x01%H%x00%an%x00%aI%x00%s%x00';
  const args = [
    '-c',
    'log.showSignature=false',
    'log',
    '--no-color',
    '-z',
    `--format=${format}`,
    '--name-only',
    '--relative',
    '--no-renames',
    `${base}..${head}`,
  ];
  const text = await git(folder, ...args, '--', ...files.map((file) => `:(literal)${file}`));
  return text
    .split('\u0001')
    .slice(1)
    .map((entry) => {
      const [commit = '', author = '', date = '', subject = '', ...names] = entry.split('\0');
      const touched = names.map((name) => name.trim()).filter((name) => name !== '');
      return {
        commit,
        author: printable(author),
        date,
        subject: printable(subject),
        files: touched,
      };
    });
}

/** What others wrote must not steer the terminal that shows it. */
function printable(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, ' ');
}

/** Reads many files of many commits with one process; paths are relative to the folder. Undefined: the commit has no such file. */
export async function readBlobs(
  folder: string,
  wanted: readonly { commit: string; file: string }[],
): Promise<(Uint8Array | undefined)[]> {
  if (wanted.length === 0) return [];
  const child = spawn('git', ['cat-file', '--batch'], { cwd: folder, stdio: ['pipe', 'pipe', 'ignore'] });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stdin.end(wanted.map(({ commit, file }) => `${commit}:./${file}\n`).join(''));
  const code = await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve));
  if (code !== 0) throw new DiagnosedError(failure('git/failed', 'git cat-file did not answer.'));
  return parseBatch(Buffer.concat(chunks), wanted.length);
}

/** `<id> blob <size>\n<content>\n` or `<name> missing\n`, again and again. */
function parseBatch(output: Buffer, count: number): (Uint8Array | undefined)[] {
  const found: (Uint8Array | undefined)[] = [];
  for (let at = 0; found.length < count;) {
    const end = output.indexOf(0x0a, at);
    const [, type, size] = output.subarray(at, end).toString('utf8').split(' ');
    if (type !== 'blob') {
      found.push(undefined);
      at = end + 1;
      continue;
    }
    const start = end + 1;
    found.push(output.subarray(start, start + Number(size)));
    at = start + Number(size) + 1;
  }
  return found;
}

async function git(folder: string, ...args: string[]): Promise<string> {
  const options = { cwd: folder, maxBuffer: 256 * 1024 * 1024 };
  return (await promisify(execFile)('git', args, options)).stdout;
}

function unavailable(): DiagnosedError {
  return new DiagnosedError(failure('git/failed', 'git could not be run.', 'Install git.'));
}
