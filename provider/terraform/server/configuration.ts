import { DEFAULT_WORKSPACE, EDITIONS, isEdition, type Edition } from '#core/declaration.ts';
import { DEFAULT_ENDPOINT, DEFAULT_PARALLELISM } from '../../connect.ts';
import { Unknown, type CtyObject } from '../convert/cty.ts';
import { problem, type Finding } from '../convert/finding.ts';
import type { Block } from '../convert/schema.ts';
import type { Environment } from '../wire/handshake.ts';

/** The provider block. What is left out comes from the environment, under the names that the CLI knows. */
export const PROVIDER_BLOCK: Block = {
  description: 'Integrations, workloads and agent status mappings of injixo.',
  attributes: {
    endpoint: {
      type: 'string',
      optional: true,
      description: `The address of the injixo API. Also \`INJIXO_ENDPOINT\`. Default: \`${DEFAULT_ENDPOINT}\`.`,
    },
    token: {
      type: 'string',
      optional: true,
      sensitive: true,
      description:
        'A personal access token of a user with administrator access. Also `INJIXO_TOKEN`, or `INJIXO_TOKEN_FILE` with the path of a file.',
    },
    workspace: {
      type: 'string',
      optional: true,
      description: `The owner that is written to what this configuration manages; give each configuration that works on the account its own. Also \`INJIXO_WORKSPACE\`. Default: \`${DEFAULT_WORKSPACE}\`.`,
    },
    environment: {
      type: 'string',
      optional: true,
      description: 'A second part of the owner, for example `production`. Also `INJIXO_ENVIRONMENT`.',
    },
    edition: {
      type: 'string',
      optional: true,
      description: `The edition of the account, to be told what it does not have. One of ${EDITIONS.map((name) => `\`${name}\``).join(', ')}. Also \`INJIXO_EDITION\`.`,
    },
    parallelism: {
      type: 'number',
      optional: true,
      description: `Requests at the same time. Also \`INJIXO_PARALLELISM\`. Default: ${DEFAULT_PARALLELISM}.`,
    },
  },
};

export interface ProviderConfiguration {
  endpoint: string;
  token: string | undefined;
  workspace: string;
  environment: string;
  edition?: Edition;
  parallelism: number;
}

export function validateProvider(value: CtyObject): Finding[] {
  const { parallelism, edition } = value;
  const findings: Finding[] = [];
  if (typeof parallelism === 'number' && !isParallelism(parallelism)) {
    findings.push(problem('"parallelism" must be a whole number from 1 to 100.', undefined, ['parallelism']));
  }
  if (typeof edition === 'string' && !isEdition(edition)) {
    findings.push(problem(`"edition" must be one of ${EDITIONS.join(', ')}.`, undefined, ['edition']));
  }
  return findings;
}

/** The configuration with what the environment adds; undefined while a part of it is unknown. */
export function readConfiguration(
  value: CtyObject,
  environment: Environment,
): ProviderConfiguration | undefined {
  if (Object.values(value).some((item) => item instanceof Unknown)) return undefined;
  const text = (name: string): string | undefined => {
    const given = value[name];
    if (typeof given === 'string' && given !== '') return given;
    const variable = environment[`INJIXO_${name.toUpperCase()}`];
    return variable === undefined || variable === '' ? undefined : variable;
  };
  const edition = text('edition');
  const parallelism =
    typeof value['parallelism'] === 'number' ? value['parallelism'] : Number(text('parallelism'));
  return {
    endpoint: text('endpoint') ?? DEFAULT_ENDPOINT,
    token: text('token')?.trim(),
    workspace: text('workspace') ?? DEFAULT_WORKSPACE,
    environment: text('environment') ?? '',
    parallelism: isParallelism(parallelism) ? parallelism : DEFAULT_PARALLELISM,
    ...(edition !== undefined && isEdition(edition) ? { edition } : {}),
  };
}

function isParallelism(value: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= 100;
}
