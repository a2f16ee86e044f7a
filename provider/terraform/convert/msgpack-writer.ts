import { ExactNumber, isCtyObject, Unknown, type CtyType, type CtyValue } from './cty.ts';
import { writeRefinements } from './refinements.ts';

const TEXT = new TextEncoder();

/** A value of a type as MessagePack, as Terraform reads it. */
export function encodeValue(value: CtyValue, type: CtyType): Uint8Array {
  const writer = new MsgpackWriter();
  writer.value(value, type);
  return writer.bytes();
}

export class MsgpackWriter {
  #bytes = new Uint8Array(256);
  #view = new DataView(this.#bytes.buffer);
  #at = 0;

  bytes(): Uint8Array {
    return this.#bytes.slice(0, this.#at);
  }

  value(value: CtyValue, type: CtyType): void {
    if (value === null) this.#byte(0xc0);
    else if (value instanceof Unknown) this.#unknown(value);
    else if (typeof value === 'string') this.text(value);
    else if (typeof value === 'boolean') this.boolean(value);
    else if (typeof value === 'number' || value instanceof ExactNumber) this.number(value);
    else this.#compound(value, type);
  }

  text(text: string): void {
    const bytes = TEXT.encode(text);
    if (bytes.length < 32) this.#byte(0xa0 | bytes.length);
    else this.#length(bytes.length, 0xd9, 0xda, 0xdb);
    this.#append(bytes);
  }

  boolean(value: boolean): void {
    this.#byte(value ? 0xc3 : 0xc2);
  }

  /** Integers as such; everything else as decimal text, which loses nothing in Terraform's wider numbers. */
  number(value: number | ExactNumber): void {
    if (value instanceof ExactNumber) return this.text(value.text);
    if (!Number.isSafeInteger(value) || Object.is(value, -0)) return this.text(String(value));
    if (value >= 0 && value < 0x80) return this.#byte(value);
    this.#byte(0xd3);
    const at = this.#advance(8);
    this.#view.setBigInt64(at, BigInt(value));
  }

  arrayLength(length: number): void {
    if (length < 16) this.#byte(0x90 | length);
    else this.#length(length, undefined, 0xdc, 0xdd);
  }

  mapLength(length: number): void {
    if (length < 16) this.#byte(0x80 | length);
    else this.#length(length, undefined, 0xde, 0xdf);
  }

  #compound(value: CtyValue, type: CtyType): void {
    if (typeof type === 'string') throw new TypeError(`a value does not fit its type ${type}`);
    if (Array.isArray(value)) {
      const of = 'list' in type ? type.list : 'set' in type ? type.set : undefined;
      if (of === undefined) throw new TypeError('a list does not fit its type');
      this.arrayLength(value.length);
      for (const item of value) this.value(item, of);
    } else if (isCtyObject(value)) {
      const keys = 'object' in type ? Object.keys(type.object) : Object.keys(value);
      this.mapLength(keys.length);
      for (const key of keys) {
        this.text(key);
        this.value(value[key] ?? null, 'object' in type ? type.object[key]! : (type as { map: CtyType }).map);
      }
    }
  }

  #unknown({ refinements }: Unknown): void {
    if (Object.keys(refinements).length === 0) return this.#append(Uint8Array.of(0xd4, 0, 0));
    const body = new MsgpackWriter();
    writeRefinements(body, refinements);
    const bytes = body.bytes();
    this.#length(bytes.length, 0xc7, 0xc8, 0xc9);
    this.#byte(12);
    this.#append(bytes);
  }

  #length(length: number, one: number | undefined, two: number, four: number): void {
    if (one !== undefined && length < 0x100) {
      this.#byte(one);
      this.#byte(length);
    } else if (length < 0x10000) {
      this.#byte(two);
      const at = this.#advance(2);
      this.#view.setUint16(at, length);
    } else {
      this.#byte(four);
      const at = this.#advance(4);
      this.#view.setUint32(at, length);
    }
  }

  #byte(byte: number): void {
    const at = this.#advance(1);
    this.#bytes[at] = byte;
  }

  #append(bytes: Uint8Array): void {
    const at = this.#advance(bytes.length);
    this.#bytes.set(bytes, at);
  }

  /** Makes room and answers where it begins. What it grows is another buffer, so it is asked before that is touched. */
  #advance(length: number): number {
    const at = this.#at;
    this.#at += length;
    if (this.#at > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(this.#at, this.#bytes.length * 2));
      grown.set(this.#bytes);
      this.#bytes = grown;
      this.#view = new DataView(grown.buffer);
    }
    return at;
  }
}
