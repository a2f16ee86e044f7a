import type * as Rules from './rules.ts';

/** The rules lie beside what is built from this file, and are read when they are first needed. */
export function loadRules(): typeof Rules {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return require('./rules.cjs') as typeof Rules;
}
