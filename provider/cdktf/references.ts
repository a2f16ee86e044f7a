/** Objects and lists of objects of a resource, as references for other constructs. */
import { ComplexList, ComplexObject, Token, type IInterpolatingParent } from 'cdktf';
import { camelCase, isObjectShape, type Inputs, type ObjectShape, type Shape } from './attributes.ts';

/** Where the values of an object are kept that the user gave. */
export interface Holder {
  get: () => Inputs | undefined;
  set: (value: Inputs) => void;
}

/** Attributes of an object: `integration.mapping.dateFormat`. The accessors are made from its attributes. */
export class ObjectReference extends ComplexObject {
  constructor(
    parent: IInterpolatingParent,
    attribute: string,
    shape: ObjectShape,
    holder: Holder | undefined,
    index?: number | string,
  ) {
    super(parent, attribute, shape.nesting === 'set', index);
    for (const [name, { type }] of Object.entries(shape.attributes)) {
      const property = camelCase(name);
      Object.defineProperty(this, property, {
        enumerable: true,
        get: () => reference(this, name, type, holder && inside(holder, property)),
        set: (value: unknown) => holder?.set({ ...holder.get(), [property]: value }),
      });
      if (holder === undefined) continue;
      Object.defineProperty(this, `${property}Input`, { get: () => holder.get()?.[property] });
    }
    if (holder !== undefined)
      Object.defineProperty(this, 'internalValue', { get: holder.get, set: holder.set });
  }
}

function inside({ get, set }: Holder, property: string): Holder {
  return {
    get: () => get()?.[property] as Inputs | undefined,
    set: (value) => set({ ...get(), [property]: value }),
  };
}

/** Objects of a list: `integration.queues.get(0).name`. */
export class ObjectList<T extends object = Record<string, unknown>> extends ComplexList {
  readonly #shape: ObjectShape;
  readonly #parent: IInterpolatingParent;
  readonly #attribute: string;

  constructor(parent: IInterpolatingParent, attribute: string, shape: ObjectShape) {
    super(parent, attribute, shape.nesting === 'set');
    this.#parent = parent;
    this.#attribute = attribute;
    this.#shape = shape;
  }

  /** The object at an index, counted from 0. */
  get(index: number): T & ComplexObject {
    return new ObjectReference(this.#parent, this.#attribute, this.#shape, undefined, index) as unknown as T &
      ComplexObject;
  }
}

/** A token for an attribute. */
export function reference(
  parent: IInterpolatingParent,
  name: string,
  shape: Shape,
  holder?: Holder,
): unknown {
  if (isObjectShape(shape)) {
    if (shape.nesting !== 'single') return new ObjectList(parent, name, shape);
    return new ObjectReference(parent, name, shape, holder);
  }
  if (shape === 'bool') return parent.interpolationForAttribute(name);
  if (shape === 'number') return Token.asNumber(parent.interpolationForAttribute(name));
  if (shape === 'string' || shape === 'dynamic')
    return Token.asString(parent.interpolationForAttribute(name));
  if ('map' in shape) return Token.asStringMap(parent.interpolationForAttribute(name));
  return Token.asList(parent.interpolationForAttribute(name));
}
