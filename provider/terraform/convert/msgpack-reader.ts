import { parseJson } from '#core/json.ts';
import { ctyObject, ExactNumber, Unknown, type CtyObject, type CtyType, type CtyValue } from './cty.ts';
import { refinementsFrom } from './refinements.ts';

const REFINED_UNKNOWN = 12;
const TEXT = new TextDecoder('utf-8', { fatal: true });

/** The value of a type in MessagePack, as Terraform sends it. Throws a RangeError on what is no such value. */
export function decodeValue(bytes: Uint8Array, type: CtyType): CtyValue {
  try {
    const reader = new MsgpackReader(bytes);
    const value = reader.value(type);
    reader.end();
    return value;
  } catch (error) {
    if (error instanceof RangeError) throw error;
    throw malformed('a text is no UTF-8, or a type no JSON');
  }
}

/** Reads MessagePack as the type says. The formats are those of the MessagePack specification. */
export class MsgpackReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  end(): void {
    if (this.#at !== this.#bytes.length) throw malformed('there are bytes after the value');
  }

  value(type: CtyType): CtyValue {
    const head = this.#peek();
    if (head === 0xc0) return this.#skip(null);
    if (isExtension(head)) return this.#unknown();
    if (type === 'string') return this.text();
    if (type === 'number') return this.number();
    if (type === 'bool') return this.boolean();
    if (type === 'dynamic') return this.#dynamic();
    if ('map' in type) return this.#map(type.map);
    if ('object' in type) return this.#object(type.object);
    return Array.from({ length: this.arrayLength() }, () =>
      this.value('list' in type ? type.list : type.set),
    );
  }

  text(): string {
    const head = this.#byte();
    if (head >> 5 === 0b101) return TEXT.decode(this.#take(head & 0x1f));
    if (head >= 0xd9 && head <= 0xdb) return TEXT.decode(this.#take(this.#unsigned(1 << (head - 0xd9))));
    throw malformed('a text was expected');
  }

  boolean(): boolean {
    const head = this.#byte();
    if (head === 0xc2 || head === 0xc3) return head === 0xc3;
    throw malformed('true or false was expected');
  }

  /** Integers and floats of any width, and decimal text for what does not fit in them. */
  number(): number | ExactNumber {
    const head = this.#byte();
    if (head < 0x80) return head;
    if (head >= 0xe0) return head - 0x100;
    if (head === 0xca) return this.#view.getFloat32(this.#advance(4));
    if (head === 0xcb) return this.#view.getFloat64(this.#advance(8));
    if (head >= 0xcc && head <= 0xce) return this.#unsigned(1 << (head - 0xcc));
    if (head === 0xcf) return exact(this.#view.getBigUint64(this.#advance(8)));
    if (head === 0xd0) return this.#view.getInt8(this.#advance(1));
    if (head === 0xd1) return this.#view.getInt16(this.#advance(2));
    if (head === 0xd2) return this.#view.getInt32(this.#advance(4));
    if (head === 0xd3) return exact(this.#view.getBigInt64(this.#advance(8)));
    this.#at -= 1;
    return numberOf(this.text());
  }

  arrayLength(): number {
    const head = this.#byte();
    if (head >> 4 === 0b1001) return head & 0x0f;
    if (head === 0xdc || head === 0xdd) return this.#count(head === 0xdc ? 2 : 4);
    throw malformed('a list was expected');
  }

  mapLength(): number {
    const head = this.#byte();
    if (head >> 4 === 0b1000) return head & 0x0f;
    if (head === 0xde || head === 0xdf) return this.#count(head === 0xde ? 2 : 4);
    throw malformed('a map was expected');
  }

  #map(type: CtyType): CtyObject {
    const object = ctyObject();
    for (let left = this.mapLength(); left > 0; left--) object[this.text()] = this.value(type);
    return object;
  }

  #object(types: Record<string, CtyType>): CtyObject {
    const object = ctyObject();
    for (let left = this.mapLength(); left > 0; left--) {
      const key = this.text();
      if (!Object.hasOwn(types, key)) throw malformed(`the attribute "${key}" is not known`);
      object[key] = this.value(types[key]!);
    }
    for (const key of Object.keys(types)) if (!(key in object)) throw malformed(`"${key}" is missing`);
    return object;
  }

  /** A pair of the type as JSON and the value. */
  #dynamic(): CtyValue {
    if (this.arrayLength() !== 2) throw malformed('a value of any type needs its type');
    return this.value(typeOfJson(this.#type()));
  }

  #type(): unknown {
    const text = TEXT.decode(this.#binary());
    try {
      return parseJson(text);
    } catch {
      throw malformed('its type is not JSON');
    }
  }

  #binary(): Uint8Array {
    const head = this.#byte();
    if (head >= 0xc4 && head <= 0xc6) return this.#take(this.#unsigned(1 << (head - 0xc4)));
    throw malformed('bytes were expected');
  }

  #unknown(): Unknown {
    const head = this.#byte();
    const length = head >= 0xd4 ? 1 << (head - 0xd4) : this.#unsigned(1 << (head - 0xc7));
    const kind = this.#byte();
    const body = this.#take(length);
    return new Unknown(kind === REFINED_UNKNOWN ? refinementsFrom(new MsgpackReader(body)) : {});
  }

  #peek(): number {
    const head = this.#bytes[this.#at];
    if (head === undefined) throw malformed('it ends too early');
    return head;
  }

  #byte(): number {
    const head = this.#peek();
    this.#at += 1;
    return head;
  }

  #skip<T>(value: T): T {
    this.#at += 1;
    return value;
  }

  #unsigned(width: number): number {
    const at = this.#advance(width);
    if (width === 1) return this.#view.getUint8(at);
    return width === 2 ? this.#view.getUint16(at) : this.#view.getUint32(at);
  }

  /** A number of items; each takes a byte at least, so that a lying count costs nothing. */
  #count(width: number): number {
    const count = this.#unsigned(width);
    if (count > this.#bytes.length - this.#at) throw malformed('it ends too early');
    return count;
  }

  #take(length: number): Uint8Array {
    const at = this.#advance(length);
    return this.#bytes.subarray(at, at + length);
  }

  #advance(length: number): number {
    const at = this.#at;
    if (at + length > this.#bytes.length) throw malformed('it ends too early');
    this.#at += length;
    return at;
  }
}

function isExtension(head: number): boolean {
  return (head >= 0xd4 && head <= 0xd8) || (head >= 0xc7 && head <= 0xc9);
}

function exact(value: bigint): number | ExactNumber {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : new ExactNumber(String(value));
}

/** A decimal text as a number, where that loses nothing. */
export function numberOf(text: string): number | ExactNumber {
  if (!/^[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?$/.test(text)) throw malformed('a number was expected');
  const number = Number(text);
  return String(number) === text ? number : new ExactNumber(text);
}

function typeOfJson(type: unknown): CtyType {
  if (type === 'string' || type === 'number' || type === 'bool' || type === 'dynamic') return type;
  const [kind, of] = Array.isArray(type) ? (type as unknown[]) : [];
  if (kind === 'list') return { list: typeOfJson(of) };
  if (kind === 'set') return { set: typeOfJson(of) };
  if (kind === 'map') return { map: typeOfJson(of) };
  if (kind === 'object' && typeof of === 'object' && of !== null) {
    return { object: Object.fromEntries(Object.entries(of).map(([key, item]) => [key, typeOfJson(item)])) };
  }
  throw malformed('the type is not known');
}

export function malformed(what: string): RangeError {
  return new RangeError(`A value of Terraform cannot be read: ${what}.`);
}
