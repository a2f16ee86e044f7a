/** What a construct's validation needs to know of its stack, collected once for all of them. */
import type { TerraformStack } from 'cdktf';
import { TerraformProvider, TerraformVariable, type TerraformElement } from 'cdktf';
import type { IConstruct } from 'constructs';
import { isEdition, type Edition } from '#core/declaration.ts';
import type { Inputs } from './attributes.ts';
import { isToken } from './known.ts';

const PROVIDER_TYPE = 'injixo';

export interface Surroundings {
  stack: TerraformStack;
  constructs: ReadonlySet<IConstruct>;
  variables: ReadonlyMap<string, TerraformVariable>;
  /** The provider of constructs that name none. */
  provider: TerraformProvider | undefined;
}

export function surroundings(stack: TerraformStack): Surroundings {
  const nodes = stack.node.findAll();
  const variables = nodes.filter((node): node is TerraformVariable => node instanceof TerraformVariable);
  const providers = nodes.filter(
    (node): node is TerraformProvider =>
      TerraformProvider.isTerraformProvider(node) && node.terraformResourceType === PROVIDER_TYPE,
  );
  return {
    stack,
    constructs: new Set(nodes.filter((node) => !hasMoved(node))),
    variables: new Map(variables.map((variable) => [variable.friendlyUniqueId, variable])),
    provider: providers.find(({ alias }) => alias === undefined),
  };
}

/** What moved to another construct only says where it was. CDKTF keeps that to itself. */
function hasMoved(node: IConstruct): boolean {
  return (node as { _hasMoved?: boolean })._hasMoved === true;
}

/** The provider that a construct works with. */
export function providerOf(construct: TerraformElement, around: Surroundings): TerraformProvider | undefined {
  const { provider } = construct as { provider?: TerraformProvider };
  return provider ?? around.provider;
}

/** The edition that the provider of a construct names. */
export function editionOf(construct: TerraformElement, around: Surroundings): Edition | undefined {
  const { inputs } = (providerOf(construct, around) ?? {}) as { inputs?: Inputs };
  const edition = inputs?.['edition'];
  return typeof edition === 'string' && !isToken(edition) && isEdition(edition) ? edition : undefined;
}
