import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { didYouMean } from '#catalog/suggest.ts';
import { camelCase, type Attributes, type Inputs } from '../attributes.ts';
import type { InjixoResource } from '../constructs.ts';
import { AgentStatusMapping, INTEGRATIONS, Workload, type WorkloadConfig } from '../generated/constructs.ts';
import { merge } from '../merge.ts';
import { Problems } from '../problems.ts';
import { SecretVariable } from '../secret-variable.ts';
import type { AnyIntegrationEntry, ContactCentreConfig, WorkloadEntry } from './config.ts';
import { Layers } from './layers.ts';
import { inOrder } from './order.ts';

/** An integration, whatever its type. */
export type AnyIntegration = InjixoResource & { readonly id: string; readonly status: string };

interface IntegrationClass {
  new (scope: Construct, id: string, config: object): AnyIntegration;
  readonly attributes: Attributes;
}

const CLASSES = INTEGRATIONS as unknown as Readonly<Record<string, IntegrationClass>>;

/** The common case: many integrations from data, their mappings, and the workloads that are forecast from them. */
export class ContactCentre extends Construct {
  /** The integrations of this environment, by key. */
  readonly integrations: Readonly<Record<string, AnyIntegration>>;
  /** The workloads of this environment, by key. */
  readonly workloads: Readonly<Record<string, Workload>>;
  readonly #layers: Layers;
  readonly #problems: Problems;
  readonly #secrets = new Map<string, SecretVariable>();

  constructor(scope: Construct, id: string, config: ContactCentreConfig) {
    super(scope, id);
    this.#layers = new Layers(config);
    this.#problems = new Problems(this, ContactCentre);
    this.#layers.check(this.#problems);
    this.integrations = this.#makeIntegrations(config);
    const workloads = Object.entries(config.workloads ?? {}).filter(([, entry]) =>
      this.#layers.isHere(entry),
    );
    this.workloads = Object.fromEntries(workloads.map(([key, entry]) => [key, this.#workload(key, entry)]));
  }

  #makeIntegrations({ integrations, importsInOrder }: ContactCentreConfig): Record<string, AnyIntegration> {
    const made: Record<string, AnyIntegration> = {};
    const wanted = Object.entries(integrations).filter(([, entry]) => this.#layers.isHere(entry));
    for (const [key, entry] of inOrder(wanted, this.#problems)) {
      const before = (entry.after ?? []).flatMap((name) => made[name] ?? []);
      const last = importsInOrder === true ? Object.values(made).slice(-1) : [];
      const integration = this.#integration(key, entry, [...new Set([...before, ...last])]);
      if (integration !== undefined) made[key] = integration;
    }
    return made;
  }

  #integration(
    key: string,
    entry: AnyIntegrationEntry,
    dependsOn: ITerraformDependable[],
  ): AnyIntegration | undefined {
    const { type, environments: _, overrides: __, after: ___, secrets = {}, agentStatus, ...own } = entry;
    if (!Object.hasOwn(CLASSES, type)) {
      const hint = didYouMean(type, Object.keys(CLASSES)) ?? '"injixo types" lists them.';
      this.#problems.add(`integrations.${key}.type`, `There is no integration type "${type}".`, hint);
      return undefined;
    }
    const Integration = CLASSES[type]!;
    const known = new Set(Object.keys(Integration.attributes).map(camelCase));
    const variables = Object.entries(secrets).map(([property, name]) => [property, this.#secret(name)]);
    const config = merge(
      this.#layers.defaults(type, known),
      own,
      Object.fromEntries(variables) as Inputs,
      this.#layers.override(entry),
    );
    const made = new Integration(this, key, dependsOn.length === 0 ? config : { ...config, dependsOn });
    if (agentStatus !== undefined)
      new AgentStatusMapping(this, `${key}-agent-status`, { integrationId: made.id, ...agentStatus });
    return made;
  }

  #workload(key: string, entry: WorkloadEntry): Workload {
    const { environments: _, overrides: __, queues, ...own } = entry;
    const references = queues?.flatMap(({ integration, ...queue }, index) => {
      const found = this.integrations[integration];
      if (found !== undefined) return [{ integrationId: found.id, ...queue }];
      const hint = didYouMean(integration, Object.keys(this.integrations));
      const message = `There is no integration "${integration}" in this environment.`;
      this.#problems.add(`workloads.${key}.queues[${index}].integration`, message, hint);
      return [];
    });
    const config = merge(
      own,
      references === undefined ? {} : { queues: references },
      this.#layers.override(entry),
    );
    return new Workload(this, key, config as unknown as WorkloadConfig);
  }

  /** Several integrations may share a secret. */
  #secret(name: string): string {
    const known = this.#secrets.get(name);
    if (known !== undefined) return known.value;
    const variable = new SecretVariable(this, `secret-${name}`);
    variable.overrideLogicalId(name);
    this.#secrets.set(name, variable);
    return variable.value;
  }
}
