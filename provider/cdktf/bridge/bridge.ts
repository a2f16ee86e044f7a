/**
 * For places that may not install a provider of their own: `injixo-as-code/cdktf/bridge`. Terraform decides
 * when, and the command injixo does the work.
 */
import { provider, resource } from '@cdktf/provider-null';
import { DataResource, TerraformStack, Token, type LocalExecProvisioner } from 'cdktf';
import { Construct } from 'constructs';
import { createHash } from 'node:crypto';
import { API_VERSION } from '#core/declaration.ts';
import { escapeTemplates } from '#terraform/convert/escape-templates.ts';
import { isToken } from '../known.ts';
import { Problems } from '../problems.ts';
import { checkDocuments, type BridgeDocument } from './check-documents.ts';
import { applyScript, destroyScript, releaseScript, statusExpression } from './scripts.ts';

export type { BridgeDocument } from './check-documents.ts';

export interface InjixoBridgeConfig {
  /** The owner of what is declared, and of nothing else: what is no longer declared is deleted. */
  readonly workspace: string;
  /** A second part of the owner, for example `production`. */
  readonly environment?: string;
  /** The address of the injixo API. Default: `INJIXO_ENDPOINT` of the process that runs Terraform. */
  readonly endpoint?: string;
  /** Documents of the kinds Integration and Workload, as they stand in YAML. Secrets are `fromEnv` references. */
  readonly documents: readonly BridgeDocument[];
  /** What `fromEnv` refers to, by name. Only references: `{ FIVE9_PASSWORD: variable.value }`. */
  readonly secrets?: Readonly<Record<string, string>>;
  /** What happens to the integrations when this construct goes (default: `destroy`). `release`: they stay, and nobody owns them. */
  readonly onDestroy?: 'destroy' | 'release' | 'keep';
  /** How the command is called (default: `npx --no-install injixo`). It needs a POSIX shell. */
  readonly command?: string;
  /** More arguments of "injixo apply": `['--adopt', '--allow-replace']`. */
  readonly applyArguments?: readonly string[];
}

/**
 * Carries declarations into a `null_resource`: its trigger is their digest, and its provisioner runs
 * `injixo apply` on them. Neither they nor secrets stand in the state. The token comes from `INJIXO_TOKEN`.
 */
export class InjixoBridge extends Construct {
  readonly #read: DataResource;

  constructor(scope: Construct, id: string, config: InjixoBridgeConfig) {
    super(scope, id);
    const { workspace, environment = '', endpoint = '', command = 'npx --no-install injixo' } = config;
    checkDocuments(config, new Problems(this, InjixoBridge));
    this.#provider();
    const folder = `.injixo/${this.node.addr.slice(-8)}`;
    const head = workspaceDocument(workspace, environment);
    const text = [head, ...config.documents].map((document) => JSON.stringify(document)).join('\n---\n');
    const settings = { folder, command, environment, endpoint };

    // It stays when the declarations change, so that its end is the end of them all.
    const owner = new resource.Resource(this, 'owner', {
      triggers: { ...settings, workspace: escaped(JSON.stringify(head)) },
      provisioners: endOf(config.onDestroy ?? 'destroy'),
    });
    const applied = new resource.Resource(this, 'apply', {
      triggers: {
        digest: digestOf([text, command, endpoint, ...(config.applyArguments ?? [])]),
        owner: owner.id,
      },
      provisioners: [
        {
          type: 'local-exec',
          command: applyScript(config.applyArguments ?? []),
          environment: {
            ...config.secrets,
            ...environmentOf(settings),
            INJIXO_BRIDGE_DECLARATIONS: escaped(text),
            INJIXO_BRIDGE_RUN: '${self.id}',
          },
        },
      ],
    });
    this.#read = new DataResource(this, 'read', {
      input: Token.asAnyMap(statusExpression(folder, applied.id, namesOf(config))),
      // A reference in Terraform's own words: CDKTF would write it as an expression, which is refused here.
      lifecycle: {
        ignoreChanges: ['input'],
        replaceTriggeredBy: [`null_resource.${applied.friendlyUniqueId}`],
      },
    });
  }

  /** The id of an integration, by its name, as the last apply found it. */
  idOf(name: string): string {
    return Token.asString(this.#read.interpolationForAttribute(`output[${JSON.stringify(name)}]`));
  }

  #provider(): void {
    const stack = TerraformStack.of(this);
    const isThere = stack.node.findAll().some((node) => node instanceof provider.NullProvider);
    if (!isThere) new provider.NullProvider(stack, 'injixo-bridge-null');
  }
}

function workspaceDocument(name: string, environment: string): object {
  const spec = environment === '' ? {} : { environments: { [environment]: {} } };
  return { apiVersion: API_VERSION, kind: 'Workspace', metadata: { name }, spec };
}

function endOf(onDestroy: 'destroy' | 'release' | 'keep'): LocalExecProvisioner[] {
  if (onDestroy === 'keep') return [];
  const script = onDestroy === 'destroy' ? destroyScript() : releaseScript();
  const self = (name: string): string => `\${self.triggers.${name}}`;
  const settings = {
    folder: self('folder'),
    command: self('command'),
    environment: self('environment'),
    endpoint: self('endpoint'),
  };
  const environment = { ...environmentOf(settings), INJIXO_BRIDGE_DECLARATIONS: self('workspace') };
  return [{ type: 'local-exec', when: 'destroy', command: script, environment }];
}

interface Settings {
  folder: string;
  command: string;
  environment: string;
  endpoint: string;
}

function environmentOf({ folder, command, environment, endpoint }: Settings): Record<string, string> {
  return {
    INJIXO_BRIDGE_FOLDER: folder,
    INJIXO_BRIDGE_COMMAND: command,
    INJIXO_BRIDGE_ENVIRONMENT: environment,
    INJIXO_BRIDGE_ENDPOINT: endpoint,
  };
}

/** The names of the integrations, as a list in Terraform's language. */
function namesOf({ documents }: InjixoBridgeConfig): string {
  const names = documents
    .filter(({ kind }) => kind === 'Integration')
    .map(({ metadata }) => String((metadata as Partial<typeof metadata> | undefined)?.name));
  return escaped(JSON.stringify(names));
}

/** A token is an expression already. */
function escaped(text: string): string {
  return isToken(text) ? text : escapeTemplates(text);
}

function digestOf(parts: readonly string[]): string {
  return createHash('sha256').update(parts.join('\u0000')).digest('hex');
}
