/** The declarations of a workspace as they were at a commit. */
import path from 'node:path';
import picomatch from 'picomatch';
import {
  DeclarationSet,
  DEFAULT_INCLUDE,
  type Declaration,
  type Diagnostic,
  type DocumentSource,
  type Workspace,
} from '#provider';
import { WORKSPACE_FILE } from './io/files.ts';
import { filesAt, readBlobs } from './io/git.ts';

export interface Revision {
  commit: string;
  workspace: Workspace | undefined;
  declarations: Declaration[];
  diagnostics: Diagnostic[];
  placeOf: (source: DocumentSource) => { line: number } | undefined;
}

/** Reads and checks the workspace of `folder` at a commit; files carry the commit in diagnostics. */
export async function readRevision(folder: string, commit: string, label: string): Promise<Revision> {
  const [workspaceFile] = await readBlobs(folder, [{ commit, file: WORKSPACE_FILE }]);
  const set = new DeclarationSet();
  if (workspaceFile !== undefined) set.add({ name: WORKSPACE_FILE, bytes: workspaceFile });
  const workspace = set.workspace();
  const isIncluded = picomatch([...(workspace?.include ?? DEFAULT_INCLUDE)], {
    ignore: [WORKSPACE_FILE, '**/node_modules/**'],
  });
  const files = (await filesAt(folder, commit))
    .filter((file) => isIncluded(path.posix.normalize(file)))
    .sort();
  const contents = await readBlobs(
    folder,
    files.map((file) => ({ commit, file })),
  );
  for (const [index, bytes] of contents.entries())
    if (bytes !== undefined) set.add({ name: files[index]!, bytes });
  const { declarations, diagnostics } = await set.check({ environments: 'all' });
  return {
    commit,
    workspace,
    declarations,
    diagnostics: diagnostics.map((item) =>
      item.file === undefined ? item : { ...item, file: `${label}:${item.file}` },
    ),
    placeOf: (source) => set.placeOfName(source),
  };
}
