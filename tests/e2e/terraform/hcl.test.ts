import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { writeBlocks, type HclValue } from '#terraform/hcl/write.ts';
import { describeTerraform, terraform } from '../../support/terraform.ts';

/** Signs that begin templates, end texts or mean something in a heredoc, among others. */
const signs = fc.string({
  unit: fc.constantFrom('$', '%', '{', '}', '"', '\\', '\n', ' ', 'a', '~', 'EOT', '\t'),
});
const text = fc.oneof(
  signs,
  fc.string({ unit: 'grapheme' }).map((value) => value.normalize('NFC')),
  fc
    .array(fc.string({ unit: fc.constantFrom('a', ' ', '${', '%{if}') }), { minLength: 2 })
    .map((lines) => `${lines.join('\n')}\n`),
);
const value: fc.Arbitrary<HclValue> = fc.letrec<{ value: HclValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    text,
    fc.integer(),
    fc.boolean(),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(
      fc.oneof(
        fc.constantFrom('a', 'b-c', 'x y', 'for', 'null', 'Köln', '日本', 'é'),
        signs.filter((key) => key !== ''),
      ),
      tie('value'),
      { maxKeys: 3 },
    ),
  ),
})).value;

describeTerraform('what is written in the language of Terraform', () => {
  test('is read by Terraform as it was meant, and needs no formatting', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'injixo-hcl-'));
    const values = fc.sample(value, { numRuns: 400, seed: 4 });
    const blocks = values.map((item, n) => ({ head: ['output', `v${n}`], body: [['value', item] as const] }));
    writeFileSync(path.join(folder, 'main.tf'), writeBlocks(blocks));
    const formatted = await terraform(folder, ['fmt', '-check', '-diff']);
    expect(formatted).toEqual({ code: 0, stdout: '', stderr: '' });
    const { code, stderr } = await terraform(folder, ['apply', '-auto-approve', '-no-color']);
    expect({ code, stderr }).toMatchObject({ code: 0 });
    const { stdout } = await terraform(folder, ['output', '-json']);
    const read = JSON.parse(stdout) as Record<string, { value: unknown }>;
    values.forEach((item, n) =>
      expect(read[`v${n}`]!.value, `value ${n}`).toEqual(JSON.parse(JSON.stringify(item))),
    );
  });
});
