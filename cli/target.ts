import { readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import {
  checkEndpoint,
  checkToken,
  connect,
  DEFAULT_ENDPOINT,
  DEFAULT_WORKSPACE,
  DiagnosedError,
  didYouMean,
  failure,
  type Client,
  type Environment,
  type Scope,
  type SecretReference,
  type Workspace,
} from '#provider';
import { VERSION } from './version.ts';

export interface TargetFlags {
  environment?: string;
  endpoint?: string;
  tokenFile?: string;
  parallelism?: number;
}

export interface Target {
  scope: Scope;
  environment: string | undefined;
  client: Client;
}

/** Which environment is meant: the flag, the default, the only one. Undefined: the base. */
export function chooseEnvironment(flags: TargetFlags, workspace: Workspace | undefined): string | undefined {
  const known = Object.keys(workspace?.environments ?? {});
  const wanted = flags.environment ?? workspace?.defaultEnvironment;
  if (wanted !== undefined) {
    if (known.length === 0 || known.includes(wanted)) return wanted;
    const hint = didYouMean(wanted, known) ?? `The workspace declares ${known.join(', ')}.`;
    throw new DiagnosedError(
      failure('document/unknown-environment', `There is no environment "${wanted}".`, hint),
    );
  }
  if (known.length <= 1) return known[0];
  if (flags.endpoint !== undefined) return undefined;
  const hint = `Add -e with one of ${known.join(', ')}, or set spec.defaultEnvironment.`;
  throw new DiagnosedError(failure('usage/invalid', 'The workspace has several environments.', hint));
}

/** Connects to the account that flags, environment variables and workspace file name, in this order. */
export async function openTarget(
  flags: TargetFlags,
  workspace: Workspace | undefined,
  resolveSecret: (reference: SecretReference) => Promise<string>,
  signal?: AbortSignal,
): Promise<Target> {
  const environment = chooseEnvironment(flags, workspace);
  const declared = environment === undefined ? undefined : workspace?.environments[environment];
  const endpoint = checkEndpoint(flags.endpoint ?? declared?.endpoint ?? DEFAULT_ENDPOINT);
  const token = await readToken(flags, declared, resolveSecret);
  const client = await connect({
    endpoint,
    token,
    userAgent: `injixo-as-code/${VERSION}`,
    environment: process.env,
    ...(flags.parallelism === undefined ? {} : { parallelism: flags.parallelism }),
    ...(signal === undefined ? {} : { signal }),
  });
  const scope = { endpoint, workspace: workspace?.name ?? DEFAULT_WORKSPACE, environment: environment ?? '' };
  return { scope, environment, client };
}

/** A pause that ends early when the run is interrupted. */
export async function pauseFor(milliseconds: number, signal: AbortSignal): Promise<void> {
  await setTimeout(milliseconds, undefined, { signal }).catch(() => undefined);
}

async function readToken(
  { tokenFile }: TargetFlags,
  declared: Environment | undefined,
  resolveSecret: (reference: SecretReference) => Promise<string>,
): Promise<string> {
  if (tokenFile !== undefined) return readTokenFile(tokenFile);
  const fromEnvironment = process.env['INJIXO_TOKEN'];
  if (fromEnvironment !== undefined && fromEnvironment !== '') return checkToken(fromEnvironment.trim());
  if (declared?.token !== undefined) return checkToken(await resolveSecret(declared.token));
  const hint =
    'Set INJIXO_TOKEN to a personal access token, use --token-file, or declare the token of the environment.';
  throw new DiagnosedError(failure('secret/missing', 'There is no token for the injixo API.', hint));
}

function readTokenFile(file: string): string {
  try {
    return checkToken(readFileSync(file, 'utf8').trim());
  } catch (error) {
    if (error instanceof DiagnosedError) throw error;
    throw new DiagnosedError(failure('secret/missing', `The token file ${file} could not be read.`));
  }
}
