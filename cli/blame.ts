/** Which commits of a range changed which declaration, by reading the documents before and after each. */
import { canonical, DeclarationSet, type Declaration, type Workspace } from '#provider';
import { commitsTouching, readBlobs } from './io/git.ts';
import type { Commit } from './report/diff-text.ts';

/** `Integration Five9 EU` */
export function keyOf({ kind, name }: { kind: string; name: string }): string {
  return `${kind} ${name}`;
}

/** The commits by declaration, the newest first. */
export async function commitsByDeclaration(
  folder: string,
  range: readonly [string, string],
  files: readonly string[],
): Promise<Map<string, Commit[]>> {
  const commits = await commitsTouching(folder, range, files);
  // The first commit of all has no parent, and so nothing of it: both are a file that is missing.
  const wanted = commits.flatMap(({ commit, files: touched }) =>
    touched.flatMap((file) => [
      { commit, file },
      { commit: `${commit}^`, file },
    ]),
  );
  const blobs = await readBlobs(folder, wanted);
  const found = new Map<string, Commit[]>();
  let at = 0;
  for (const { commit, author, date, subject, files: touched } of commits) {
    const changed = new Set<string>();
    for (const file of touched) {
      const [after, before] = [blobs[at], blobs[at + 1]];
      for (const key of changedKeys(await documentsOf(file, before), await documentsOf(file, after)))
        changed.add(key);
      at += 2;
    }
    for (const key of changed) found.set(key, [...(found.get(key) ?? []), { commit, author, date, subject }]);
  }
  return found;
}

async function documentsOf(file: string, bytes: Uint8Array | undefined): Promise<Map<string, string>> {
  if (bytes === undefined) return new Map();
  const set = new DeclarationSet();
  set.add({ name: file, bytes });
  const { declarations } = await set.check({ environments: [undefined], partial: true });
  const workspace = set.workspace();
  return new Map([
    ...declarations.map((item) => [keyOf(item), fingerprint(item)] as const),
    ...(workspace === undefined ? [] : [[`Workspace ${workspace.name}`, fingerprint(workspace)] as const]),
  ]);
}

/** Everything but the place in the file. */
function fingerprint({ source: _, ...declaration }: Declaration | Workspace): string {
  return canonical(declaration);
}

function changedKeys(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): string[] {
  return [...new Set([...before.keys(), ...after.keys()])].filter(
    (key) => before.get(key) !== after.get(key),
  );
}
