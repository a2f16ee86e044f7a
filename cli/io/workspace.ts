import { DeclarationSet, type Workspace } from '#provider';
import { readSource } from './files.ts';

/** The workspace that a file declares; undefined without a file or a valid document. */
export function workspaceOf(file: string | undefined): Workspace | undefined {
  if (file === undefined) return undefined;
  const set = new DeclarationSet();
  set.add(readSource(file));
  return set.workspace();
}
