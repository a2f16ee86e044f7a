import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Code, literal, variableName, type SourceValue } from '../../provider/stacks/app/source.ts';
import { parseTemplate } from '../../provider/stacks/template.ts';

/** The value that TypeScript makes of the code. */
function evaluated(code: string): unknown {
  // eslint-disable-next-line @typescript-eslint/no-implied-eval
  return (new Function(`return (${code});`) as () => unknown)();
}

/** What Terraform makes of the texts in a value. */
function read(value: unknown): unknown {
  if (typeof value === 'string') return parseTemplate(value).join('');
  if (Array.isArray(value)) return value.map(read);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, read(item)]));
}

describe('values as code', () => {
  it.each([
    ['it', "'it'"],
    ["it's", "'it\\'s'"],
    ['a "b"', '\'a "b"\''],
    ['SELECT a\n  FROM b', '`SELECT a\n  FROM b`'],
    ['a `b`\n\\c', '`a \\`b\\`\n\\\\c`'],
    ['${x}', "'$${x}'"],
    ['a\n${x}', '`a\n\\$\\${x}`'],
    ['tab\tand\rreturn', "'tab\\tand\\rreturn'"],
  ])('%j', (text, code) => {
    const forTerraform = text.replaceAll('${', () => '$${');
    expect(evaluated(literal(text))).toBe(forTerraform);
    if (!text.includes('${') || !text.includes('\n')) expect(literal(text)).toBe(code);
  });

  it('keeps short objects in a line and long ones in several', () => {
    expect(literal({ a: 1, 'b c': [true, null] })).toBe("{ a: 1, 'b c': [true, null] }");
    expect(literal({ id: new Code('five9.id') })).toBe('{ id: five9.id }');
    expect(literal({ environment: new Code('environment') })).toBe('{ environment }');
    expect(literal({ a: 'x'.repeat(60), b: 'y'.repeat(60) })).toMatch(/^\{\n {2}a: 'x+',\n {2}b: 'y+',\n\}$/);
  });

  it('means the same for TypeScript and Terraform', () => {
    const sign = fc.constantFrom(
      '$',
      '{',
      '}',
      '%',
      '"',
      "'",
      '`',
      '\\',
      '\n',
      '\r',
      '\t',
      'a',
      'ü',
      '\u2028',
      '😀',
    );
    const text = fc.string({ unit: sign });
    const value = fc.letrec<{ value: SourceValue }>((tie) => ({
      value: fc.oneof(
        text,
        fc.integer(),
        fc.boolean(),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(fc.string({ unit: fc.constantFrom('a', 'b c', '-', '"') }), tie('value'), {
          maxKeys: 3,
        }),
      ),
    })).value;
    fc.assert(
      fc.property(value, (given) => {
        expect(read(evaluated(literal(given)))).toEqual(
          read(JSON.parse(JSON.stringify(given).replaceAll(/([$%])\{/g, '$1$1{'))),
        );
      }),
    );
  });

  it('has names for variables that are none of the language', () => {
    expect(['five9_eu', 'class', '_9', 'stack', 'a__b'].map(variableName)).toEqual([
      'five9Eu',
      'class_',
      '_9',
      'stack_',
      'aB',
    ]);
  });
});
