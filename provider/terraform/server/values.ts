import type { CtyObject, CtyType, CtyValue } from '../convert/cty.ts';
import { ctyObject, isCtyObject } from '../convert/cty.ts';
import { decodeValue } from '../convert/msgpack-reader.ts';
import { encodeValue } from '../convert/msgpack-writer.ts';
import { blockType, type Block } from '../convert/schema.ts';
import type { DynamicValue } from '../wire/generated/messages.js';

const types = new WeakMap<Block, CtyType>();

function typeOf(block: Block): CtyType {
  const known = types.get(block) ?? blockType(block);
  types.set(block, known);
  return known;
}

/** The value of a block as Terraform sends it; null is what does not exist. */
export function fromWire(value: DynamicValue | undefined, block: Block): CtyObject | null {
  if (value?.msgpack === undefined) return null;
  const decoded: CtyValue = decodeValue(value.msgpack, typeOf(block));
  return isCtyObject(decoded) ? decoded : null;
}

export function toWire(value: CtyObject | null, block: Block): { msgpack: Uint8Array } {
  return { msgpack: encodeValue(value, typeOf(block)) };
}

/** Write-only values must reach neither a plan nor a state. */
export function withoutWriteOnly(value: CtyObject, { attributes }: Block): CtyObject {
  return ctyObject(
    Object.entries(value).map(([name, item]) => [name, attributes[name]?.writeOnly === true ? null : item]),
  );
}
