import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { integrationTypes } from '#catalog/catalog.ts';
import { checkFile } from '#tests/support/check.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const FIXTURES = path.join(ROOT, 'tests/fixtures/integration-types');

const filesIn = (folder: string): string[] => readdirSync(folder).map((file) => path.join(folder, file));

describe('the catalogue', () => {
  it('knows 19 integration types', () => {
    expect(integrationTypes()).toHaveLength(19);
  });

  it.each(integrationTypes().map(([name]) => name))(
    '%s has an example, and valid and invalid fixtures',
    (name) => {
      expect(readFileSync(path.join(ROOT, `examples/integration-types/${name}.yaml`), 'utf8')).toContain(
        `type: ${name}`,
      );
      expect(filesIn(path.join(FIXTURES, name, 'valid')).length).toBeGreaterThanOrEqual(2);
      expect(filesIn(path.join(FIXTURES, name, 'invalid')).length).toBeGreaterThanOrEqual(2);
    },
  );
});

describe.each(integrationTypes().map(([name]) => name))('%s', (name) => {
  const examples = [path.join(ROOT, `examples/integration-types/${name}.yaml`)];
  const valid = [...examples, ...filesIn(path.join(FIXTURES, name, 'valid'))];
  it.each(valid.map((file) => [path.basename(file), file]))('accepts %s', async (_, file) => {
    const errors = (await checkFile(file)).filter(({ severity }) => severity === 'error');
    expect(errors).toEqual([]);
  });

  const invalid = filesIn(path.join(FIXTURES, name, 'invalid'));
  it.each(invalid.map((file) => [path.basename(file), file]))(
    'refuses %s as its first line expects',
    async (_, file) => {
      const expected = /^# expect: (\S+) (.+)$/m.exec(readFileSync(file, 'utf8'))!;
      const found = await checkFile(file);
      expect(found.map(({ code, path: at }) => `${code} ${at}`)).toContain(`${expected[1]} ${expected[2]}`);
      expect(JSON.stringify(found)).not.toContain('hunter2');
      for (const { line } of found) expect(line).toBeGreaterThan(0);
    },
  );
});
