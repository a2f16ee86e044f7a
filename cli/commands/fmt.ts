import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DeclarationSet, DiagnosedError, formatYaml, hasErrors } from '#provider';
import { EXIT } from '../exit-code.ts';
import { displayName, expandArgument, findWorkspaceFile, globFiles, readSource } from '../io/files.ts';
import { say, writeData } from '../io/terminal.ts';
import { workspaceOf } from '../io/workspace.ts';

/** Rewrites files in their usual form. A file that is not valid YAML is reported and left alone. */
export async function fmt(args: string[], flags: { check?: boolean }): Promise<number> {
  const changed: string[] = [];
  for (const file of await filesOf(args)) {
    const set = new DeclarationSet();
    set.add(readSource(file));
    const problems = set.syntaxProblems();
    if (hasErrors(problems)) throw new DiagnosedError(...problems);
    const text = readFileSync(file, 'utf8');
    const formatted = formatYaml(text);
    if (formatted === text) continue;
    changed.push(displayName(file));
    if (flags.check !== true) writeFileSync(file, formatted);
  }
  if (changed.length > 0) writeData(changed.join('\n'));
  if (flags.check !== true || changed.length === 0) return EXIT.done;
  say(`${changed.length} file${changed.length === 1 ? ' is' : 's are'} not formatted: run "injixo fmt".`);
  return EXIT.error;
}

async function filesOf(args: string[]): Promise<string[]> {
  if (args.length === 0) {
    const file = findWorkspaceFile(process.cwd());
    const workspace = workspaceOf(file);
    if (file === undefined || workspace === undefined) return globFiles(['**/*.{yaml,yml}'], process.cwd());
    return unique([file, ...(await globFiles(workspace.include, path.dirname(file)))]);
  }
  return unique((await Promise.all(args.map(expandArgument))).flat());
}

function unique(files: readonly string[]): string[] {
  return [...new Set(files.map((file) => path.resolve(file)))];
}
