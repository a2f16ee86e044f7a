import { readOwnership, relation } from '#core/ownership.ts';
import { problem, type Finding } from '../convert/finding.ts';
import type { Session } from '../session/session.ts';
import type { Change } from './kind.ts';

/**
 * Names are unique in injixo: two resources of one name, or one that somebody else has, are found by the
 * plan. A provider is not told the addresses of resources, so what it planned before is all that it knows.
 */
export async function checkName(
  { prior, planned }: Change,
  { plannedNames, scope, account }: Session,
  { isReplaced, resource }: { isReplaced: boolean; resource: string },
): Promise<Finding[]> {
  const name = planned['name'];
  if (typeof name !== 'string') return [];
  if (prior?.['name'] === name) {
    if (isReplaced) plannedNames.set(name, 'replace');
    return [];
  }
  const earlier = plannedNames.get(name);
  plannedNames.set(name, 'create');
  if (earlier === 'create') {
    const hint = 'Names are unique in injixo: give each integration its own. (document/duplicate-name)';
    return [problem(`Two resources are named "${name}".`, hint, ['name'])];
  }
  const found = await account.findByName(name);
  if (found === undefined || earlier === 'replace') return [];
  const isOurs = relation(readOwnership(found.annotations), scope) === 'mine';
  return [isOurs ? ours(found) : exists(resource, found)];
}

interface Named {
  name: string;
  id: number;
}

function ours({ name, id }: Named): Finding {
  return {
    severity: 'warning',
    summary: `"${name}" exists already, with the id ${id}, and belongs to this workspace.`,
    detail:
      'That is expected when it is replaced, or when an apply was killed before it could save its state: the next one ' +
      'takes it back. Otherwise another resource has this name: give each its own.',
    attribute: ['name'],
  };
}

export function exists(resource: string, { name, id }: Named): Finding {
  return problem(
    `"${name}" exists in the account already, with the id ${id}.`,
    `Take it over with an import block or with: terraform import ${resource}.NAME ${id}. Names are unique in injixo, ` +
      'so create_before_destroy cannot work. (conflict/not-owned)',
    ['name'],
  );
}
