import { integrationTypes, type CatalogEntry } from '#provider';
import { dataColours, writeData } from '../io/terminal.ts';
import { table } from '../report/table.ts';

interface Flags {
  format: 'text' | 'json';
  output?: string;
}

export async function types(_: string[], flags: Flags): Promise<number> {
  const entries = integrationTypes();
  if (flags.format === 'json') {
    const list = entries.map(([type, { title, vendor, model, deliveryMode, data, plans }]) => ({
      type,
      title,
      vendor,
      model,
      deliveryMode,
      data,
      plans,
    }));
    writeData(JSON.stringify({ types: list }, null, 2), flags.output);
    return 0;
  }
  const rows = entries.map(([type, entry]) => [
    type,
    entry.title,
    entry.deliveryMode,
    brings(entry),
    entry.plans.length === 4 ? 'all' : entry.plans.join(', '),
  ]);
  const c = dataColours(flags.output);
  writeData(table(['TYPE', 'NAME', 'DELIVERY', 'DATA', 'EDITIONS'], rows, c), flags.output);
  return 0;
}

function brings({ data }: CatalogEntry): string {
  const { contactData, agentStatus, realTime } = data;
  const contact = contactData.length > 3 ? [`${contactData.length} channels`] : contactData;
  return [...contact, ...(agentStatus ? ['agent status'] : []), ...(realTime ? ['real-time'] : [])].join(
    ', ',
  );
}
