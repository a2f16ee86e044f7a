import path from 'node:path';
import { findWorkspaceFile } from './io/files.ts';
import { resolverFor, type SecretFlags } from './io/secrets.ts';
import { workspaceOf } from './io/workspace.ts';
import { openTarget, type Target, type TargetFlags } from './target.ts';

/** For commands that look at an account and read no declarations: the workspace of this folder, if any. */
export async function openAccount(flags: TargetFlags & SecretFlags, signal?: AbortSignal): Promise<Target> {
  const file = findWorkspaceFile(process.cwd());
  const resolveSecret = resolverFor(flags, file === undefined ? process.cwd() : path.dirname(file));
  return openTarget(flags, workspaceOf(file), resolveSecret, signal);
}
