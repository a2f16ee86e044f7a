import path from 'node:path';
import { findWorkspaceFile } from './io/files.ts';
import { createResolver } from './io/secrets.ts';
import { workspaceOf } from './io/workspace.ts';
import { openTarget, type Target, type TargetFlags } from './target.ts';

/** For commands that look at an account and read no declarations: the workspace of this folder, if any. */
export async function openAccount(
  flags: TargetFlags & { allowCommands?: boolean; secretsDir?: string },
  signal?: AbortSignal,
): Promise<Target> {
  const file = findWorkspaceFile(process.cwd());
  const folder = flags.secretsDir ?? (file === undefined ? process.cwd() : path.dirname(file));
  const resolveSecret = createResolver({ folder, allowCommands: flags.allowCommands ?? false });
  return openTarget(flags, workspaceOf(file), resolveSecret, signal);
}
