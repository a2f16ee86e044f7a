import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'vitest';
import { injixo, workspace, WORKSPACE, type Result, type RunOptions, type TestEmulator } from './cli.ts';

/** The value of every secret in the tests: it must never be seen in any output. */
export const SECRET = 'canary-secret';

export interface Project {
  folder: string;
  owner: string;
  run: (args: readonly string[], options?: RunOptions) => Promise<Result>;
  json: (...args: string[]) => Promise<any>;
  write: (file: string, text: string) => void;
}

let count = 0;

/** A workspace of its own on a shared emulator, so that tests do not meet. */
export function project(emulator: TestEmulator, files: Record<string, string>): Project {
  const owner = `w${++count}`;
  const folder = workspace({ 'injixo.yaml': WORKSPACE.replace('acme', owner), ...files });
  const env = { ...emulator.env, FIVE9_PASSWORD: SECRET };
  const run = async (args: readonly string[], options: RunOptions = {}): Promise<Result> => {
    const result = await injixo(args, { cwd: folder, ...options, env: { ...env, ...options.env } });
    expect(result.stdout + result.stderr).not.toContain(SECRET);
    return result;
  };
  return {
    folder,
    owner,
    run,
    json: async (...args) => JSON.parse((await run([...args, '--format', 'json'])).stdout),
    write: (file, text) => writeFileSync(path.join(folder, file), text),
  };
}

/** `['create Five9 EU', 'import Five9 EU']` of a plan or a report as JSON. */
export function steps(json: { steps: { action: string; name: string }[] }): string[] {
  return json.steps.map(({ action, name }) => `${action} ${name}`);
}
