import fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments, stringify } from 'yaml';
import { parseValues } from '#declarations/yaml-values.ts';
import { formatYaml } from '#declarations/format.ts';
import { createLocator } from '#declarations/locate.ts';
import { locateNames } from '#declarations/locate-names.ts';
import { getAt, type Json, type Path } from '#core/json.ts';

const slow = (text: string): unknown[] =>
  parseAllDocuments(text, { uniqueKeys: false }).map((document) =>
    (document as { toJS: () => unknown }).toJS(),
  );

/** Texts that YAML parsers like to read differently. */
const TRICKY = [
  '1_000',
  '0b1',
  '0x1F',
  '0o17',
  '017',
  '1e3',
  '.5',
  '-.5',
  '1.',
  '+1',
  '~',
  'null',
  'Null',
  'yes',
  'no',
  'on',
  'True',
  'TRUE',
  'tRue',
  '2026-11-22',
  '12:30',
  '1:2',
  '=',
  '<<',
  '',
  ' ',
  '-',
  '#',
  '@x',
  '!x',
  '&x',
  '*x',
  '%',
  '`',
  '"',
  "'",
  '|',
  '>',
  '{',
  '[',
  ']',
  '}',
  ',',
  '?',
  ':',
  'a: b',
  'a #b',
  '\t',
  'é',
  '日本',
  '😀',
  '\u2028',
  '__proto__',
];

describe('the two YAML parsers', () => {
  it.each(TRICKY.filter((text) => /^[\w.+~:-]{2,}$/.test(text)))('read the plain scalar %s alike', (text) => {
    expect(parseValues(`a: ${text}\n`)).toEqual(slow(`a: ${text}\n`));
  });

  it('read any value alike, in any style', () => {
    const scalar = fc.oneof(
      fc.constantFrom(...TRICKY),
      fc.string(),
      fc.integer(),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.boolean(),
      fc.constant(null),
    );
    const value = fc.letrec((tie) => ({
      node: fc.oneof(
        { maxDepth: 3 },
        scalar,
        fc.array(tie('node'), { maxLength: 3 }),
        fc.dictionary(
          fc.oneof(fc.constantFrom('a', 'b b', 'true', '1'), fc.string({ minLength: 1, maxLength: 3 })),
          tie('node'),
          { maxKeys: 3 },
        ),
      ),
    })).node;
    const style = fc.record({
      collectionStyle: fc.constantFrom('any', 'block', 'flow'),
      defaultStringType: fc.constantFrom(
        'PLAIN',
        'QUOTE_DOUBLE',
        'QUOTE_SINGLE',
        'BLOCK_LITERAL',
        'BLOCK_FOLDED',
      ),
      indent: fc.constantFrom(2, 4),
    });
    fc.assert(
      fc.property(value, style, (json, options) => {
        const text = stringify({ value: json }, { ...options, aliasDuplicateObjects: false } as never);
        const fast = tryParse(text);
        if (fast === undefined) return;
        expect(JSON.stringify(fast)).toBe(JSON.stringify(slow(text)));
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    '---\na: 1\n---\nb: 2\n',
    '# only a comment\n',
    '---\n---\na: 1\n',
    'a: 1\n---\n',
    'a: 1\n...\n---\nb: 2\n',
    '\uFEFFa: 1\n',
    'a: 1\r\nb: 2\r\n',
  ])('count the documents of %j alike', (text) => {
    const fast = parseValues(text).filter((value) => value !== null);
    expect(fast).toEqual(slow(text).filter((value) => value !== null));
  });
});

/** What the fast parser refuses is shown with the other one's words, so only accepted texts are compared. */
function tryParse(text: string): Json[] | undefined {
  try {
    return parseValues(text);
  } catch {
    return undefined;
  }
}

describe('places', () => {
  const TEXT =
    '# head\r\nspec:\r\n  list:\r\n    - { host: a, port: 1 }\r\n    - host: b\r\n  empty:\r\n  "quoted key": x\r\n---\r\nsecond: 1\r\n';
  const locate = createLocator(() => TEXT);
  it.each<[number, Path, 'key' | 'value', number, number]>([
    [0, ['spec', 'list', 0, 'port'], 'value', 4, 24],
    [0, ['spec', 'list', 0, 'port'], 'key', 4, 18],
    [0, ['spec', 'list', 1, 'host'], 'value', 5, 13],
    [0, ['spec', 'empty'], 'value', 6, 3],
    [0, ['spec', 'quoted key'], 'key', 7, 3],
    [0, ['spec', 'missing'], 'value', 2, 1],
    [0, ['missing'], 'value', 2, 1],
    [1, ['second'], 'value', 9, 9],
  ])('document %i, %j (%s) is line %i, column %i', (document, path, at, line, column) => {
    expect(locate({ file: 'x', document }, path, at)).toMatchObject({ line, column });
  });

  it('are where the value really stands', () => {
    const value = fc.dictionary(
      fc.constantFrom('a', 'b', 'c'),
      fc.oneof(
        fc.integer(),
        fc.constantFrom('x', 'some text'),
        fc.array(fc.integer(), { minLength: 1, maxLength: 3 }),
      ),
      { minKeys: 1 },
    );
    fc.assert(
      fc.property(value, (json) => {
        const text = stringify(json);
        const found = createLocator(() => text);
        for (const key of Object.keys(json)) {
          const range = found({ file: 'x', document: 0 }, [key])!;
          const lines = text.split('\n').slice(range.line - 1, range.endLine);
          if (range.line !== range.endLine) continue;
          const piece = lines[0]!.slice(range.column - 1, range.endColumn - 1);
          expect(parseValues(piece)[0]).toEqual(getAt(json as Json, [key]));
        }
      }),
    );
  });
});

describe('places of names', () => {
  const files = ['examples', 'tests/fixtures/integration-types'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.yaml'))
      .map((name) => `${folder}/${name}`),
  );

  it('are the same as those of the exact locator, in every file at hand', () => {
    let found = 0;
    for (const file of files) {
      const text = readFileSync(file, 'utf8');
      locateNames(text).forEach((place, document) => {
        if (place === undefined) return;
        expect({
          file,
          ...createLocator(() => text)({ file, document }, ['metadata', 'name']),
        }).toMatchObject({ file, ...place });
        found += 1;
      });
    }
    expect(found).toBeGreaterThan(200);
  });

  it.each([
    ['kind: metadata\nmetadata: { labels: { name: z }, name: "b c" }\n', 2, 40],
    ['spec:\n  name: a\nmetadata:\n  labels: { name: x }\n  name: b\n', 5, 9],
    ['\uFEFFmetadata:\r\n  name: b\r\n', 2, 9],
  ])('%j', (text, line, column) => expect(locateNames(text)).toEqual([{ line, column }]));
});

describe('formatting', () => {
  const MESSY = `# file comment
kind:   Integration   # why
spec:
    configuration: {region: EU}
    type:  five9
    # about credentials
    credentials:
        username: a
apiVersion: injixo-as-code/v1
metadata: {labels: {a: b},  name: X}
`;

  it('orders keys, indents by two and keeps comments', () => {
    expect(formatYaml(MESSY)).toBe(`# file comment
apiVersion: injixo-as-code/v1
kind: Integration # why
metadata: { name: X, labels: { a: b } }
spec:
  type: five9
  # about credentials
  credentials:
    username: a
  configuration: { region: EU }
`);
  });

  it('changes nothing when done twice, and never a value', () => {
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.constantFrom('apiVersion', 'kind', 'spec', 'metadata', 'x'),
          fc.oneof(
            fc.string(),
            fc.integer(),
            fc.dictionary(fc.constantFrom('type', 'name', 'y'), fc.string()),
          ),
          { minKeys: 1 },
        ),
        (json) => {
          const once = formatYaml(stringify(json));
          expect(formatYaml(once)).toBe(once);
          expect(parseValues(once)[0]).toEqual(json);
        },
      ),
    );
  });

  it('keeps several documents apart', () => {
    const text = 'kind: A\n---\nkind: B\n';
    expect(formatYaml(text)).toBe(text);
  });
});
