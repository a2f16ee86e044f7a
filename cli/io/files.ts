import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { DiagnosedError, failure, type SourceFile } from '#provider';

export const WORKSPACE_FILE = 'injixo.yaml';

/** Reads one file; `name` is how diagnostics call it. A folder or a file without permission is a diagnostic. */
export function readSource(file: string): SourceFile {
  const name = displayName(file);
  try {
    return { name, bytes: readFileSync(file) };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT')
      throw new DiagnosedError({ ...failure('file/not-found', `There is no file ${name}.`), file: name });
    const why = code === 'EACCES' || code === 'EPERM' ? 'permission denied' : (code ?? 'unknown reason');
    throw new DiagnosedError({
      ...failure('file/unreadable', `${name} could not be read: ${why}.`),
      file: name,
    });
  }
}

export async function readStdin(): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** The nearest workspace file from a folder upwards. */
export function findWorkspaceFile(folder: string): string | undefined {
  for (let current = path.resolve(folder); ; current = path.dirname(current)) {
    const file = path.join(current, WORKSPACE_FILE);
    if (existsSync(file)) return file;
    if (current === path.dirname(current)) return undefined;
  }
}

/** Files that match globs below a folder, sorted. Nothing outside the folder, no links. */
export async function globFiles(patterns: readonly string[], folder: string): Promise<string[]> {
  const outside = patterns.find(
    (pattern) => path.isAbsolute(pattern) || pattern.split(/[\\/]/).includes('..'),
  );
  if (outside !== undefined) throw leaves(`The pattern "${outside}"`);
  const { glob } = await import('tinyglobby');
  const options = { cwd: folder, absolute: true, followSymbolicLinks: false, ignore: ['**/node_modules/**'] };
  const files = (await glob([...patterns], options)).sort();
  // Patterns can say ".." in more ways than one can list, and name a link.
  const root = realpathSync(folder);
  for (const found of new Set(files.map((file) => path.dirname(file)))) {
    const real = realpathSync(found);
    if (real !== root && !real.startsWith(root + path.sep)) throw leaves(`"${displayName(found)}"`);
  }
  return files;
}

function leaves(what: string): DiagnosedError {
  const hint = 'Patterns are relative to the workspace file and stay below its folder.';
  return new DiagnosedError(failure('file/not-found', `${what} leaves the workspace.`, hint));
}

/** The files that one argument means: a folder's YAML files, a glob's matches, or the file itself. */
export async function expandArgument(argument: string): Promise<string[]> {
  if (isFolder(argument)) return globFiles(['**/*.{yaml,yml}'], argument);
  return isGlob(argument) ? globFiles([argument], process.cwd()) : [argument];
}

export function isFolder(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function isGlob(text: string): boolean {
  return /[*?[{]/.test(text) && !existsSync(text);
}

export function displayName(file: string): string {
  const relative = path.relative(process.cwd(), path.resolve(file));
  const name = relative.startsWith('..') && path.isAbsolute(file) ? file : relative;
  return name.split(path.sep).join('/');
}
