import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseTemplate } from '../../provider/stacks/template.ts';

describe('a text of a stack', () => {
  it.each([
    ['', ['']],
    ['plain', ['plain']],
    ['${var.a}', [{ steps: ['var', 'a'] }]],
    ['a ${var.b} c', ['a ', { steps: ['var', 'b'] }, ' c']],
    ['${ local.x.y[0]["k e y"].z }', [{ steps: ['local', 'x', 'y', 0, 'k e y', 'z'] }]],
    ['${a.b.0.c}', [{ steps: ['a', 'b', 0, 'c'] }]],
    ['${"text"}', ['text']],
    ['$${not} %%{this}', ['${not} %{this}']],
    ['$ % { } $a', ['$ % { } $a']],
    ['${upper(var.a)}', [{ computed: 'upper(var.a)' }]],
    ['${var.a ? "}" : "${var.b}"} rest', [{ computed: 'var.a ? "}" : "${var.b}"' }, ' rest']],
    ['${{ for k in var.a : k => {} }}', [{ computed: '{ for k in var.a : k => {} }' }]],
    ['%{ if var.a }x%{ endif }', [{ computed: '%{ if var.a }' }, 'x', { computed: '%{ endif }' }]],
    ['${aws_s3.b[*].id}', [{ computed: 'aws_s3.b[*].id' }]],
    ['${never closed', [{ computed: 'never closed' }]],
  ])('%s', (text, parts) => {
    expect(parseTemplate(text)).toEqual(parts);
  });

  it('that was escaped is itself', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('$', '{', '}', '%', '"', '\\', 'a', '\n') }), (text) => {
        expect(parseTemplate(text.replaceAll(/([$%])\{/g, '$1$1{'))).toEqual([text]);
      }),
    );
  });

  it('of any form ends in parts', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('${', '%{', '}', '"', '\\', 'a', '.', '[', ']', '0') }),
        (text) => {
          expect(parseTemplate(text).length).toBeGreaterThan(0);
        },
      ),
    );
  });
});
