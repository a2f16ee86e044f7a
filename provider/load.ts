/**
 * Declarations in, checked declarations and every problem of every file out. Reading files is the
 * caller's business; this module works on bytes.
 */
import { PLAIN_CREDENTIAL_KEYS, SECRET_KEYS } from '#catalog/generated/catalog.ts';
import { validateWorkspaceDocument } from '#catalog/validate.ts';
import type { Declaration, DocumentSource, Edition, Workspace } from '#core/declaration.ts';
import type { Diagnostic } from '#core/diagnostic.ts';
import { parsePath, pathText } from '#core/json.ts';
import { parseFile, type FoundProblem, type RawDocument } from '#declarations/documents.ts';
import { createLocator } from '#declarations/locate.ts';
import { locateNames, type NamePlace } from '#declarations/locate-names.ts';
import { maskSecrets } from '#declarations/mask.ts';
import { toWorkspace } from '#declarations/read-documents.ts';
import { breather } from './breather.ts';
import { checkPolicies } from './check-policies.ts';
import { crossCheck } from './cross-check.ts';
import type { PolicyFile } from './policies/compile.ts';
import { validateDocument } from './validate-document.ts';

export interface SourceFile {
  name: string;
  bytes: Uint8Array;
}

/** Which environments to check; undefined stands for the base, without overrides. "all": what any document names. */
export interface CheckScope {
  environments: readonly (string | undefined)[] | 'all';
  edition?: Edition;
  /** Only a part of the workspace is at hand: references may lead out of it. */
  partial?: boolean;
}

/** Nobody reads more, and each costs a walk through its file. */
const MAX_FRAMES = 100;

/** Collects files, then checks them. Texts are kept so that places can be looked up later. */
export class DeclarationSet {
  readonly #texts = new Map<string, string>();
  readonly #documents: RawDocument[] = [];
  readonly #diagnostics: Diagnostic[] = [];
  readonly #problems: FoundProblem[] = [];
  readonly #policies: PolicyFile[] = [];
  readonly #names = new Map<string, (NamePlace | undefined)[]>();
  readonly locate = createLocator((file) => this.#texts.get(file));

  add({ name, bytes }: SourceFile): void {
    const parsed = parseFile(name, bytes);
    this.#texts.set(name, parsed.text);
    this.#documents.push(...parsed.documents);
    this.#diagnostics.push(...parsed.diagnostics);
    this.#problems.push(...parsed.problems);
  }

  /** Documents that stand in no file, with what was found when they were made. */
  addDocuments(documents: readonly RawDocument[], diagnostics: readonly Diagnostic[]): void {
    this.#documents.push(...documents);
    this.#diagnostics.push(...diagnostics);
  }

  /** A policy of the organisation: a JSON Schema over the documents. */
  addPolicy({ name, bytes }: SourceFile): void {
    this.#policies.push({ name, text: new TextDecoder().decode(bytes) });
  }

  get fileNames(): string[] {
    return [...this.#texts.keys()];
  }

  /** What keeps files from being read as YAML at all. */
  syntaxProblems(): readonly Diagnostic[] {
    return this.#diagnostics;
  }

  /** The workspace among the files added so far, if its document is valid. */
  workspace(): Workspace | undefined {
    const document = this.#documents.find(({ value }) => value['kind'] === 'Workspace');
    if (document === undefined || validateWorkspaceDocument(document.value).length > 0) return undefined;
    return toWorkspace(document);
  }

  /** Checks everything. Declarations are returned also when there are errors elsewhere. */
  async check(scope: CheckScope): Promise<{ declarations: Declaration[]; diagnostics: Diagnostic[] }> {
    const declarations: Declaration[] = [];
    const problems = [...this.#problems];
    const breathe = breather();
    for (const document of this.#documents) {
      await breathe();
      const result = await validateDocument(document, scope);
      problems.push(...result.problems);
      if (result.declaration !== undefined) declarations.push(result.declaration);
    }
    problems.push(...crossCheck(this.#documents, declarations, this.workspace(), scope.partial === true));
    const { found, faults } = await this.#checkPolicies(declarations, scope);
    const placed = [...problems, ...found].map((item) => this.#place(item));
    const diagnostics = await this.#frame([...this.#diagnostics, ...faults, ...placed]);
    return { declarations, diagnostics: diagnostics.sort(byPlace) };
  }

  /** Where the name of a declaration stands; fast enough to ask for every document of an estate. */
  placeOfName({ file, document }: DocumentSource): NamePlace | undefined {
    const text = this.#texts.get(file);
    if (text === undefined) return undefined;
    const places = this.#names.get(file) ?? locateNames(text);
    this.#names.set(file, places);
    return places[document] ?? this.locate({ file, document }, ['metadata', 'name']);
  }

  /** Fills in line and column of diagnostics that only know document and path. */
  async placeDiagnostics(diagnostics: readonly Diagnostic[]): Promise<Diagnostic[]> {
    const placed = diagnostics.map((diagnostic) => {
      const { file, document, path } = diagnostic;
      if (file === undefined || document === undefined) return diagnostic;
      const range = this.locate({ file, document }, parsePath(path ?? ''));
      return { ...diagnostic, ...range };
    });
    return this.#frame(placed);
  }

  /** Compiled and run only where there are any. */
  async #checkPolicies(
    declarations: readonly Declaration[],
    { environments }: CheckScope,
  ): Promise<{ found: FoundProblem[]; faults: Diagnostic[] }> {
    if (this.#policies.length === 0) return { found: [], faults: [] };
    const { compilePolicies } = await import('./policies/compile.ts');
    const { policies, faults } = compilePolicies(this.#policies);
    const named = Object.keys(this.workspace()?.environments ?? {});
    const known = named.length === 0 ? [undefined] : named;
    const asked = environments === 'all' ? known : environments.filter((name) => name !== undefined);
    return {
      found: checkPolicies(declarations, policies, asked.length === 0 ? [undefined] : asked),
      faults: faults.map(({ file, message }) => ({
        code: 'policy/unusable',
        severity: 'error',
        message: `The policy ${file} cannot be used. ${message}`,
        file,
      })),
    };
  }

  #place({ source, problem }: FoundProblem): Diagnostic {
    const { path, at, severity, ...rest } = problem;
    const range = this.locate(source, path, at);
    return { ...rest, severity: severity ?? 'error', path: pathText(path), file: source.file, ...range };
  }

  async #frame(diagnostics: readonly Diagnostic[]): Promise<Diagnostic[]> {
    if (diagnostics.every(({ line }) => line === undefined)) return [...diagnostics];
    const { frameOf } = await import('#declarations/frame.ts');
    const masked = new Map<string, string>();
    return diagnostics.map((diagnostic, index) => {
      const text = diagnostic.file === undefined ? undefined : this.#texts.get(diagnostic.file);
      if (text === undefined || text === '' || index >= MAX_FRAMES) return diagnostic;
      if (!masked.has(diagnostic.file!))
        masked.set(
          diagnostic.file!,
          maskSecrets(text, { secret: SECRET_KEYS, plain: PLAIN_CREDENTIAL_KEYS }),
        );
      const frame = frameOf(masked.get(diagnostic.file!)!, diagnostic);
      return frame === undefined ? diagnostic : { ...diagnostic, frame };
    });
  }
}

function byPlace(a: Diagnostic, b: Diagnostic): number {
  const files = (a.file ?? '').localeCompare(b.file ?? '');
  return files || (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0);
}
