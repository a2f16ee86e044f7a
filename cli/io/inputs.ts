import { existsSync } from 'node:fs';
import path from 'node:path';
import {
  breather,
  DeclarationSet,
  DEFAULT_INCLUDE,
  DiagnosedError,
  failure,
  type Workspace,
} from '#provider';
import {
  displayName,
  expandArgument,
  findWorkspaceFile,
  globFiles,
  isFolder,
  readSource,
  readStdin,
  WORKSPACE_FILE,
} from './files.ts';
import { addPolicies } from './policies.ts';

export interface Inputs {
  set: DeclarationSet;
  workspace: Workspace | undefined;
  /** What fromFile is relative to. */
  root: string;
  /** Only a part of the workspace was named, so what is missing is not undeclared. */
  partial: boolean;
}

/** The flags that say where declarations come from. */
export interface InputFlags {
  file?: string[];
  /** A folder with synthesized stacks, or a command that synthesizes them. */
  cdktf?: string;
  environment?: string;
}

/** Reads what the arguments name: files, folders, globs, `-`; nothing: the workspace of this folder. */
export async function readInputs(args: readonly string[], flags: InputFlags): Promise<Inputs> {
  if (flags.cdktf !== undefined) {
    const { readCdktf } = await import('./cdktf.ts');
    return readCdktf(flags.cdktf, args, flags);
  }
  const named = [...args, ...(flags.file ?? [])];
  if (named.length === 0) return readWorkspace(requireWorkspaceFile());
  const [only] = named;
  if (named.length === 1 && path.basename(only!) === WORKSPACE_FILE) return readWorkspace(only!);
  if (named.length === 1 && isFolder(only!) && existsSync(path.join(only!, WORKSPACE_FILE))) {
    return readWorkspace(path.join(only!, WORKSPACE_FILE));
  }
  return readNamed(named);
}

async function readWorkspace(file: string): Promise<Inputs> {
  const set = new DeclarationSet();
  set.add(readSource(file));
  const workspace = set.workspace();
  const root = path.dirname(path.resolve(file));
  // A workspace file that is wrong must not hide what is wrong in the others.
  const files = await globFiles(workspace?.include ?? DEFAULT_INCLUDE, root);
  const breathe = breather();
  for (const found of files.filter((name) => name !== path.resolve(file))) {
    await breathe();
    set.add(readSource(found));
  }
  await addPolicies(set, root);
  return { set, workspace, root, partial: false };
}

async function readNamed(named: readonly string[]): Promise<Inputs> {
  const set = new DeclarationSet();
  const files = (await Promise.all(named.map(expand))).flat();
  const folder = path.dirname(path.resolve(files.find((file) => file !== '-') ?? 'stdin'));
  const workspaceFile = findWorkspaceFile(folder);
  const sources = await readAll([...new Set(files)]);
  const breathe = breather();
  for (const source of sources) {
    await breathe();
    set.add(source);
  }
  if (set.workspace() === undefined && workspaceFile !== undefined) set.add(readSource(workspaceFile));
  const root = workspaceFile === undefined ? process.cwd() : path.dirname(workspaceFile);
  if (workspaceFile !== undefined) await addPolicies(set, root);
  return { set, workspace: set.workspace(), root, partial: workspaceFile !== undefined };
}

/** All files, with the problems of all unreadable ones together. */
async function readAll(files: readonly string[]): Promise<ReturnType<typeof readSource>[]> {
  const sources: ReturnType<typeof readSource>[] = [];
  const problems: DiagnosedError[] = [];
  for (const file of files) {
    try {
      sources.push(file === '-' ? { name: '<stdin>', bytes: await readStdin() } : readSource(file));
    } catch (error) {
      if (!(error instanceof DiagnosedError)) throw error;
      problems.push(error);
    }
  }
  if (problems.length > 0) throw new DiagnosedError(...problems.flatMap(({ diagnostics }) => diagnostics));
  return sources;
}

async function expand(argument: string): Promise<string[]> {
  if (argument === '-') return ['-'];
  const files = await expandArgument(argument);
  if (files.length > 0) return files;
  throw new DiagnosedError(failure('file/not-found', `${displayName(argument)} matches no YAML file.`));
}

function requireWorkspaceFile(): string {
  const file = findWorkspaceFile(process.cwd());
  if (file !== undefined) return file;
  const hint = 'Name files or folders, or create a workspace with "injixo init".';
  throw new DiagnosedError(
    failure('file/not-found', `There is no ${WORKSPACE_FILE} in this folder or above.`, hint),
  );
}
