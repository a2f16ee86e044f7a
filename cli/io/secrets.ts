import { execFile } from 'node:child_process';
import { readFileSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { DiagnosedError, failure, referenceText, type SecretReference } from '#provider';

const COMMAND_TIMEOUT_MS = 30_000;

interface SecretOptions {
  /** The folder below which fromFile may read. */
  folder: string;
  allowCommands: boolean;
}

/** The flags that say how references are resolved. */
export interface SecretFlags {
  allowCommands?: boolean;
  secretsDir?: string;
}

/** The resolver for a run in the workspace at `root`. */
export function resolverFor(flags: SecretFlags, root: string): ReturnType<typeof createResolver> {
  return createResolver({ folder: flags.secretsDir ?? root, allowCommands: flags.allowCommands ?? false });
}

/** Resolves references when they are sent, each once. Values are never part of an error. */
function createResolver(options: SecretOptions): (reference: SecretReference) => Promise<string> {
  const known = new Map<string, Promise<string>>();
  return async (reference) => {
    const key = JSON.stringify(reference);
    const value = known.get(key) ?? resolve(reference, options);
    known.set(key, value);
    return value;
  };
}

async function resolve(reference: SecretReference, options: SecretOptions): Promise<string> {
  const value = await read(reference, options);
  if (value !== '') return value;
  throw missing(reference, 'is empty', 'Set it before you apply.');
}

async function read(reference: SecretReference, { folder, allowCommands }: SecretOptions): Promise<string> {
  if ('fromEnv' in reference) {
    const value = process.env[reference.fromEnv];
    if (value === undefined)
      throw missing(reference, 'is not set', `Set the environment variable ${reference.fromEnv}.`);
    return value;
  }
  if ('fromFile' in reference) return readSecretFile(reference.fromFile, folder, reference);
  if (!allowCommands) {
    const hint = 'Check the command in the file, then use --allow-commands.';
    throw new DiagnosedError(
      failure('secret/command-refused', `The ${referenceText(reference)} was not run.`, hint),
    );
  }
  return runCommand(reference.fromCommand, folder, reference);
}

function readSecretFile(file: string, folder: string, reference: SecretReference): string {
  let target: string;
  let root: string;
  try {
    root = realpathSync(folder);
    target = realpathSync(path.resolve(folder, file));
  } catch {
    throw missing(reference, 'does not exist', `Paths are relative to ${folder}.`);
  }
  if (!target.startsWith(root + path.sep)) {
    throw missing(
      reference,
      'lies outside the workspace',
      'Name the folder of your secrets with --secrets-dir.',
    );
  }
  try {
    return readFileSync(target, 'utf8').replace(/\r?\n$/, '');
  } catch {
    throw missing(reference, 'could not be read', 'Check its permissions.');
  }
}

async function runCommand(
  argv: readonly string[],
  folder: string,
  reference: SecretReference,
): Promise<string> {
  const [program = '', ...args] = argv;
  try {
    const { stdout } = await promisify(execFile)(program, args, { cwd: folder, timeout: COMMAND_TIMEOUT_MS });
    return stdout.replace(/\r?\n$/, '');
  } catch (error) {
    const { code } = error as { code?: string | number };
    throw missing(reference, `failed (${code ?? 'no exit code'})`, 'Run it by hand to see why.');
  }
}

function missing(reference: SecretReference, what: string, hint: string): DiagnosedError {
  return new DiagnosedError(
    failure('secret/missing', `The secret from ${referenceText(reference)} ${what}.`, hint),
  );
}
