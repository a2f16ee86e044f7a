/** An estate as a configuration of Terraform, in JSON. */
import type { Estate } from './estate.ts';
import { SOURCE } from '../support/terraform.ts';

/** Somebody who pauses an integration lets an apply wait for an import that does not come. */
const TIMEOUTS = { create: '4s', update: '4s' };

const keyOf = (name: string): string => name.toLowerCase().replaceAll(/\W/g, '_');
const typeOf = (document: any): string => `injixo_integration_${document.spec.type.replaceAll('-', '_')}`;

export function stackOf({ integrations, workloads }: Estate): string {
  const resource: Record<string, Record<string, unknown>> = {};
  const add = (type: string, name: string, values: object): void => {
    resource[type] = { ...resource[type], [keyOf(name)]: { ...values, timeouts: TIMEOUTS } };
  };
  for (const document of integrations as any[]) {
    const { name, labels } = document.metadata;
    add(typeOf(document), name, { name, labels, ...attributes(document.spec) });
    const statuses = document.spec.agentStatus?.statuses;
    if (statuses === undefined) continue;
    add('injixo_agent_status_mapping', name, {
      integration_id: `\${${typeOf(document)}.${keyOf(name)}.id}`,
      statuses: Object.fromEntries(statuses.map(({ status, activity }: any) => [status, activity])),
    });
  }
  for (const { metadata, spec } of workloads as any[])
    add('injixo_workload', metadata.name, {
      name: metadata.name,
      time_zone: spec.timeZone,
      queues: spec.queues.map((queue: any) => ({
        integration_id: `\${injixo_integration_five9.${keyOf(queue.integration)}.id}`,
        name: queue.name,
      })),
    });
  return JSON.stringify({
    terraform: { required_providers: { injixo: { source: SOURCE } } },
    provider: { injixo: { workspace: 'ours' } },
    ...(Object.keys(resource).length === 0 ? {} : { resource }),
  });
}

function attributes({ type, credentials = {}, configuration = {}, paused }: any): object {
  const { username, domain, version } = credentials;
  const { region, queueGrouping } = configuration;
  const secret = { five9: { password_wo: 'canary-secret' }, zendesk: { api_token_wo: 'canary-secret' } }[
    type as 'five9'
  ];
  const named = { username, domain, region, queue_grouping: queueGrouping, paused };
  return { ...named, ...secret, credentials_wo_version: version };
}
