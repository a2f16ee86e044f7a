import type { Finding } from '../convert/finding.ts';
import { problem } from '../convert/finding.ts';
import type { Log, Session } from '../session/session.ts';
import type { Environment } from '../wire/handshake.ts';

/** What the calls share: the session of the last configuration, and how to stop. */
export interface ProviderState {
  version: string;
  environment: Environment;
  log: Log;
  /** Undefined until the provider is configured, and when its configuration is only known after apply. */
  session: Session | undefined;
  stop: AbortController;
}

/** The session, or what to tell the user when there is none. */
export function sessionOf({ session }: ProviderState): Session | Finding {
  return (
    session ??
    problem(
      'The endpoint or the token of the provider is only known after apply.',
      'Apply what they come from first, for example with -target.',
    )
  );
}

export function isFinding(value: object): value is Finding {
  return 'summary' in value && 'severity' in value;
}
