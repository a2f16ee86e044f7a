/** What all constructs of a kind share; the generated classes add their attributes and types. */
import {
  ImportableResource,
  TerraformDataSource,
  TerraformProvider,
  TerraformResource,
  type TerraformMetaArguments,
  type TerraformResourceConfig,
} from 'cdktf';
import type { Construct } from 'constructs';
import { version } from '../../package.json';
import { PROVIDER_SOURCE } from '#terraform/convert/names.ts';
import { defineAccessors, defineArguments } from './accessors.ts';
import { toHclTerraform, toTerraform, type Attributes, type Inputs } from './attributes.ts';
import type { Described } from './described.ts';
import { watch } from './watch.ts';

const METADATA = { providerName: 'injixo', providerVersion: `~> ${version}` };

const META_ARGUMENTS: readonly (keyof TerraformMetaArguments)[] = [
  'connection',
  'count',
  'dependsOn',
  'forEach',
  'lifecycle',
  'provider',
  'provisioners',
];

/** The class of a construct, with its accessors: they are made when its first construct is. */
function describe(target: unknown, define: typeof defineAccessors): Described {
  let owner = target as Described & { prototype: object; hasAccessors?: true };
  // The user's class may extend the one that has the attributes.
  while (!Object.hasOwn(owner, 'attributes')) owner = Object.getPrototypeOf(owner) as typeof owner;
  if (owner.hasAccessors !== true) define(owner.prototype, owner.attributes);
  owner.hasAccessors = true;
  return owner;
}

function described(construct: object): Described {
  return construct.constructor as unknown as Described;
}

function resourceConfig(
  { tfResourceType }: Described,
  config: TerraformMetaArguments,
): TerraformResourceConfig {
  const given = META_ARGUMENTS.filter((name) => config[name] !== undefined);
  return {
    terraformResourceType: tfResourceType,
    terraformGeneratorMetadata: METADATA,
    ...Object.fromEntries(given.map((name) => [name, config[name]])),
  };
}

function withoutMetaArguments(config: object): Inputs {
  const meta: readonly string[] = META_ARGUMENTS;
  return Object.fromEntries(Object.entries(config).filter(([name]) => !meta.includes(name)));
}

/** A resource of the provider. */
export abstract class InjixoResource extends TerraformResource {
  static readonly tfResourceType: string;
  /** @internal */
  static readonly attributes: Attributes;
  /** The values that were given, by property. @internal */
  inputs: Inputs;

  /**
   * Makes configuration that imports something which exists, for "terraform plan -generate-config-out".
   * `importFromId`: its id, or its exact name.
   */
  static generateConfigForImport(
    scope: Construct,
    importToId: string,
    importFromId: string,
    provider?: TerraformProvider,
  ): ImportableResource {
    return new ImportableResource(scope, importToId, {
      terraformResourceType: this.tfResourceType,
      importId: importFromId,
      ...(provider === undefined ? {} : { provider }),
    });
  }

  constructor(scope: Construct, id: string, config: TerraformMetaArguments) {
    const own = describe(new.target, defineAccessors);
    super(scope, id, resourceConfig(own, config));
    this.inputs = withoutMetaArguments(config);
    watch(this, own);
  }

  protected override synthesizeAttributes(): Inputs {
    return toTerraform(described(this).attributes, this.inputs);
  }

  protected override synthesizeHclAttributes(): Inputs {
    return toHclTerraform(described(this).attributes, this.inputs);
  }
}

/** A data source of the provider. */
export abstract class InjixoDataSource extends TerraformDataSource {
  static readonly tfResourceType: string;
  /** @internal */
  static readonly attributes: Attributes;
  /** The values that were given, by property. @internal */
  inputs: Inputs;

  constructor(scope: Construct, id: string, config: TerraformMetaArguments) {
    const own = describe(new.target, defineAccessors);
    super(scope, id, resourceConfig(own, config));
    this.inputs = withoutMetaArguments(config);
    watch(this, own);
  }

  protected override synthesizeAttributes(): Inputs {
    return toTerraform(described(this).attributes, this.inputs);
  }

  protected override synthesizeHclAttributes(): Inputs {
    return toHclTerraform(described(this).attributes, this.inputs);
  }
}

/** The provider of a stack. */
export abstract class InjixoProviderBase extends TerraformProvider {
  static readonly tfResourceType: string;
  /** @internal */
  static readonly attributes: Attributes;
  /** The values that were given, by property. @internal */
  inputs: Inputs;

  constructor(scope: Construct, id: string, config: object = {}) {
    const own = describe(new.target, defineArguments);
    super(scope, id, {
      terraformResourceType: own.tfResourceType,
      terraformGeneratorMetadata: METADATA,
      terraformProviderSource: PROVIDER_SOURCE,
    });
    this.inputs = { ...config };
    watch(this, own);
  }

  protected override synthesizeAttributes(): Inputs {
    return toTerraform(described(this).attributes, this.inputs);
  }

  protected override synthesizeHclAttributes(): Inputs {
    return toHclTerraform(described(this).attributes, this.inputs);
  }
}
