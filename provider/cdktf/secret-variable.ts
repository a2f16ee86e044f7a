import { TerraformVariable, type TerraformVariableConfig } from 'cdktf';
import type { Construct } from 'constructs';

/**
 * A variable for a secret: a sensitive and ephemeral text, so that it reaches neither plan nor state. Its
 * value comes from the environment: `TF_VAR_<name>`. Secrets that are optional may have `default: null`.
 */
export class SecretVariable extends TerraformVariable {
  constructor(
    scope: Construct,
    id: string,
    config: Pick<TerraformVariableConfig, 'description' | 'default'> = {},
  ) {
    super(scope, id, { ...config, type: 'string', sensitive: true });
    this.addOverride('ephemeral', true);
  }

  /** The secret, for properties that end in `Wo` and for the token of the provider. */
  override get value(): string {
    return this.stringValue;
  }
}
