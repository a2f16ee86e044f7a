import type { DesiredWorkload, QueueReference } from './desired.ts';
import type { Diagnostic } from './diagnostic.ts';
import type { ObservedQueue } from './observed.ts';

export interface FoundQueues {
  queues: ObservedQueue[];
  /** References that no active queue answers. */
  missing: QueueReference[];
}

/** The active queues that references mean. `idOf` answers the id of an integration. */
export function findQueues(
  references: readonly QueueReference[],
  queues: readonly ObservedQueue[],
  idOf: (reference: QueueReference) => number | undefined,
): FoundQueues {
  const found = new Map<number, ObservedQueue>();
  const missing = references.filter((reference) => {
    const matching = activeQueues(queues, idOf(reference)).filter(({ name }) => answers(reference, name));
    for (const queue of matching) found.set(queue.id, queue);
    return matching.length === 0;
  });
  return { queues: [...found.values()], missing };
}

/** The queues of an integration that still get data. */
export function activeQueues(
  queues: readonly ObservedQueue[],
  integrationId: number | undefined,
): ObservedQueue[] {
  return queues.filter((queue) => queue.active && queue.integrationConfigurationId === integrationId);
}

function answers({ name, match }: QueueReference, queue: string): boolean {
  if (name !== undefined) return queue.normalize('NFC') === name.normalize('NFC');
  return matchesPattern(match ?? '*', queue);
}

/** `*` stands for any text, `?` for one character; everything else for itself. */
export function matchesPattern(pattern: string, text: string): boolean {
  const source = pattern.replaceAll(/[\\^$.*+?()[\]{}|]/g, (sign) => {
    if (sign === '*') return '.*';
    return sign === '?' ? '.' : `\\${sign}`;
  });
  return new RegExp(`^${source}$`, 'su').test(text);
}

/** `Five9 EU / Sales`, `Five9 EU / Sales *`. */
export function referenceName({ integration, name, match }: QueueReference): string {
  return `${integration} / ${name ?? match ?? '*'}`;
}

/** injixo forecasts a workload from queues of one interval and one channel. */
export function checkSameKind(desired: DesiredWorkload, queues: readonly ObservedQueue[]): Diagnostic[] {
  const kinds = new Map<string, string[]>();
  for (const { name, channel, intervalMinutes } of queues) {
    const kind = `${channel} every ${intervalMinutes} minutes`;
    kinds.set(kind, [...(kinds.get(kind) ?? []), name]);
  }
  if (kinds.size < 2) return [];
  const text = [...kinds].map(([kind, names]) => `${kind}: ${some(names)}`).join('; ');
  return [
    {
      code: 'workload/mixed-queues',
      severity: 'error',
      message: `The queues of "${desired.name}" are not of one channel and interval: ${text}.`,
      hint: 'Declare a workload for each channel and interval.',
      path: 'spec.queues',
      ...desired.source,
    },
  ];
}

/** Some names and how many more there are. */
export function some(names: readonly string[], most = 5): string {
  const shown = names.slice(0, most).map((name) => `"${name}"`);
  const more = names.length > most ? ` and ${names.length - most} more` : '';
  return `${shown.join(', ')}${more}`;
}
