import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ctyEqual,
  ctyObject,
  ExactNumber,
  UNKNOWN,
  Unknown,
  type CtyType,
  type CtyValue,
} from '#terraform/convert/cty.ts';
import { decodeValue, numberOf } from '#terraform/convert/msgpack-reader.ts';
import { encodeValue } from '#terraform/convert/msgpack-writer.ts';

const key = fc.oneof(fc.string({ maxLength: 8 }), fc.constantFrom('__proto__', 'constructor', 'toString'));

const types = fc.letrec<{ type: CtyType }>((tie) => ({
  type: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom<CtyType>('string', 'number', 'bool'),
    tie('type').map((list) => ({ list })),
    tie('type').map((set) => ({ set })),
    tie('type').map((map) => ({ map })),
    fc.dictionary(key, tie('type'), { maxKeys: 4 }).map((object) => ({ object: { ...object } })),
  ),
})).type;

const refinements = fc.record(
  {
    notNull: fc.constant(true),
    prefix: fc.string(),
    lowerBound: fc.tuple(fc.integer(), fc.boolean()),
    upperBound: fc.tuple(fc.integer(), fc.boolean()),
    minLength: fc.nat(),
    maxLength: fc.nat(),
  },
  { requiredKeys: [] },
);

const numbers = fc.oneof(
  fc.integer(),
  fc.maxSafeInteger(),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => (Object.is(value, -0) ? 0 : value)),
  fc.bigInt({ min: 2n ** 53n, max: 2n ** 70n }).map((value) => numberOf(String(value))),
);

function valuesOf(type: CtyType): fc.Arbitrary<CtyValue> {
  const known = ((): fc.Arbitrary<CtyValue> => {
    if (type === 'string') return fc.string({ unit: 'binary' });
    if (type === 'number') return numbers;
    if (type === 'bool') return fc.boolean();
    if (type === 'dynamic') return fc.constant(null);
    if ('list' in type) return fc.array(valuesOf(type.list), { maxLength: 20 });
    if ('set' in type) return fc.array(valuesOf(type.set), { maxLength: 4 });
    if ('map' in type) return fc.array(fc.tuple(key, valuesOf(type.map)), { maxLength: 20 }).map(ctyObject);
    const entries = Object.entries(type.object).map(([name, of]) =>
      valuesOf(of).map((value) => [name, value] as const),
    );
    return fc.tuple(...entries).map((all) => ctyObject(all));
  })();
  const unknown = refinements.map((known) => new Unknown(known as never));
  return fc.oneof({ weight: 8, arbitrary: known }, fc.constant(null), unknown);
}

describe('values in MessagePack', () => {
  it('are read as they were written, whatever their type', () => {
    const typed = types.chain((type) => fc.record({ type: fc.constant(type), value: valuesOf(type) }));
    fc.assert(
      fc.property(typed, ({ type, value }) => {
        const bytes = encodeValue(value, type);
        const read = decodeValue(bytes, type);
        expect(ctyEqual(read, value)).toBe(true);
        expect(Buffer.from(encodeValue(read, type)).equals(bytes)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('keep what is certain about an unknown value', () => {
    fc.assert(
      fc.property(refinements, (known) => {
        const read = decodeValue(encodeValue(new Unknown(known), 'string'), 'string');
        expect((read as Unknown).refinements).toEqual(known);
      }),
    );
  });

  it('bytes that are no value are an error, never a crash or a value of another type', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), types, (bytes, type) => {
        try {
          const value = decodeValue(bytes, type);
          expect(ctyEqual(decodeValue(encodeValue(value, type), type), value)).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError);
        }
      }),
      { numRuns: 2000 },
    );
  });

  const hex = (text: string): Uint8Array => Buffer.from(text.replaceAll(' ', ''), 'hex');

  it.each<[string, string, CtyType, CtyValue]>([
    ['an unknown as Terraform writes it', 'd40000', 'string', UNKNOWN],
    ['a refined unknown: not null, with a prefix', 'c7 07 0c 82 01 c2 02 a2 6162', 'string', UNKNOWN],
    ['null', 'c0', { list: 'string' }, null],
    ['a fraction as text', 'a3302e31', 'number', 0.1],
    [
      'a number beyond 64 bits as text',
      'b5 313233343536373839303132333435363738393031',
      'number',
      new ExactNumber('123456789012345678901'),
    ],
    ['an unsigned 64 bit integer', 'cf ffffffffffffffff', 'number', new ExactNumber('18446744073709551615')],
    ['a negative 64 bit integer', 'd3 ffffffffffffffff', 'number', -1],
    ['8 bits', 'd0 80', 'number', -128],
    ['16 bits', 'd1 8000', 'number', -32768],
    ['32 bits', 'd2 80000000', 'number', -2147483648],
    [
      'unsigned 8, 16 and 32 bits',
      '93 cc ff cd ffff ce ffffffff',
      { list: 'number' },
      [255, 65535, 4294967295],
    ],
    ['a small negative number', 'ff', 'number', -1],
    ['a float', 'cb 3ff8000000000000', 'number', 1.5],
    ['a short float', 'ca 3fc00000', 'number', 1.5],
    ['a value of any type', '92 c4 08 22737472696e6722 a1 61', 'dynamic', 'a'],
    [
      'a map with a name that objects have',
      '81 a9 5f5f70726f746f5f5f a1 61',
      { map: 'string' },
      ctyObject([['__proto__', 'a']]),
    ],
  ])('%s', (_, bytes, type, value) => {
    expect(ctyEqual(decodeValue(hex(bytes), type), value)).toBe(true);
  });

  it.each([
    ['an attribute that the schema does not have', '81 a1 62 a1 61'],
    ['an attribute that is missing', '80'],
    ['a count that promises more than there is', 'df ffffffff'],
    ['bytes after the value', '81 a1 61 a1 61 c0'],
    ['a text that is no UTF-8', '81 a1 61 a1 ff'],
  ])('%s is refused', (_, bytes) => {
    expect(() => decodeValue(hex(bytes), { object: { a: 'string' } })).toThrow(RangeError);
  });
});
