/**
 * A stand-in for the provider hashicorp/null, which a machine without internet cannot download: its one
 * resource, served by this project's own plugin server. It is bundled and started like a real provider.
 */
import { ctyObject, ctyEqual, type CtyObject } from '#terraform/convert/cty.ts';
import type { Change, ResourceKind } from '#terraform/kinds/kind.ts';
import { serve } from '#terraform/host/serve.ts';
import { DATA_SOURCES, EPHEMERAL_RESOURCES, RESOURCES } from '#terraform/server/registry.ts';
import { readHandshake } from '#terraform/wire/handshake.ts';
import { randomInt } from 'node:crypto';

/** `null_resource`: triggers whose change replaces it, and a random id. */
const NULL_RESOURCE: ResourceKind = {
  block: {
    description: 'Does nothing.',
    attributes: {
      triggers: { type: { map: 'string' }, optional: true, replaces: true, description: 'Any texts.' },
      id: { type: 'string', computed: true, description: 'A random number.' },
    },
  },
  validate: async () => [],
  plan: async () => ({ findings: [] }),
  read: async (state) => state,
  create: async ({ planned }: Change) => ({ state: withId(planned), findings: [] }),
  update: async ({ prior, planned }: Change) => {
    if (!ctyEqual(prior!['id']!, planned['id']!)) throw new Error('an id never changes');
    return { state: planned, findings: [] };
  },
  remove: async () => [],
  importById: async () => ctyObject(),
};

function withId(planned: CtyObject): CtyObject {
  return ctyObject([...Object.entries(planned), ['id', String(randomInt(2 ** 40))]]);
}

for (const kinds of [RESOURCES, DATA_SOURCES, EPHEMERAL_RESOURCES]) (kinds as Map<string, unknown>).clear();
(RESOURCES as Map<string, ResourceKind>).set('null_resource', NULL_RESOURCE);

const handshake = readHandshake(process.env);
if (typeof handshake === 'string') throw new Error(handshake);
// The server wants to know an account before it serves anything; this provider asks it nothing.
const environment = { INJIXO_TOKEN: 'unused' };
const state = {
  version: '3.2.4',
  environment,
  log: () => undefined,
  session: undefined,
  stop: new AbortController(),
};
process.on('SIGINT', () => undefined);
void serve(handshake, state).then((line) => process.stdout.write(line));
