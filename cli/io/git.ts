import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** The commit that is checked out, for the record in the account; undefined outside of git. */
export async function currentCommit(folder: string): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)('git', ['rev-parse', 'HEAD'], { cwd: folder });
    return stdout.trim();
  } catch {
    return undefined;
  }
}
