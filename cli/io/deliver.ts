/** Hands a value that is shown once to where it shall be kept: a file, a program, or standard output when asked. */
import { spawn } from 'node:child_process';
import { closeSync, fsyncSync, openSync, renameSync, unlinkSync, writeSync } from 'node:fs';
import { DiagnosedError, failure } from '#provider';

export interface DeliveryFlags {
  /** Written with mode 0600. */
  toFile?: string;
  stdout?: boolean;
  overwrite?: boolean;
  /** Arguments after `--`: a program that reads the value from its standard input. */
  command: readonly string[];
}

export interface Delivery {
  /** Where the value goes, in words. */
  target: string;
  deliver: (value: string) => Promise<void>;
  /** Takes back what was prepared, when there is no value after all. */
  cancel: () => void;
}

/**
 * Checks that the value can be kept before it is made: generating one voids the last one, so a value
 * that nobody can keep would lock everybody out.
 */
export function prepareDelivery({ toFile, stdout, overwrite, command }: DeliveryFlags): Delivery {
  const ways = [toFile !== undefined, stdout === true, command.length > 0].filter(Boolean).length;
  if (ways !== 1) {
    const hint = 'Use --to-file <file>, or --stdout, or a program after "--" that reads standard input.';
    throw new DiagnosedError(
      failure('usage/invalid', 'Say where the value goes: it is shown only once.', hint),
    );
  }
  if (toFile !== undefined) return intoFile(toFile, overwrite === true);
  if (command.length > 0) return intoCommand(command);
  return {
    target: 'standard output',
    deliver: async (value) => {
      await new Promise<void>((resolve) => process.stdout.write(`${value}\n`, () => resolve()));
    },
    cancel: () => undefined,
  };
}

/** A file of its own that takes the place of the old one in one step, so a crash loses neither. */
function intoFile(file: string, overwrite: boolean): Delivery {
  const draft = overwrite ? `${file}.${process.pid}.new` : file;
  const handle = open(draft);
  return {
    target: file,
    deliver: async (value) => {
      writeSync(handle, `${value}\n`);
      fsyncSync(handle);
      closeSync(handle);
      if (overwrite) renameSync(draft, file);
      return Promise.resolve();
    },
    cancel: () => {
      closeSync(handle);
      unlinkSync(draft);
    },
  };
}

function open(file: string): number {
  try {
    return openSync(file, 'wx', 0o600);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const exists = code === 'EEXIST';
    const message = exists ? `${file} exists.` : `${file} cannot be written (${code ?? 'unknown reason'}).`;
    const hint = exists ? 'Use --overwrite to replace it.' : 'Nothing was generated.';
    throw new DiagnosedError(failure('file/unwritable', message, hint));
  }
}

/** The value goes to standard input: arguments can be seen by every process of the machine. */
function intoCommand([program = '', ...args]: readonly string[]): Delivery {
  return {
    target: program,
    deliver: async (value) => {
      const child = spawn(program, args, { stdio: ['pipe', 'inherit', 'inherit'] });
      child.stdin.on('error', () => undefined);
      child.stdin.end(value);
      const code = await new Promise<number | string>((resolve) => {
        child.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'not started'));
        child.on('close', (status, signal) => resolve(status ?? signal ?? 'no exit code'));
      });
      if (code === 0) return;
      const hint = 'The value is lost. Correct the program and generate another one: that voids this one.';
      throw new DiagnosedError(
        failure('secret/command-failed', `${program} did not take the value (${code}).`, hint),
      );
    },
    cancel: () => undefined,
  };
}
