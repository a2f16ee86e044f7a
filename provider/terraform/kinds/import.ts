import type { Import } from '#api/client.ts';
import { ImportWatcher } from '#apply/import-watcher.ts';
import { parseDuration } from '#core/duration.ts';
import { sleep } from '../../connect.ts';
import { ctyObject, Unknown, type CtyObject } from '../convert/cty.ts';
import { problem, type Finding } from '../convert/finding.ts';
import { nullValues, type Block } from '../convert/schema.ts';
import { INTEGRATION_ID, timeoutsBlock, timeoutText, timeoutFindings } from '../convert/shared-attributes.ts';
import type { Session } from '../session/session.ts';
import type { Change, Outcome, Planned, ResourceKind } from './kind.ts';

const DEFAULT_TIMEOUT_SECONDS = 20 * 60;

const BLOCK: Block = {
  description:
    'One import of an integration. It is started when this resource is created, and again when `triggers` change. ' +
    'An import that fails fails the apply, and the next apply starts another.',
  attributes: {
    integration_id: INTEGRATION_ID,
    triggers: {
      type: { map: 'string' },
      optional: true,
      replaces: true,
      description: 'Any texts. When one changes, another import is started.',
    },
    wait: {
      type: 'bool',
      optional: true,
      description: 'Whether an apply waits until the import has ended (default true).',
    },
    id: { type: 'string', computed: true, description: 'The id of the import.' },
    state: {
      type: 'string',
      computed: true,
      description: 'One of `queued`, `running`, `succeeded`, `failed`.',
    },
    started_at: { type: 'string', computed: true, description: 'When it started (RFC 3339).' },
    finished_at: { type: 'string', computed: true, description: 'When it ended (RFC 3339).' },
  },
  blocks: { timeouts: timeoutsBlock('how long the import is waited for') },
};

/** `injixo_import`: an event more than a thing, so removing it changes nothing in injixo. */
export class ImportKind implements ResourceKind {
  readonly block = BLOCK;

  async validate(config: CtyObject): Promise<Finding[]> {
    return timeoutFindings(config);
  }

  async plan(): Promise<Planned> {
    return { findings: [] };
  }

  async create({ planned }: Change, session: Session): Promise<Outcome> {
    const id = Number(planned['integration_id']);
    return session.integrations.run(id, async () => this.#run(id, planned, session));
  }

  async #run(integrationId: number, planned: CtyObject, session: Session): Promise<Outcome> {
    const integration = await session.client.getConfiguration(integrationId);
    if (integration === undefined) {
      return { state: null, findings: [problem(`There is no integration with the id ${integrationId}.`)] };
    }
    const { name } = integration;
    const started = await session.client.startImport(integrationId);
    if (planned['wait'] === false) return { state: importState(started, planned), findings: [] };
    const watcher = new ImportWatcher({
      fetchImports: async (ids) => session.client.getImports(ids),
      sleep,
      now: Date.now,
      signal: session.signal,
    });
    const timeoutSeconds = parseDuration(timeoutText(planned, 'create') ?? '') ?? DEFAULT_TIMEOUT_SECONDS;
    const diagnostics = await watcher.watch(started.id, {
      name,
      timeoutSeconds,
      onProgress: ({ state, progress }) =>
        session.log('debug', `import ${started.id}: ${state} ${progress} %`),
    });
    session.account.forget();
    const [ended = started] = await session.client.getImports([started.id]);
    const findings = diagnostics.map(({ message, code }) =>
      problem(message, `Apply again to start another. (${code})`),
    );
    return { state: importState(ended, planned), findings };
  }

  /** Only `wait` and the time limits change in place. */
  async update({ planned }: Change): Promise<Outcome> {
    return { state: planned, findings: [] };
  }

  async remove(): Promise<Finding[]> {
    return [];
  }

  /** What has ended does not change; injixo may have forgotten it. */
  async read(state: CtyObject, { client }: Session): Promise<CtyObject | null> {
    if (state['state'] === 'succeeded' || state['state'] === 'failed') return state;
    const [found] = await client.getImports([Number(state['id'])]);
    return found === undefined ? state : importState(found, state);
  }

  async importById(id: string, { client }: Session): Promise<CtyObject | Finding> {
    const found = /^[0-9]{1,15}$/.test(id) ? await client.getImports([Number(id)]) : [];
    if (found[0] === undefined)
      return problem(`The account has no import "${id}".`, 'Give the id of the import.');
    return importState(found[0], ctyObject(nullValues(BLOCK)));
  }
}

function importState(found: Import, base: CtyObject): CtyObject {
  const given = Object.entries(base).filter(([, value]) => !(value instanceof Unknown));
  return ctyObject([
    ...given,
    ['id', String(found.id)],
    ['integration_id', String(found.integrationConfigurationId)],
    ['state', found.state],
    ['started_at', found.startedAt],
    ['finished_at', found.finishedAt],
  ]);
}
