import type { Diagnostic } from '#provider';
import type { Report } from '../model.ts';
import { countText } from '../diagnostics.ts';

/** One item a file. `declared` says what was found, such as `3 integrations`. */
export function validateReport(
  files: readonly string[],
  diagnostics: readonly Diagnostic[],
  declared: string,
): Report {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  const named = new Set(errors.flatMap(({ file }) => file ?? []));
  const all = [...new Set([...files, ...named])].sort();
  const ok = errors.length === 0;
  return {
    command: 'validate',
    title: 'Validation of the declarations',
    summary: ok ? `Valid: ${declared} in ${files.length} files.` : `Invalid: ${countText(diagnostics)}.`,
    ok,
    facts: [],
    columns: ['Before', 'After'],
    items: all.map((file) => {
      const wrong = errors.filter((item) => item.file === file);
      const text = wrong.map(({ line, message }) => `${line ?? 1}: ${message}`).join('\n');
      return {
        id: file,
        status: wrong.length === 0 ? 'valid' : 'invalid',
        tone: wrong.length === 0 ? ('good' as const) : ('bad' as const),
        kind: 'File',
        name: file,
        facts: wrong.map(({ line, message }) => `line ${line ?? 1}: ${message}`),
        fields: [],
        file,
        ...(wrong.length === 0
          ? {}
          : { problem: { severity: 'error' as const, rule: 'invalid', text, said: true as const } }),
      };
    }),
    diagnostics,
  };
}
