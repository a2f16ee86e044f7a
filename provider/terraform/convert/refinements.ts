import type { ExactNumber, Refinements } from './cty.ts';
import type { MsgpackReader } from './msgpack-reader.ts';
import type { MsgpackWriter } from './msgpack-writer.ts';

/** The numbers by which the fields of a refinement are known on the wire. */
const NOT_NULL = 1;
const PREFIX = 2;
const LOWER = 3;
const UPPER = 4;
const MIN_LENGTH = 5;
const MAX_LENGTH = 6;

/** What is certain about an unknown value. Fields that are not known here end the reading, since none need be honoured. */
export function refinementsFrom(reader: MsgpackReader): Refinements {
  const found: Refinements = {};
  for (let left = reader.mapLength(); left > 0; left--) {
    const field = reader.number();
    if (field === NOT_NULL) found.notNull = !reader.boolean();
    else if (field === PREFIX) found.prefix = reader.text();
    else if (field === LOWER) found.lowerBound = boundFrom(reader);
    else if (field === UPPER) found.upperBound = boundFrom(reader);
    else if (field === MIN_LENGTH) found.minLength = reader.number() as number;
    else if (field === MAX_LENGTH) found.maxLength = reader.number() as number;
    else return found;
  }
  return found;
}

function boundFrom(reader: MsgpackReader): [number | ExactNumber, boolean] {
  reader.arrayLength();
  return [reader.number(), reader.boolean()];
}

export function writeRefinements(writer: MsgpackWriter, refinements: Refinements): void {
  const { notNull, prefix, lowerBound, upperBound, minLength, maxLength } = refinements;
  const fields: [number, () => void][] = [];
  const add = <T>(field: number, value: T | undefined, write: (value: T) => void): void => {
    if (value !== undefined) fields.push([field, () => write(value)]);
  };
  // On the wire the field says whether the value may be null.
  add(NOT_NULL, notNull, (is) => writer.boolean(!is));
  add(PREFIX, prefix, (text) => writer.text(text));
  add(LOWER, lowerBound, (bound) => writeBound(writer, bound));
  add(UPPER, upperBound, (bound) => writeBound(writer, bound));
  add(MIN_LENGTH, minLength, (length) => writer.number(length));
  add(MAX_LENGTH, maxLength, (length) => writer.number(length));
  writer.mapLength(fields.length);
  for (const [field, write] of fields) {
    writer.number(field);
    write();
  }
}

function writeBound(writer: MsgpackWriter, [bound, inclusive]: [number | ExactNumber, boolean]): void {
  writer.arrayLength(2);
  writer.number(bound);
  writer.boolean(inclusive);
}
