import { isPlainObject, type Inputs } from './attributes.ts';

/** The later over the former: objects are merged, null takes a property away, everything else replaces. */
export function merge(...layers: readonly Inputs[]): Inputs {
  const result: Inputs = {};
  for (const layer of layers) {
    for (const [key, value] of Object.entries(layer)) {
      if (value === undefined) continue;
      if (value === null) delete result[key];
      else if (isPlainObject(value))
        result[key] = merge(isPlainObject(result[key]) ? result[key] : {}, value);
      else result[key] = value;
    }
  }
  return result;
}
