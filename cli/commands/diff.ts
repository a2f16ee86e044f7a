import path from 'node:path';
import {
  compareDeclared,
  compareWorkspaces,
  desiredIn,
  DiagnosedError,
  failure,
  parseSelector,
  type DeclaredChange,
  type Declaration,
  type DocumentSource,
} from '#provider';
import { commitsByDeclaration, keyOf } from '../blame.ts';
import { exitCodeOf, EXIT } from '../exit-code.ts';
import { attempt } from '../io/attempt.ts';
import { findWorkspaceFile, WORKSPACE_FILE } from '../io/files.ts';
import { assertRepository, resolveRef } from '../io/git.ts';
import { sayDiagnostics } from '../io/terminal.ts';
import { reportFailure } from '../plan-failure.ts';
import { diffJson, diffText, type Commit, type DiffChange, type DiffResult } from '../report/diff-text.ts';
import { diffReport } from '../report/models/diff.ts';
import type { Colours } from '../report/colour.ts';
import { readRevision, type Revision } from '../revisions.ts';
import { writeReport } from '../write-report.ts';

interface Flags {
  environment?: string;
  selector?: string;
  format: string;
  output?: string;
  detailedExitcode?: boolean;
}

/** What the declarations of two revisions make of each other: offline, for people who review changes. */
export async function diff([range = '']: string[], flags: Flags): Promise<number> {
  return attempt(
    async () => {
      const result = await compare(range, flags);
      await show(result, flags);
      const code = exitCodeOf(result.diagnostics);
      if (code !== EXIT.done) return code;
      return flags.detailedExitcode === true && result.changes.length > 0 ? EXIT.changes : EXIT.done;
    },
    (diagnostics) => reportFailure(diagnostics, 'diff', flags),
  );
}

async function compare(range: string, flags: Flags): Promise<DiffResult> {
  const [base, head] = parseRange(range);
  const workspaceFile = findWorkspaceFile(process.cwd());
  const folder = workspaceFile === undefined ? process.cwd() : path.dirname(workspaceFile);
  await assertRepository(folder);
  const commits = [await resolveRef(folder, base), await resolveRef(folder, head)] as const;
  const before = await readRevision(folder, commits[0], base);
  const after = await readRevision(folder, commits[1], head);
  const changes = allChanges(before, after, flags);
  const files = changes.flatMap(({ change }) => filesOf(change, before, after));
  const authors = await commitsByDeclaration(folder, commits, [...new Set(files)]);
  return {
    base,
    head,
    changes: changes.map((found) => complete(found, before, after, authors)),
    diagnostics: [...before.diagnostics, ...after.diagnostics],
  };
}

function parseRange(range: string): [string, string] {
  const [base = '', head, ...rest] = range.split('..');
  if (base !== '' && head !== undefined && !head.startsWith('.') && rest.length === 0)
    return [base, head === '' ? 'HEAD' : head];
  const hint = 'For example: injixo diff v1.4..main';
  throw new DiagnosedError(failure('usage/invalid', `"${range}" is not of the form <ref>..<ref>.`, hint));
}

interface Found {
  change: DeclaredChange;
  environments: string[];
}

/** Each change once, with the environments that it is the same in. */
function allChanges(before: Revision, after: Revision, flags: Flags): Found[] {
  const parsed = flags.selector === undefined ? undefined : parseSelector(flags.selector);
  if (typeof parsed === 'string') throw new DiagnosedError(failure('usage/invalid', parsed));
  const selection = parsed === undefined ? {} : { selector: parsed };
  const found = new Map<string, Found>();
  for (const environment of environmentsOf(before, after, flags)) {
    const at = { ...selection, ...(environment === undefined ? {} : { environment }) };
    const changes = compareDeclared(desiredIn(before.declarations, at), desiredIn(after.declarations, at));
    for (const change of changes) {
      const key = JSON.stringify(change);
      const entry = found.get(key) ?? { change, environments: [] };
      if (environment !== undefined) entry.environments.push(environment);
      found.set(key, entry);
    }
  }
  return [...workspaceChanges(before, after), ...found.values()];
}

function workspaceChanges({ workspace: was }: Revision, { workspace: is }: Revision): Found[] {
  if (was === undefined || is === undefined) return [];
  return compareWorkspaces(was, is).map((change) => ({ change, environments: [] }));
}

function environmentsOf(before: Revision, after: Revision, flags: Flags): (string | undefined)[] {
  const known = [before, after].flatMap(({ workspace }) => Object.keys(workspace?.environments ?? {}));
  if (flags.environment !== undefined) return [flags.environment];
  return known.length === 0 ? [undefined] : [...new Set(known)];
}

function declarationOf(change: DeclaredChange, { declarations }: Revision): Declaration | undefined {
  const names = [change.name, change.formerName];
  return declarations.find(({ kind, name }) => kind === change.kind && names.includes(name));
}

function filesOf(change: DeclaredChange, ...revisions: Revision[]): string[] {
  if (change.kind === 'Workspace') return [WORKSPACE_FILE];
  return revisions.flatMap((revision) => declarationOf(change, revision)?.source.file ?? []);
}

function complete(
  { change, environments }: Found,
  before: Revision,
  after: Revision,
  authors: ReadonlyMap<string, Commit[]>,
): DiffChange {
  const names = [change.name, ...(change.formerName === undefined ? [] : [change.formerName])];
  const commits = names.flatMap((name) => authors.get(keyOf({ kind: change.kind, name })) ?? []);
  const unique = [...new Map(commits.map((item) => [item.commit, item])).values()];
  const source = sourceOf(change, after) ?? sourceOf(change, before);
  const line =
    source === undefined ? undefined : (after.placeOf(source)?.line ?? before.placeOf(source)?.line);
  return {
    ...change,
    environments,
    commits: unique,
    ...(source === undefined ? {} : { file: source.file }),
    ...(line === undefined ? {} : { line }),
  };
}

function sourceOf(change: DeclaredChange, revision: Revision): DocumentSource | undefined {
  if (change.kind === 'Workspace') return revision.workspace?.source;
  return declarationOf(change, revision)?.source;
}

async function show(result: DiffResult, flags: Flags): Promise<void> {
  const forms = {
    text: (c: Colours) => diffText(result, c),
    json: () => diffJson(result),
    report: () => diffReport(result),
  };
  await writeReport(forms, flags);
  if (flags.format === 'text') sayDiagnostics(result.diagnostics);
}
