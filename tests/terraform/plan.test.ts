import { describe, expect, it } from 'vitest';
import { ctyObject, UNKNOWN, Unknown, type CtyObject, type CtyValue } from '#terraform/convert/cty.ts';
import { blockAttributes } from '#terraform/convert/schema.ts';
import { planResourceChange } from '#terraform/server/plan.ts';
import type { ProviderState } from '#terraform/server/provider.ts';
import { RESOURCES } from '#terraform/server/registry.ts';
import { fromWire, toWire } from '#terraform/server/values.ts';

const STATE = { session: undefined } as ProviderState;
const ZENDESK = 'injixo_integration_zendesk';

const { block } = RESOURCES.get(ZENDESK)!;

function values(given: Record<string, CtyValue>): CtyObject {
  const nulls = blockAttributes(block).map((name) => [name, null] as const);
  return ctyObject([...nulls, ...Object.entries(given)]);
}

const CONFIG = {
  name: 'Zendesk',
  domain: 'acme.zendesk.com',
  username: 'a@b.example',
  api_token_wo: 'canary-secret',
  queue_grouping: 'ivr',
};
const { api_token_wo: _, ...PLAIN } = CONFIG;
const APPLIED = { ...PLAIN, id: '5', paused: false, status: 'operational', queues: [] };

/** `proposed` is what Terraform makes of both: configured values, and kept ones where nothing is configured. */
async function plan(
  prior: Record<string, CtyValue> | null,
  config: Record<string, CtyValue> | null,
): Promise<any> {
  const kept = Object.fromEntries(
    ['id', 'paused', 'status', 'queues'].map((name) => [name, prior?.[name] ?? null]),
  );
  const proposed = config === null ? null : values({ ...kept, ...config });
  const answer = await planResourceChange(
    {
      type_name: ZENDESK,
      prior_state: wire(prior),
      proposed_new_state: { msgpack: toWire(proposed, block).msgpack, json: undefined },
      config: wire(config),
      prior_private: undefined,
    },
    STATE,
  );
  return { ...answer, planned: fromWire(answer.planned_state as never, block) };
}

function wire(given: Record<string, CtyValue> | null): any {
  return toWire(given === null ? null : values(given), block);
}

describe('a plan', () => {
  it('of a creation leaves open what injixo decides, and holds no secret', async () => {
    const { planned, diagnostics } = await plan(null, CONFIG);
    expect(planned.api_token_wo).toBeNull();
    expect(planned.paused).toBe(false);
    for (const name of ['id', 'status', 'queues']) expect(planned[name]).toBeInstanceOf(Unknown);
    expect(diagnostics).toEqual([]);
  });

  it('without a change is the state, to the byte', async () => {
    const { planned_state } = await plan(APPLIED, CONFIG);
    expect(Buffer.from(planned_state.msgpack)).toEqual(Buffer.from(wire(APPLIED).msgpack));
  });

  it('of an update keeps the id, and opens what the change may move', async () => {
    const { planned } = await plan(APPLIED, { ...CONFIG, domain: 'other.zendesk.com' });
    expect(planned.id).toBe('5');
    expect(planned.status).toBeInstanceOf(Unknown);
    expect(planned.queues).toBeInstanceOf(Unknown);
  });

  it('of labels only opens nothing', async () => {
    const { planned } = await plan(APPLIED, { ...CONFIG, labels: ctyObject([['team', 'wfm']]) });
    expect(planned.status).toBe('operational');
  });

  it('of an immutable attribute asks for a replacement', async () => {
    const { requires_replace } = await plan(APPLIED, { ...CONFIG, queue_grouping: 'phone-number' });
    expect(requires_replace).toEqual([{ steps: [{ attribute_name: 'queue_grouping' }] }]);
  });

  it('of an unknown value is unknown too', async () => {
    const { planned, diagnostics } = await plan(null, { ...CONFIG, domain: UNKNOWN });
    expect(planned.domain).toBeInstanceOf(Unknown);
    expect(diagnostics).toEqual([]);
  });

  it('of a removal is nothing', async () => {
    expect((await plan(APPLIED, null)).planned).toBeNull();
  });
});
