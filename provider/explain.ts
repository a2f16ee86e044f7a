import { ApiError, InterruptedError } from '#api/errors.ts';
import { interrupted } from '#apply/execute.ts';
import { DiagnosedError, failure, type Diagnostic } from '#core/diagnostic.ts';

/** Anything thrown as diagnostics. Only a defect of this program ends as internal/error. */
export function explainError(error: unknown): Diagnostic[] {
  if (error instanceof DiagnosedError) return [...error.diagnostics];
  if (error instanceof ApiError) return [error.toDiagnostic()];
  if (error instanceof InterruptedError) return [interrupted(error.message)];
  const text = error instanceof Error ? error.message : String(error);
  return [
    failure(
      'internal/error',
      `This is a defect of injixo-as-code: ${text}`,
      'Run again with --debug and report it.',
    ),
  ];
}
