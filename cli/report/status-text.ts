/** What the account holds, as a table and as JSON. */
import { relation, toObserved, type Configuration, type Scope } from '#provider';
import type { Colours } from './colour.ts';
import { table } from './table.ts';

export function statusText(found: readonly Configuration[], scope: Scope, c: Colours): string {
  if (found.length === 0) return 'The account has no such integrations.';
  const rows = found.map((item) => [
    String(item.id),
    item.name,
    item.type,
    stateText(item, c),
    importText(item),
    ownerText(item, scope),
  ]);
  return table(['ID', 'NAME', 'TYPE', 'STATE', 'LAST IMPORT', 'OWNER'], rows, c);
}

export function statusJson(item: Configuration, scope: Scope): unknown {
  const { id, name, type, state, paused, connection, lastImport } = item;
  const { owner } = toObserved(item);
  const by =
    owner === null
      ? null
      : { engine: owner.engine, workspace: owner.workspace, environment: owner.environment };
  return {
    id,
    name,
    type,
    state,
    paused,
    connection,
    lastImport,
    owner: by,
    mine: relation(owner, scope) === 'mine',
  };
}

function stateText({ state }: Configuration, c: Colours): string {
  const text = state.replaceAll('_', ' ');
  if (state === 'operational') return c.green(text);
  return state === 'connection_failed' ? c.red(text) : c.yellow(text);
}

function importText({ lastImport }: Configuration): string {
  if (lastImport === null) return '-';
  return lastImport.state === 'running' ? `running ${lastImport.progress} %` : lastImport.state;
}

function ownerText(item: Configuration, scope: Scope): string {
  const { owner } = toObserved(item);
  if (owner === null) return '-';
  if (relation(owner, scope) === 'mine') return 'this workspace';
  return [owner.workspace, owner.environment].filter((part) => part !== '').join('/');
}
