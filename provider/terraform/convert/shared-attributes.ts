/** Attributes and blocks that several resources and data sources have. */
import type { Queue } from '#api/client.ts';
import { parseDuration } from '#core/duration.ts';
import { ctyObject, isCtyObject, type CtyObject, type CtyValue } from './cty.ts';
import { problem, type Finding } from './finding.ts';
import type { Attribute, Attributes, Block } from './schema.ts';

export const QUEUE_ATTRIBUTES: Attributes = {
  id: { type: 'string', computed: true, description: 'The id of the queue.' },
  name: { type: 'string', computed: true, description: 'The name of the queue.' },
  channel: {
    type: 'string',
    computed: true,
    description: 'One of `calls`, `chats`, `emails`, `cases`, `documents`, `social_media`.',
  },
  interval_minutes: { type: 'number', computed: true, description: '15, 30 or 60.' },
};

export const QUEUES: Attribute = {
  type: { nesting: 'list', attributes: QUEUE_ATTRIBUTES },
  computed: true,
  description: 'The active queues of the integration, by name. They appear with the first import.',
};

export function queuesState(queues: readonly Queue[]): CtyValue[] {
  const active = queues.filter(({ active: isActive }) => isActive);
  return active.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.id - b.id)).map(queueState);
}

export function queueState({ id, name, channel, intervalMinutes }: Queue): CtyObject {
  return ctyObject([
    ['id', String(id)],
    ['name', name],
    ['channel', channel],
    ['interval_minutes', intervalMinutes],
  ]);
}

/** `timeouts { create = "20m" }`; `what` completes "Duration: …". */
export function timeoutsBlock(what: string): Block {
  const description = (when: string): string =>
    `Duration, for example \`20m\` or \`1h30m\`: ${what} ${when}.`;
  return {
    description: 'Time limits.',
    attributes: {
      create: { type: 'string', optional: true, description: description('after a creation') },
      update: { type: 'string', optional: true, description: description('after a change') },
    },
  };
}

/** The duration of a `timeouts` block as it is written; undefined: not given or not known yet. */
export function timeoutText(value: CtyObject, when: 'create' | 'update'): string | undefined {
  const timeouts = value['timeouts'] ?? null;
  const text = isCtyObject(timeouts) ? timeouts[when] : null;
  return typeof text === 'string' ? text : undefined;
}

/** The durations of a `timeouts` block that cannot be read. */
export function timeoutFindings(value: CtyObject): Finding[] {
  return (['create', 'update'] as const).flatMap((when) => {
    const text = timeoutText(value, when);
    if (text === undefined || parseDuration(text) !== undefined) return [];
    return [problem('The duration has no form like 90s, 20m or 1h30m.', undefined, ['timeouts', when])];
  });
}

/** The integration that a resource belongs to. */
export const INTEGRATION_ID: Attribute = {
  type: 'string',
  required: true,
  replaces: true,
  description: 'The id of the integration.',
};

export const LABELS: Attribute = {
  type: { map: 'string' },
  optional: true,
  description: 'For selection in data sources and reports.',
};

export function labelsOf(value: CtyObject): Record<string, string> {
  const labels = value['labels'] ?? null;
  return isCtyObject(labels) ? (Object.fromEntries(Object.entries(labels)) as Record<string, string>) : {};
}

/** The labels that the owner wrote, if any; an empty map only where the configuration has one. */
export function labelsState(labels: Readonly<Record<string, string>> = {}, base: CtyObject): CtyValue {
  if (Object.keys(labels).length > 0) return ctyObject(Object.entries(labels));
  return isCtyObject(base['labels']) ? ctyObject() : null;
}
