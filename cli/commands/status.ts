import { relation, toObserved, type Configuration, type Scope } from '#provider';
import { dataColours, writeData } from '../io/terminal.ts';
import { type Colours } from '../report/colour.ts';
import { table } from '../report/table.ts';
import type { TargetFlags } from '../target.ts';
import { readConfigurations } from '../io/selection.ts';
import { openAccount } from '../account.ts';

interface Flags extends TargetFlags {
  managed?: boolean;
  format: 'text' | 'json';
  output?: string;
}

/** What the account holds, and who owns it. */
export async function status(names: string[], flags: Flags): Promise<number> {
  const { client, scope } = await openAccount(flags);
  const all = await readConfigurations(client, names);
  const shown = all.filter(
    (item) => flags.managed !== true || relation(toObserved(item).owner, scope) === 'mine',
  );
  if (flags.format === 'json') {
    writeData(
      JSON.stringify({ scope, integrations: shown.map((item) => toJson(item, scope)) }, null, 2),
      flags.output,
    );
    return 0;
  }
  const c = dataColours(flags.output);
  const rows = shown.map((item) => [
    String(item.id),
    item.name,
    item.type,
    stateText(item, c),
    importText(item),
    ownerText(item, scope),
  ]);
  writeData(
    shown.length === 0
      ? 'The account has no such integrations.'
      : table(['ID', 'NAME', 'TYPE', 'STATE', 'LAST IMPORT', 'OWNER'], rows, c),
    flags.output,
  );
  return 0;
}

function toJson(item: Configuration, scope: Scope): unknown {
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
