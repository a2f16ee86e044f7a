import type { Queue } from '#provider';
import { dataColours, writeData } from '../io/terminal.ts';
import { table } from '../report/table.ts';
import type { TargetFlags } from '../target.ts';
import { readConfigurations } from '../io/selection.ts';
import { openAccount } from '../account.ts';

interface Flags extends TargetFlags {
  all?: boolean;
  format: 'text' | 'json';
  output?: string;
}

/** The queues that imports brought, which injixo Forecast can assign to workloads. */
export async function queues(names: string[], flags: Flags): Promise<number> {
  const { client } = await openAccount(flags);
  const configurations = await readConfigurations(client, names);
  const byId = new Map(configurations.map(({ id, name }) => [id, name]));
  const found: Queue[] = [];
  for await (const page of client.listQueues()) found.push(...page);
  const shown = found.filter((queue) => {
    const known = byId.has(queue.integrationConfigurationId);
    return known ? queue.active || flags.all === true : flags.all === true && names.length === 0;
  });
  const nameOf = (queue: Queue): string => byId.get(queue.integrationConfigurationId) ?? '(deleted)';
  if (flags.format === 'json') {
    writeData(
      JSON.stringify({ queues: shown.map((queue) => ({ ...queue, integration: nameOf(queue) })) }, null, 2),
      flags.output,
    );
    return 0;
  }
  const c = dataColours(flags.output);
  const rows = shown.map((queue) => [
    String(queue.id),
    queue.name,
    queue.channel,
    `${queue.intervalMinutes} min`,
    nameOf(queue),
    queue.active ? '' : 'inactive',
  ]);
  writeData(
    shown.length === 0
      ? 'No queues yet: they appear when the first import has finished.'
      : table(['ID', 'QUEUE', 'CHANNEL', 'INTERVAL', 'INTEGRATION', ''], rows, c),
    flags.output,
  );
  return 0;
}
