import { relation, toObserved, type Configuration, type Scope } from '#provider';
import { openAccount } from '../account.ts';
import { EXIT } from '../exit-code.ts';
import { readConfigurations } from '../io/selection.ts';
import { dataColours, say, writeData } from '../io/terminal.ts';
import { statusJson, statusText } from '../report/status-text.ts';
import type { TargetFlags } from '../target.ts';
import { now, watch } from '../watching.ts';

interface Flags extends TargetFlags {
  managed?: boolean;
  format: 'text' | 'json';
  output?: string;
  /** Seconds between two looks. */
  watch?: number;
}

/** What the account holds, and who owns it. */
export async function status(names: string[], flags: Flags): Promise<number> {
  const { client, scope } = await openAccount(flags);
  const look = async (): Promise<Configuration[]> => {
    const all = await readConfigurations(client, names);
    if (flags.managed !== true) return all;
    return all.filter((item) => relation(toObserved(item).owner, scope) === 'mine');
  };
  if (flags.watch === undefined) {
    show(await look(), scope, flags);
    return EXIT.done;
  }
  let shown = new Map<number, string>();
  return watch(flags.watch, async () => {
    const found = await look();
    const present = new Map(found.map((item) => [item.id, JSON.stringify(statusJson(item, scope))]));
    const showNews = (): void => {
      const news = found.filter(({ id }) => present.get(id) !== shown.get(id));
      const gone = [...shown.keys()].filter((id) => !present.has(id));
      if (flags.format === 'text') say(gone.length === 0 ? now() : `${now()} gone: ${gone.join(', ')}`);
      if (flags.format === 'json') show(found, scope, flags);
      else if (news.length > 0 || gone.length === 0) show(news, scope, flags);
      shown = present;
    };
    return { state: [...present.values()].join(), show: showNews, exitCode: EXIT.done };
  });
}

function show(
  found: readonly Configuration[],
  scope: Scope,
  { format, output, watch: seconds }: Flags,
): void {
  if (format === 'text') return writeData(statusText(found, scope, dataColours(output)), output);
  const integrations = found.map((item) => statusJson(item, scope));
  // One line a look, so that a program can read a watch line by line.
  const indent = seconds === undefined ? 2 : undefined;
  return writeData(JSON.stringify({ scope, integrations }, null, indent), output);
}
