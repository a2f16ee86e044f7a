import type { Declaration } from '#core/declaration.ts';
import type { Diagnostic } from '#core/diagnostic.ts';
import { getAt } from '#core/json.ts';

/** What a declaration says that an app cannot say. */
export function lossesOf({ name, ensure, renamedFrom, spec, source }: Declaration): Diagnostic[] {
  const warn = (message: string, hint: string): Diagnostic => {
    return {
      code: 'cdktf/left-out',
      severity: 'warning',
      message,
      hint,
      file: source.file,
      document: source.document,
    };
  };
  if (ensure === 'absent')
    return [
      warn(
        `"${name}" is declared as absent and left out.`,
        'In an app, what is not there is deleted: with --prune, or by Terraform.',
      ),
    ];
  const found: Diagnostic[] = [];
  if (renamedFrom !== undefined)
    found.push(
      warn(
        `"${name}" loses renamedFrom.`,
        'Apply the rename before you convert; Terraform renames by itself.',
      ),
    );
  if (getAt(spec, ['lifecycle', 'replace']) === 'allow')
    found.push(
      warn(
        `"${name}" loses lifecycle.replace.`,
        'Use --allow-replace where it is needed; Terraform always allows it.',
      ),
    );
  return found;
}
