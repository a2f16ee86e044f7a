/** Random estates: what one commit of a repository may declare. */
import fc from 'fast-check';
import type { JsonObject } from '#core/json.ts';

export interface Estate {
  integrations: JsonObject[];
  workloads: JsonObject[];
}

const NAMES = ['Five9 EU', 'Five9 US', 'Zendesk', 'Own ACD'];

const optional = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(arbitrary, { nil: undefined });

const five9 = fc.record({
  username: fc.constantFrom('a', 'b'),
  version: fc.constantFrom('1', '2'),
  region: fc.constantFrom('EU', 'US'),
  queueGrouping: fc.constantFrom('skill', 'campaign'),
  paused: optional(fc.boolean()),
  agentStatus: optional(
    fc.record({
      statuses: fc.constantFrom(
        [],
        [{ status: 'On Call', activity: 'Calls' }],
        [{ status: 'Not Ready', activity: 'Break' }],
      ),
    }),
  ),
});

/** Names keep their type: another type of the same name would be another integration. */
const integration = fc.record({
  index: fc.nat(3),
  five9,
  labels: fc.constantFrom({}, { team: 'a' }, { team: 'b' }),
});

/** Undefined values are left out, as in a document. */
function plain<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}

type Drawn = typeof integration extends fc.Arbitrary<infer T> ? T : never;

function document({ index, five9: drawn, labels }: Drawn): JsonObject {
  const { username, version, region, queueGrouping, paused, agentStatus } = drawn;
  const password = { fromEnv: 'PASSWORD' };
  const specs = [
    {
      type: 'five9',
      credentials: { username, password, version },
      configuration: { region, queueGrouping },
      agentStatus,
    },
    { type: 'five9', credentials: { username, password }, configuration: { region, queueGrouping } },
    {
      type: 'zendesk',
      credentials: { domain: `${region.toLowerCase()}.zendesk.com`, username, apiToken: password, version },
      configuration: { queueGrouping: 'ivr' },
    },
    { type: 'injixo-api' },
  ];
  return plain({
    apiVersion: 'injixo-as-code/v1',
    kind: 'Integration',
    metadata: { name: NAMES[index]!, labels },
    spec: { ...specs[index], paused, lifecycle: { replace: 'allow' } },
  }) as unknown as JsonObject;
}

/** A workload waits for its queues, so its integration must import. */
function workloads(integrations: readonly JsonObject[], timeZone: string): JsonObject[] {
  const importing = integrations.filter(({ spec }) => {
    const { type, paused } = spec as JsonObject;
    return type === 'five9' && paused === false;
  });
  const [first] = importing;
  if (first === undefined) return [];
  const integrationName = (first['metadata'] as JsonObject)['name']!;
  return [
    {
      apiVersion: 'injixo-as-code/v1',
      kind: 'Workload',
      metadata: { name: 'Support' },
      spec: {
        timeZone,
        queues: [{ integration: integrationName, name: 'Sales' }],
        lifecycle: { replace: 'allow' },
      },
    },
  ];
}

export const estates: fc.Arbitrary<Estate> = fc
  .tuple(
    fc.uniqueArray(integration, { selector: ({ index }) => index, maxLength: 4 }),
    fc.constantFrom('', 'UTC', 'Europe/Berlin'),
  )
  .map(([drawn, timeZone]) => {
    const integrations = drawn.map(document);
    return { integrations, workloads: timeZone === '' ? [] : workloads(integrations, timeZone) };
  });
