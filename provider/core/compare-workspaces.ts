import type { DeclaredChange } from './compare.ts';
import type { Workspace } from './declaration.ts';
import { change, referenceText } from './diff.ts';
import { differingKeys, type Json, type JsonObject } from './json.ts';
import { riskOf } from './risk.ts';

/** What changed about the workspace itself: where it is applied, with which token, within which limits. */
export function compareWorkspaces(before: Workspace, after: Workspace): DeclaredChange[] {
  const [from, to] = [workspaceFields(before), workspaceFields(after)];
  const fields = differingKeys(from, to).map((key) => change(key.split('/'), from[key], to[key], 'pending'));
  if (fields.length === 0) return [];
  const touches = (...names: string[]): boolean => fields.some(({ path }) => names.includes(path[0]!));
  const reasons = [
    ...(touches('name', 'environments') ? ['target'] : []),
    ...(touches('limits') ? ['protection'] : []),
  ];
  return [{ kind: 'Workspace', name: after.name, action: 'update', fields, risk: riskOf(reasons), reasons }];
}

function workspaceFields({ name, include, environments, edition, limits, ...rest }: Workspace): JsonObject {
  const entries = Object.entries(environments).flatMap<[string, Json]>(([key, { endpoint, token }]) => [
    [`environments/${key}/endpoint`, endpoint ?? 'default'],
    [`environments/${key}/token`, token === undefined ? 'default' : referenceText(token)],
  ]);
  return {
    name,
    include: [...include],
    edition: edition ?? 'not named',
    defaultEnvironment: rest.defaultEnvironment ?? 'none',
    'limits/updatePercent': limits.updatePercent,
    'limits/deletePercent': limits.deletePercent,
    'limits/minimum': limits.minimum,
    ...Object.fromEntries(entries),
  };
}
