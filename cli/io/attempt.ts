import { explainError, type Diagnostic } from '#provider';

/** Runs something that may end in diagnostics, for commands that report them in their own format. */
export async function attempt<T>(
  task: () => Promise<T>,
  failed: (diagnostics: Diagnostic[]) => T | Promise<T>,
): Promise<T> {
  try {
    return await task();
  } catch (error) {
    const diagnostics = explainError(error);
    if (diagnostics.some(({ code }) => code === 'internal/error')) throw error;
    return failed(diagnostics);
  }
}
