/** What an account holds, as configuration of Terraform with import blocks. */
import type { Client, Configuration } from '#api/client.ts';
import { all } from '#api/pages.ts';
import { integrationType } from '#catalog/catalog.ts';
import { TERRAFORM_ENGINE } from '#core/ownership.ts';
import type { Scope } from '#core/plan.ts';
import { ATTRIBUTES } from '../generated/attributes.ts';
import { isCtyObject, type CtyObject, type CtyValue, textOf } from '../convert/cty.ts';
import { resourceType } from '../convert/names.ts';
import { isNested, type Attributes } from '../convert/schema.ts';
import { AgentStatusMappingKind } from '../kinds/agent-status-mapping.ts';
import { IntegrationKind } from '../kinds/integration.ts';
import type { ResourceKind } from '../kinds/kind.ts';
import { WorkloadKind } from '../kinds/workload.ts';
import { openSession, type Session } from '../session/session.ts';
import { Expression, uniqueName, writeBlocks, type HclBlock, type HclValue } from './write.ts';

export interface TerraformExport {
  text: string;
  resources: number;
  /** Variables for the secrets, which cannot be read back. */
  variables: string[];
}

/** Reads each thing as an import would, so that the plan of the result shows no change. */
export async function exportTerraform(
  client: Client,
  scope: Scope,
  configurations: readonly Configuration[],
  withWorkloads: boolean,
): Promise<TerraformExport> {
  const session = openSession({
    client,
    scope: { ...scope, engine: TERRAFORM_ENGINE },
    parallelism: 1,
    signal: new AbortController().signal,
    log: () => undefined,
  });
  const writer = new ExportWriter(session);
  for (const configuration of configurations) await writer.integration(configuration);
  for (const configuration of configurations) await writer.mapping(configuration);
  if (withWorkloads) {
    for (const { id, name } of await all(client.listWorkloads())) await writer.workload(id, name);
  }
  return { text: writeBlocks(writer.blocks), resources: writer.resources, variables: writer.variables };
}

class ExportWriter {
  readonly blocks: HclBlock[] = [];
  readonly variables: string[] = [];
  resources = 0;
  readonly #session: Session;
  readonly #names = new Map<string, Set<string>>();
  /** References to integrations by their ids. */
  readonly #references = new Map<string, Expression>();

  constructor(session: Session) {
    this.#session = session;
  }

  async integration({ id, name, type, secrets }: Configuration): Promise<void> {
    if (integrationType(type) === undefined) return;
    const resource = resourceType(type);
    const label = this.#label(resource, name);
    this.#references.set(String(id), new Expression(`${resource}.${label}.id`));
    const isSet = new Set(secrets.map(({ path }) => path));
    const given = Object.entries(ATTRIBUTES[type]!)
      .filter(([, { writeOnly, path }]) => writeOnly === true && isSet.has(path.join('.')))
      .map(
        ([attribute]) => [attribute, this.#variable(`${label}_${attribute.replace(/_wo$/, '')}`)] as const,
      );
    await this.#add(resource, label, String(id), new IntegrationKind(type), given);
  }

  /** The mapping, where there is one. */
  async mapping({ id, type, name }: Configuration): Promise<void> {
    const data = integrationType(type)?.data;
    if (data?.agentStatus !== true && data?.realTime !== true) return;
    const mapping = await this.#session.account.mapping(id);
    if (mapping === undefined) return;
    const resource = 'injixo_agent_status_mapping';
    await this.#add(resource, this.#label(resource, name), String(id), new AgentStatusMappingKind(), []);
  }

  async workload(id: number, name: string): Promise<void> {
    const resource = 'injixo_workload';
    await this.#add(resource, this.#label(resource, name), String(id), new WorkloadKind(), []);
  }

  async #add(
    resource: string,
    label: string,
    id: string,
    kind: ResourceKind,
    secrets: readonly (readonly [string, Expression])[],
  ): Promise<void> {
    const found = await kind.importById(id, this.#session);
    const state = await kind.read(found as CtyObject, this.#session);
    // A mapping in which everything means Present is none.
    if (state === null || (kind instanceof AgentStatusMappingKind && !hasEntries(state))) return;
    const to = new Expression(`${resource}.${label}`);
    this.resources += 1;
    this.blocks.push(
      {
        head: ['import'],
        body: [
          ['to', to],
          ['id', id],
        ],
      },
      {
        head: ['resource', resource, label],
        body: [...this.#body(kind.block.attributes, state), ...secrets],
      },
    );
  }

  /** What can be configured and is there. */
  #body(attributes: Attributes, state: CtyObject): (readonly [string, HclValue])[] {
    return Object.entries(attributes).flatMap(([name, attribute]): (readonly [string, HclValue])[] => {
      const value = state[name] ?? null;
      const isConfigured = attribute.required === true || attribute.optional === true;
      if (!isConfigured || value === null) return [];
      if (attribute.computed === true && value === false) return [];
      if (name === 'integration_id') return [[name, this.#references.get(textOf(value)) ?? value]];
      return [[name, this.#value(attribute.type, value)]];
    });
  }

  #value(type: Attributes[string]['type'], value: CtyValue): HclValue {
    if (!isNested(type)) return value;
    if (Array.isArray(value)) return value.map((item) => this.#value({ ...type, nesting: 'single' }, item));
    return isCtyObject(value) ? Object.fromEntries(this.#body(type.attributes, value)) : null;
  }

  #label(resource: string, name: string): string {
    const taken = this.#names.get(resource) ?? new Set();
    this.#names.set(resource, taken);
    return uniqueName(name, taken);
  }

  /** Ephemeral, so that it reaches neither plan nor state; null until somebody sends the secret again. */
  #variable(wanted: string): Expression {
    const taken = this.#names.get('variable') ?? new Set();
    this.#names.set('variable', taken);
    const name = uniqueName(wanted, taken);
    this.variables.push(name);
    const body: [string, HclValue][] = [
      ['type', new Expression('string')],
      ['default', null],
      ['sensitive', true],
      ['ephemeral', true],
    ];
    this.blocks.push({ head: ['variable', name], body });
    return new Expression(`var.${name}`);
  }
}

function hasEntries({ users, statuses }: CtyObject): boolean {
  return isCtyObject(users) || isCtyObject(statuses);
}
