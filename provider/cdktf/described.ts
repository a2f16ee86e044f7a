import type { TerraformElement } from 'cdktf';
import type { Attributes, Inputs } from './attributes.ts';

/** What the class of a construct says about itself. */
export interface Described {
  readonly tfResourceType: string;
  readonly attributes: Attributes;
}

/** A construct of this package with the values that were given, by property. */
export type Watchable = TerraformElement & { inputs: Inputs };
