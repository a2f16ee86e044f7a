/** Names are unique in an account, whatever stack they stand in. */
import { TerraformStack, type TerraformProvider } from 'cdktf';
import { foldName } from '#core/match.ts';
import { INTEGRATION_PREFIX } from '#terraform/convert/names.ts';
import type { Inputs } from './attributes.ts';
import type { PropertyProblem } from './check-types.ts';
import type { Described, Watchable } from './described.ts';
import { isToken, resolved } from './known.ts';
import { providerOf, surroundings, type Surroundings } from './surroundings.ts';

interface Named {
  construct: Watchable;
  name: string;
}

/** Names of one synthesis: the stacks of an app are validated one after the other. */
const SEEN = new WeakMap<Surroundings, ReadonlyMap<string, Named>>();

/** What is named like a construct before it. */
export function checkNames(construct: Watchable, type: string, around: Surroundings): PropertyProblem[] {
  const key = keyOf(construct, type, around);
  if (key === undefined) return [];
  const first = namesOf(around).get(key);
  if (first === undefined || first.construct === construct) return [];
  const {
    name,
    construct: { node },
  } = first;
  const isSame = name === construct.inputs['name'];
  return [
    {
      property: 'name',
      severity: 'error',
      message: isSame
        ? `"${name}" is also the name of ${node.path}.`
        : `It differs from "${name}" of ${node.path} only by case, spaces or Unicode form.`,
      hint: 'Names are unique in an account. Stacks for several accounts say so with the endpoint or environment of their InjixoProvider.',
    },
  ];
}

function namesOf(around: Surroundings): ReadonlyMap<string, Named> {
  const known = SEEN.get(around);
  if (known !== undefined) return known;
  const names = new Map<string, Named>();
  const stacks = around.stack.node.root.node.findAll().filter((node) => TerraformStack.isStack(node));
  for (const stack of stacks) {
    const here = stack === around.stack ? around : surroundings(stack);
    for (const node of here.constructs) {
      const type = (node.constructor as unknown as Partial<Described>).tfResourceType;
      if (!('inputs' in node) || type === undefined) continue;
      const construct = node as Watchable;
      const key = keyOf(construct, type, here);
      if (key !== undefined && !names.has(key))
        names.set(key, { construct, name: construct.inputs['name'] as string });
    }
  }
  SEEN.set(around, names);
  return names;
}

/** Two constructs of one key would be one thing. */
function keyOf(construct: Watchable, type: string, around: Surroundings): string | undefined {
  const { name } = construct.inputs;
  const kind = type.startsWith(INTEGRATION_PREFIX) ? INTEGRATION_PREFIX : type;
  const isNamed = kind === INTEGRATION_PREFIX || kind === 'injixo_workload';
  const provider = providerOf(construct, around);
  if (!isNamed || typeof name !== 'string' || isToken(name) || provider === undefined) return undefined;
  return JSON.stringify([accountOf(provider, around), kind, foldName(name)]);
}

/** As far as the code can tell: what the provider is told. */
function accountOf(provider: TerraformProvider, { stack }: Surroundings): unknown {
  const { endpoint, workspace, environment, token } = (provider as { inputs?: Inputs }).inputs ?? {};
  return [endpoint, workspace, environment, token].map((value) => resolved(value ?? null, stack));
}
