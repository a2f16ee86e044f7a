import { readFileSync } from 'node:fs';
import { DeclarationSet, type CheckScope } from '../../provider/load.ts';
import type { Diagnostic } from '#core/diagnostic.ts';

/** All findings of one file, in the base and the given environments. */
export async function checkFile(file: string): Promise<Diagnostic[]> {
  return checkText(readFileSync(file, 'utf8'), file);
}

export async function checkText(
  text: string,
  name = 'test.yaml',
  scope: CheckScope = { environments: [undefined] },
): Promise<Diagnostic[]> {
  return checkBytes(new TextEncoder().encode(text), name, scope);
}

export async function checkBytes(
  bytes: Uint8Array,
  name = 'test.yaml',
  scope: CheckScope = { environments: [undefined] },
): Promise<Diagnostic[]> {
  const set = new DeclarationSet();
  set.add({ name, bytes });
  return (await set.check(scope)).diagnostics;
}
