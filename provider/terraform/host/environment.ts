import { readFileSync } from 'node:fs';
import type { Log } from '../session/session.ts';
import type { Environment } from '../wire/handshake.ts';

/** The environment with the token of INJIXO_TOKEN_FILE in it, which comes before INJIXO_TOKEN, as in the CLI. */
export function withTokenFile(environment: Environment, log: Log): Environment {
  const file = environment['INJIXO_TOKEN_FILE'];
  if (file === undefined || file === '') return environment;
  try {
    return { ...environment, INJIXO_TOKEN: readFileSync(file, 'utf8').trim() };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    log('error', `INJIXO_TOKEN_FILE cannot be read: ${code}`);
    return { ...environment, INJIXO_TOKEN: '' };
  }
}
