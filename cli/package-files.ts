import { fileURLToPath } from 'node:url';

/** A file of this package. Sources lie in cli/, the bundle in dist/: both one level below the root. */
export function packageFile(name: string): string {
  return fileURLToPath(new URL(`../${name}`, import.meta.url));
}
