import { ApiError, OutcomeUnknownError } from '#api/errors.ts';
import type { SecretReference } from '#core/declaration.ts';
import { DiagnosedError, type Diagnostic } from '#core/diagnostic.ts';
import { readOwnership, type Annotations, type WriteContext } from '#core/ownership.ts';
import type { Scope, Step } from '#core/plan.ts';
import type { Client, Configuration, Workload } from '#api/client.ts';

/** What the writes of one run share. */
export interface WriterContext {
  client: Client;
  scope: Scope;
  commit?: string;
  newId: () => string;
  resolveSecret: (reference: SecretReference) => Promise<string>;
  /** Told of each thing as the account answers it after a write. */
  written?: (answer: Configuration | Workload) => void;
}

const MAX_RESENDS = 3;

/** Sends; when the outcome is unknown, looks first and sends again only if nothing arrived. */
export async function settle<T>(
  send: () => Promise<T>,
  look: () => Promise<T | undefined>,
  step: Step,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await send();
    } catch (error) {
      if (!(error instanceof OutcomeUnknownError)) throw masked(error, step);
      const found = await look();
      if (found !== undefined) return found;
      if (attempt >= MAX_RESENDS) throw error;
    }
  }
}

/** A deletion whose answer was lost, or that somebody else did first, is done. */
export async function settleDelete(
  send: () => Promise<void>,
  isGone: () => Promise<boolean>,
  step: Step,
): Promise<void> {
  const look = async (): Promise<true | undefined> => ((await isGone()) ? true : undefined);
  try {
    await settle(async () => send().then(() => true as const), look, step);
  } catch (error) {
    if (!(error instanceof ApiError && error.status === 404)) throw error;
  }
}

/** A new operation: its id tells after a lost answer whether the write arrived. */
export function newWrite({ scope, commit, newId }: WriterContext): WriteContext {
  return { scope, operation: newId(), ...(commit === undefined ? {} : { commit }) };
}

/** What was found, if it is what this operation wrote. */
export function wrote<T extends { annotations: Annotations }>(
  found: T | undefined,
  operation: string,
): T | undefined {
  if (found === undefined) return undefined;
  return readOwnership(found.annotations)?.operation === operation ? found : undefined;
}

/** The document, so that the front end can look up the line of the path. */
export function documentOf({ source }: Step): { file?: string; document?: number } {
  return source === undefined ? {} : { file: source.file, document: source.document };
}

/** Field errors get the place in the document; what the server says about a secret is not repeated. */
function masked(error: unknown, step: Step): unknown {
  if (!(error instanceof ApiError) || error.fields.length === 0) return error;
  const declared = step.kind === 'Integration' ? step.desired?.secrets : undefined;
  const secrets = new Set(declared?.map(({ path }) => path.join('.')));
  const diagnostics = error.fields.map(({ path, message }): Diagnostic => {
    const text = secrets.has(path) ? 'is not accepted' : message;
    return {
      code: error.code,
      severity: 'error',
      message: `${path}: ${text}`,
      path: `spec.${path}`,
      ...documentOf(step),
    };
  });
  return new DiagnosedError(...diagnostics);
}
