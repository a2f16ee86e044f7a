import path from 'node:path';
import type { DeclarationSet } from '#provider';
import { globFiles, isFolder, readSource } from './files.ts';

/** The organisation's own rules lie beside the workspace file. */
export async function addPolicies(set: DeclarationSet, root: string): Promise<void> {
  if (!isFolder(path.join(root, 'policies'))) return;
  for (const file of await globFiles(['policies/*.schema.json'], root)) set.addPolicy(readSource(file));
}
