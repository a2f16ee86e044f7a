import { didYouMean } from '#catalog/suggest.ts';
import type { Declaration, Workspace } from '#core/declaration.ts';
import type { Problem } from '#core/diagnostic.ts';
import { foldName } from '#core/match.ts';
import type { FoundProblem, RawDocument } from '#declarations/documents.ts';

/** What can only be seen with all documents at hand: names and environments. */
export function crossCheck(
  documents: readonly RawDocument[],
  declarations: readonly Declaration[],
  workspace: Workspace | undefined,
  partial: boolean,
): FoundProblem[] {
  return [
    ...checkWorkspaces(documents),
    ...checkNames(declarations),
    ...(partial ? [] : checkReferences(declarations)),
    ...(workspace === undefined ? [] : checkEnvironments(declarations, workspace)),
  ];
}

function checkWorkspaces(documents: readonly RawDocument[]): FoundProblem[] {
  const workspaces = documents.filter(({ value }) => value['kind'] === 'Workspace');
  return workspaces.slice(1).map(({ source }) => ({
    source,
    problem: {
      code: 'document/several-workspaces',
      message: 'A second Workspace document was found.',
      hint: 'One workspace owns all integrations of a run: keep one of the documents.',
      path: ['kind'],
    },
  }));
}

/** With only a part of the workspace at hand, what is missing may well be declared elsewhere. */
function checkReferences(declarations: readonly Declaration[]): FoundProblem[] {
  const integrations = declarations.filter(
    ({ kind, ensure }) => kind === 'Integration' && ensure === 'present',
  );
  const known = integrations.flatMap(({ name }) => name);
  return declarations
    .filter(({ kind }) => kind === 'Workload')
    .flatMap((declaration) => {
      const places = [
        [['spec'], declaration.spec] as const,
        ...Object.entries(declaration.overrides).map(
          ([environment, spec]) => [['overrides', environment], spec] as const,
        ),
      ];
      return places.flatMap(([at, spec]) =>
        ((spec['queues'] ?? []) as { integration: string }[]).flatMap(
          ({ integration }, i): FoundProblem[] => {
            if (known.includes(integration.normalize('NFC'))) return [];
            const hint = didYouMean(integration, known) ?? 'Declare the integration, or correct the name.';
            const problem: Problem = {
              code: 'workload/unknown-integration',
              message: `No integration "${integration}" is declared.`,
              hint,
              path: [...at, 'queues', i, 'integration'],
            };
            return [{ source: declaration.source, problem }];
          },
        ),
      );
    });
}

function checkNames(declarations: readonly Declaration[]): FoundProblem[] {
  const first = new Map<string, Declaration>();
  return declarations.flatMap((declaration): FoundProblem[] => {
    const folded = `${declaration.kind} ${foldName(declaration.name)}`;
    const other = first.get(folded);
    if (other === undefined) {
      first.set(folded, declaration);
      return [];
    }
    const same = other.name === declaration.name;
    const problem: Problem = {
      code: same ? 'document/duplicate-name' : 'document/similar-name',
      message: same
        ? `"${declaration.name}" is declared twice; the other one is in ${other.source.file}.`
        : `"${declaration.name}" differs from "${other.name}" in ${other.source.file} only by case, spaces or Unicode form.`,
      hint: 'Names are unique in an injixo account: choose another one.',
      path: ['metadata', 'name'],
    };
    return [{ source: declaration.source, problem }];
  });
}

function checkEnvironments(declarations: readonly Declaration[], workspace: Workspace): FoundProblem[] {
  const known = Object.keys(workspace.environments);
  if (known.length === 0) return [];
  const unknown = (name: string, path: (string | number)[], at: 'key' | 'value'): Problem[] => {
    if (known.includes(name)) return [];
    const hint = didYouMean(name, known) ?? `The workspace declares ${known.join(', ')}.`;
    return [
      { code: 'document/unknown-environment', message: `There is no environment "${name}".`, hint, path, at },
    ];
  };
  const found = declarations.flatMap((declaration) =>
    [
      ...Object.keys(declaration.overrides).flatMap((name) => unknown(name, ['overrides', name], 'key')),
      ...(declaration.environments ?? []).flatMap((name, i) =>
        unknown(name, ['metadata', 'environments', i], 'value'),
      ),
    ].map((problem) => ({ source: declaration.source, problem })),
  );
  const { defaultEnvironment, source } = workspace;
  if (defaultEnvironment === undefined || source === undefined) return found;
  const wrong = unknown(defaultEnvironment, ['spec', 'defaultEnvironment'], 'value');
  return [...found, ...wrong.map((problem) => ({ source, problem }))];
}
