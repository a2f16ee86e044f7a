import fc from 'fast-check';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { globFiles } from '#cli/io/files.ts';
import { resolverFor } from '#cli/io/secrets.ts';
import { DiagnosedError } from '#core/diagnostic.ts';

const RUNS = Number(process.env['TRUST_RUNS'] ?? 500);
const OUTSIDE = 'canary-outside';

let top: string;
let root: string;
beforeAll(() => {
  top = mkdtempSync(path.join(tmpdir(), 'injixo-paths-'));
  root = path.join(top, 'workspace');
  for (const folder of ['workspace/a/b', 'workspace-two', 'other'])
    mkdirSync(path.join(top, folder), { recursive: true });
  for (const file of ['x.yaml', 'workspace-two/x.yaml', 'other/x.yaml'])
    writeFileSync(path.join(top, file), OUTSIDE);
  for (const file of ['x.yaml', 'a/x.yaml', 'a/b/x.yaml', '..x.yaml'])
    writeFileSync(path.join(root, file), 'inside');
  symlinkSync(path.join(top, 'other'), path.join(root, 'link'));
  symlinkSync(path.join(top, 'other/x.yaml'), path.join(root, 'a/link.yaml'));
});
afterAll(() => rmSync(top, { recursive: true }));

/** Parts of paths that lead out, and parts that look as if they did. */
const part = fc.constantFrom(
  '..',
  '.',
  'a',
  'b',
  'x.yaml',
  '..x.yaml',
  'link',
  'link.yaml',
  'other',
  'workspace-two',
  '',
  '*',
  '**',
  '{..,a}',
  '@(..)',
  '[.][.]',
  '?.',
  '.?',
  '..*',
  '{.,..}',
  '!(a)',
  '+(.)',
  '\\..',
  '%2e%2e',
  '...',
);
const paths = fc
  .tuple(
    fc.constantFrom('', './', '/', '\\', 'TOP/', '!'),
    fc.array(part, { maxLength: 5 }),
    fc.constantFrom('/', '//', '\\'),
  )
  .map(([start, parts, separator]) => `${start.replace('TOP', top)}${parts.join(separator)}`);

/** What it answers, or undefined if it refuses with a diagnostic. */
async function answer<T>(run: () => Promise<T>): Promise<T | undefined> {
  try {
    return await run();
  } catch (error) {
    expect(error).toBeInstanceOf(DiagnosedError);
    return undefined;
  }
}

describe('nothing outside the workspace is read', () => {
  test('through fromFile', async () => {
    const check = fc.asyncProperty(paths, async (file) => {
      const value = await answer(async () => resolverFor({}, root)({ fromFile: file }));
      expect([undefined, 'inside']).toContain(value);
    });
    await fc.assert(check, { numRuns: RUNS });
  });

  test('through the globs of a workspace', async () => {
    const check = fc.asyncProperty(fc.array(paths, { minLength: 1, maxLength: 3 }), async (patterns) => {
      const files = (await answer(async () => globFiles(patterns, root))) ?? [];
      expect(files.filter((file) => readFileSync(file, 'utf8') === OUTSIDE)).toEqual([]);
    });
    await fc.assert(check, { numRuns: RUNS });
  });

  test.each([
    '{..,a}/x.yaml',
    '[.][.]/x.yaml',
    '@(..)/*.yaml',
    'a/{b,../..}/x.yaml',
    'link/*.yaml',
    'a/*.yaml',
  ])('with the glob %s', async (pattern) => {
    const files = (await answer(async () => globFiles([pattern], root))) ?? [];
    expect(files.filter((file) => readFileSync(file, 'utf8') === OUTSIDE)).toEqual([]);
  });
});
