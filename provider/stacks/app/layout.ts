/** The text of an app: imports, environments, one stack class, and the stacks. */
import { DEFAULT_WORKSPACE, type Workspace } from '#core/declaration.ts';
import { defined } from '#core/defined.ts';
import { uniqueName } from '#terraform/hcl/write.ts';
import { secretName, type AppSecrets } from './secrets.ts';
import { Code, literal, type SourceObject } from './source.ts';

/** One construct of the app. */
export interface Part {
  className: string;
  id: string;
  /** The code of its properties. */
  props: string;
  /** Where it exists; left out: everywhere. */
  environments?: readonly string[];
  /** The variable that others refer to it by, if any does. */
  variable?: { name: string; isUsed: boolean; isOptional: boolean };
}

export interface Collected {
  workspace: Workspace | undefined;
  parts: readonly Part[];
  secrets: AppSecrets;
}

export function appText({ workspace, parts, secrets }: Collected): string {
  const environments = Object.entries(workspace?.environments ?? {});
  const hasEnvironments = environments.length > 0;
  const hasSecrets = secrets.names.size > 0 || environments.some(([, { token }]) => token !== undefined);
  const classes = new Set([
    'InjixoProvider',
    ...(hasSecrets ? ['SecretVariable'] : []),
    ...parts.map(({ className }) => className),
  ]);
  const name = workspace?.name ?? DEFAULT_WORKSPACE;
  const shared = secrets.statements();
  const body = [
    `    ${provider(name, workspace).join('\n    ')}`,
    ...(shared.length === 0 ? [] : [shared.map((line) => `    ${line}`).join('\n')]),
    ...parts.map(statement),
  ];
  return `import { App, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import {
${[...classes]
  .sort()
  .map((item) => `  ${item},\n`)
  .join('')}} from 'injixo-as-code/cdktf';

${hasEnvironments ? environmentTable(workspace!) : ''}/** What the workspace ${name} declares. */
class Integrations extends TerraformStack {
  constructor(scope: Construct, id: string${hasEnvironments ? ', environment: Environment' : ''}) {
    super(scope, id);
${body.join('\n\n')}
  }
}

const app = new App();
${stacks(
  name,
  environments.map(([environment]) => environment),
)}
app.synth();
`;
}

function statement({ className, id, props, environments, variable }: Part): string {
  const made = `new ${className}(this, '${id}', ${props})`;
  const name = variable?.isUsed === true ? `const ${variable.name} = ` : '';
  if (environments === undefined) return `    ${name}${made};`;
  const condition = environments.map((environment) => `environment === ${literal(environment)}`).join(' || ');
  return name === ''
    ? `    if (${condition})\n      ${made};`
    : `    ${name}${condition} ? ${made} : undefined;`;
}

function stacks(name: string, environments: readonly string[]): string {
  if (environments.length === 0) return `new Integrations(app, '${uniqueName(name, new Set())}');`;
  return environments
    .map((environment) => literal(environment))
    .map((environment) => `new Integrations(app, ${environment}, ${environment});`)
    .join('\n');
}

/** Where the environments are, and the environment variables of their tokens. */
function environmentTable({ environments }: Workspace): string {
  const entries = Object.entries(environments).map(([name, { endpoint, token }]) => {
    return [name, defined({ endpoint, token: token && secretName(token) })] as const;
  });
  const type = 'Record<Environment, { endpoint?: string; token?: string }>';
  const names = entries.map(([name]) => literal(name)).join(' | ');
  return `type Environment = ${names};

const ENVIRONMENTS: ${type} = ${literal(Object.fromEntries(entries))};

`;
}

function provider(name: string, workspace: Workspace | undefined): string[] {
  const fixed: SourceObject = defined({ workspace: name, edition: workspace?.edition });
  const environments = Object.values(workspace?.environments ?? {});
  if (environments.length === 0) return [`new InjixoProvider(this, 'injixo', ${literal(fixed, 4)});`];
  const hasTokens = environments.some(({ token }) => token !== undefined);
  const hasEndpoints = environments.some(({ endpoint }) => endpoint !== undefined);
  const taken = [...(hasEndpoints ? ['endpoint'] : []), ...(hasTokens ? ['token'] : [])];
  const spread = (key: string, code: string): SourceObject => ({
    [`...${key}`]: new Code(`(${key} && { ${code} })`),
  });
  const values: SourceObject = {
    ...fixed,
    environment: new Code('environment'),
    ...(hasEndpoints ? spread('endpoint', 'endpoint') : {}),
    ...(hasTokens ? spread('token', 'token: new SecretVariable(this, token).value') : {}),
  };
  const read = taken.length === 0 ? [] : [`const { ${taken.join(', ')} } = ENVIRONMENTS[environment];`];
  return [...read, `new InjixoProvider(this, 'injixo', ${literal(values, 4)});`];
}
