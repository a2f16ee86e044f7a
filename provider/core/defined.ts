type Defined<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

/** The object without the keys whose value is undefined: an optional property is there, or it is not. */
export function defined<T extends object>(object: T): Defined<T> {
  const copy: Partial<T> = {};
  for (const key of Object.keys(object) as (keyof T)[])
    if (object[key] !== undefined) copy[key] = object[key];
  return copy as unknown as Defined<T>;
}
