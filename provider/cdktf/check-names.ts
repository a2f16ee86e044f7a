/** Names are unique in an account, whatever stack they stand in. */
import { TerraformStack, type TerraformProvider } from 'cdktf';
import type { IConstruct } from 'constructs';
import { foldName } from '#core/match.ts';
import { INTEGRATION_PREFIX } from '#terraform/convert/names.ts';
import type { Inputs } from './attributes.ts';
import type { PropertyProblem } from './check-types.ts';
import type { Described, Watchable } from './described.ts';
import { isToken, resolved } from './known.ts';
import { providerOf, surroundings, type Surroundings } from './surroundings.ts';

/** All names of an app. */
interface Names {
  /** What a construct would share with another one of the same name, by construct. */
  keys: Map<IConstruct, string>;
  /** The first construct of a key. */
  first: Map<string, Watchable>;
}

/** Names of one synthesis: the stacks of an app are validated one after the other. */
const NAMES = new WeakMap<Surroundings, Names>();

/** What is named like a construct before it. */
export function checkNames(construct: Watchable, around: Surroundings): PropertyProblem[] {
  const { keys, first } = NAMES.get(around) ?? collect(around);
  const other = first.get(keys.get(construct) ?? '');
  if (other === undefined || other === construct) return [];
  const name = other.inputs['name'] as string;
  const isSame = name === construct.inputs['name'];
  return [
    {
      property: 'name',
      severity: 'error',
      message: isSame
        ? `"${name}" is also the name of ${other.node.path}.`
        : `It differs from "${name}" of ${other.node.path} only by case, spaces or Unicode form.`,
      hint: 'Names are unique in an account. Stacks for several accounts say so with the endpoint or environment of their InjixoProvider.',
    },
  ];
}

function collect(around: Surroundings): Names {
  const names: Names = { keys: new Map(), first: new Map() };
  NAMES.set(around, names);
  for (const node of around.stack.node.root.node.findAll()) {
    if (!TerraformStack.isStack(node)) continue;
    const here = node === around.stack ? around : surroundings(node);
    const accounts = new Map<TerraformProvider, string>();
    for (const construct of here.constructs) {
      const key = keyOf(construct as Watchable, here, accounts);
      if (key === undefined) continue;
      names.keys.set(construct, key);
      if (!names.first.has(key)) names.first.set(key, construct as Watchable);
    }
  }
  return names;
}

/** Two constructs of one key would be one thing. */
function keyOf(
  construct: Watchable,
  around: Surroundings,
  accounts: Map<TerraformProvider, string>,
): string | undefined {
  const type = (construct.constructor as unknown as Partial<Described>).tfResourceType ?? '';
  const kind = type.startsWith(INTEGRATION_PREFIX) ? INTEGRATION_PREFIX : type;
  if (kind !== INTEGRATION_PREFIX && kind !== 'injixo_workload') return undefined;
  const { name } = construct.inputs;
  const provider = providerOf(construct, around);
  if (typeof name !== 'string' || isToken(name) || provider === undefined) return undefined;
  const account = accounts.get(provider) ?? accountOf(provider, around);
  accounts.set(provider, account);
  return `${account} ${kind} ${foldName(name)}`;
}

/** As far as the code can tell: what the provider is told. */
function accountOf(provider: TerraformProvider, { stack }: Surroundings): string {
  const { endpoint, workspace, environment, token } = (provider as { inputs?: Inputs }).inputs ?? {};
  const told = [endpoint, workspace, environment, token].map((value) => resolved(value ?? null, stack));
  return JSON.stringify(told);
}
