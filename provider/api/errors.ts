import type { Diagnostic } from '#core/diagnostic.ts';
import type { DiagnosticCode } from '#core/diagnostic-codes.ts';

export interface FieldError {
  path: string;
  message: string;
}

/** The API answered, and the answer is no. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code: DiagnosticCode;
  /** HTTP status, or 0 if there was no answer. */
  readonly status: number;
  readonly hint: string | undefined;
  readonly fields: readonly FieldError[];

  constructor(
    code: DiagnosticCode,
    message: string,
    details: { status?: number; hint?: string; fields?: FieldError[] } = {},
  ) {
    super(message);
    this.code = code;
    this.status = details.status ?? 0;
    this.hint = details.hint;
    this.fields = details.fields ?? [];
  }

  toDiagnostic(): Diagnostic {
    return {
      code: this.code,
      severity: 'error',
      message: this.message,
      ...(this.hint === undefined ? {} : { hint: this.hint }),
    };
  }
}

/** A write was sent and nobody knows whether it arrived: look before sending it again. */
export class OutcomeUnknownError extends ApiError {}

/** The run was told to stop before the request was sent. */
export class InterruptedError extends Error {
  override readonly name = 'InterruptedError';
}

interface ProblemBody {
  id?: string;
  message?: string;
  errors?: FieldError[];
}

const BY_STATUS: Record<number, [DiagnosticCode, string, string?]> = {
  400: ['api/invalid', 'The API could not read the request'],
  401: [
    'api/unauthorized',
    'The API does not accept the token',
    'Set INJIXO_TOKEN to a personal access token of a user with administrator access; it becomes void when the user loses that access.',
  ],
  403: ['api/forbidden', 'The token may not do this', 'The user of the token needs administrator access.'],
  404: [
    'api/not-found',
    'The API does not know the resource',
    'Check the endpoint, and run plan again in case the integration was deleted.',
  ],
  409: [
    'api/conflict',
    'The API reports a conflict',
    'Run plan again: somebody may have created an integration of this name.',
  ],
  412: [
    'api/precondition',
    'The integration was changed by somebody else since it was read',
    'Run plan again.',
  ],
  422: ['api/invalid', 'The API refuses the content'],
  429: [
    'api/rate-limited',
    'The API still limits the number of requests',
    'Try again later, or use a lower --parallelism.',
  ],
};

/** The error for an answer that is not 2xx. `body` is the parsed JSON, or undefined if it was none. */
export function errorOfStatus(status: number, body: unknown): ApiError {
  const problem = (typeof body === 'object' && body !== null ? body : {}) as ProblemBody;
  if (status >= 300 && status < 400) {
    return new ApiError('api/redirect', `The API answered with a redirect (${status}).`, {
      status,
      hint: 'Redirects are refused, so that the token goes nowhere else. Set the endpoint to the final address.',
    });
  }
  const [code, text, hint] = BY_STATUS[status] ?? serverError(status);
  const said = problem.message ?? problem.id;
  const message = said === undefined ? `${text} (${status}).` : `${text} (${status}): ${said}`;
  return new ApiError(code, message, {
    status,
    fields: problem.errors ?? [],
    ...(hint === undefined ? {} : { hint }),
  });
}

function serverError(status: number): [DiagnosticCode, string, string?] {
  if (status < 500) return ['api/invalid', 'The API refuses the request'];
  return [
    'api/server-error',
    'The API failed',
    'Run the command again: what is done already is not done twice.',
  ];
}
