/** The properties of a construct beside its configuration: getters, inputs, resets, as CDKTF's generator makes them. */
import type { ComplexObject, IInterpolatingParent, IResolvable, TerraformMetaArguments } from 'cdktf';
import { camelCase, isInput, isObjectShape, pascalCase, type Attributes, type Inputs } from './attributes.ts';
import { reference, type ObjectList } from './references.ts';

/** The own properties of a configuration, without `count`, `lifecycle` and the like. */
type Own<Config> = Omit<Config, keyof TerraformMetaArguments>;

type OptionalKey<T> = { [K in keyof T]-?: undefined extends T[K] ? K : never }[keyof T];

/** What a getter answers for a property: a reference to the attribute. */
export type Reference<T> = T extends string | number
  ? T
  : T extends boolean | IResolvable
    ? IResolvable
    : T extends readonly (infer Item)[]
      ? Item extends object
        ? ObjectList<References<Item>>
        : Item[]
      : string extends keyof T
        ? T
        : T extends object
          ? ComplexObject & References<T>
          : never;

/** Attributes of an object as references. */
export type References<T> = {
  -readonly [K in keyof T]-?: Reference<NonNullable<Exclude<T[K], IResolvable>>>;
};

type IsObject<T> = T extends readonly unknown[]
  ? false
  : T extends object
    ? string extends keyof T
      ? false
      : true
    : false;

type ObjectKey<T> = {
  [K in keyof T]-?: true extends IsObject<NonNullable<Exclude<T[K], IResolvable>>> ? K : never;
}[keyof T];

type Text<K> = Extract<K, string>;

/**
 * For each property of a configuration: a reference of its name that can also be set, `<name>Input` with
 * what was given, `reset<Name>()` where it may be left out, and `put<Name>(value)` where it is an object.
 */
export type Accessors<Config, C = Own<Config>> = Omit<References<C>, ObjectKey<C>> & {
  readonly [K in ObjectKey<C>]: References<C>[K];
} & {
  readonly [K in keyof C as `${Text<K>}Input`]?: C[K];
} & {
  [K in OptionalKey<C> as `reset${Capitalize<Text<K>>}`]: () => void;
} & {
  [K in ObjectKey<C> as `put${Capitalize<Text<K>>}`]: (value: NonNullable<C[K]>) => void;
};

/** Something that keeps the values which its accessors set. */
interface Keeper extends IInterpolatingParent {
  inputs: Inputs;
}

/** Gives a class the accessors of its attributes. */
export function defineAccessors(prototype: object, attributes: Attributes): void {
  for (const [name, attribute] of Object.entries(attributes)) {
    const property = camelCase(name);
    const { type, optional } = attribute;
    const isNested = isObjectShape(type) && type.nesting === 'single';
    const set = function (this: Keeper, value: unknown): void {
      this.inputs[property] = value;
    };
    const get = function (this: Keeper): unknown {
      const holder = {
        get: () => this.inputs[property] as Inputs | undefined,
        set: (value: Inputs) => set.call(this, value),
      };
      return reference(this, name, type, isInput(attribute) ? holder : undefined);
    };
    const define = (key: string, descriptor: PropertyDescriptor): void => {
      Object.defineProperty(prototype, key, { configurable: true, ...descriptor });
    };
    define(property, isInput(attribute) && !isNested ? { get, set } : { get });
    if (!isInput(attribute)) continue;
    define(`${property}Input`, { get: inputOf(property) });
    if (isNested) define(`put${pascalCase(name)}`, { value: set });
    if (optional === true) define(`reset${pascalCase(name)}`, { value: resetOf(property) });
  }
}

/** The accessors of the provider: its arguments are no attributes that others could refer to. */
export function defineArguments(prototype: object, attributes: Attributes): void {
  for (const name of Object.keys(attributes)) {
    const property = camelCase(name);
    const set = function (this: Keeper, value: unknown): void {
      this.inputs[property] = value;
    };
    Object.defineProperty(prototype, property, { configurable: true, get: inputOf(property), set });
    Object.defineProperty(prototype, `${property}Input`, { configurable: true, get: inputOf(property) });
    Object.defineProperty(prototype, `reset${pascalCase(name)}`, {
      configurable: true,
      value: resetOf(property),
    });
  }
}

function inputOf(property: string): (this: Keeper) => unknown {
  return function () {
    return this.inputs[property];
  };
}

function resetOf(property: string): (this: Keeper) => void {
  return function () {
    delete this.inputs[property];
  };
}
