import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { durationText, parseDuration } from '#core/duration.ts';
import { canonical, equal, getAt, pathText, without, type Json } from '#core/json.ts';
import { mergePatch } from '#core/merge-patch.ts';
import { readOwnership } from '#core/ownership.ts';
import { matches, parseSelector } from '#core/selector.ts';

describe('durations', () => {
  it.each([
    ['90s', 90],
    ['20m', 1200],
    ['1h30m', 5400],
    ['', undefined],
    ['20', undefined],
    ['1m1h', undefined],
    ['-1s', undefined],
  ])('%s is %s seconds', (text, seconds) => expect(parseDuration(text)).toBe(seconds));

  it('reads what it writes', () => {
    fc.assert(
      fc.property(fc.nat(1_000_000), (seconds) => {
        expect(parseDuration(durationText(seconds).replaceAll(' ', ''))).toBe(seconds);
      }),
    );
  });
});

describe('selectors', () => {
  const labels = { team: 'workforce', region: 'eu' };
  it.each([
    ['team=workforce', true],
    ['team==workforce', true],
    ['team!=workforce', false],
    ['team=workforce,region=eu', true],
    ['team=workforce,region=us', false],
    ['team', true],
    ['!team', false],
    ['!old', true],
    ['old!=x', true],
  ])('%s', (text, expected) => {
    const parsed = parseSelector(text);
    expect(typeof parsed === 'string' ? parsed : matches(labels, parsed)).toBe(expected);
  });

  it.each(['', 'a b', '=x', '!a=b', 'a=b,,c'])('refuses "%s"', (text) =>
    expect(typeof parseSelector(text)).toBe('string'),
  );

  it('does not find labels on the prototype', () => {
    expect(matches({}, [{ key: 'constructor', operator: 'exists', value: '' }])).toBe(false);
  });
});

describe('JSON', () => {
  it.each([
    [['spec', 'servers', 0, 'host'], 'spec.servers[0].host'],
    [['overrides', 'eu west', 'a'], 'overrides["eu west"].a'],
    [[], ''],
  ])('writes the path %j as %s', (path, text) => expect(pathText(path)).toBe(text));

  it('has one canonical text for equal values', () => {
    expect(canonical({ b: [1, { d: null, c: 'x' }], a: true })).toBe('{"a":true,"b":[1,{"c":"x","d":null}]}');
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
        expect(equal(a as Json, b as Json)).toBe(canonical(a as Json) === canonical(b as Json));
      }),
    );
  });

  it('finds own properties only', () => {
    expect(getAt({}, ['__proto__', 'toString'])).toBeUndefined();
    expect(getAt({ a: [{ b: 1 }] }, ['a', 0, 'b'])).toBe(1);
  });

  it('removes a value at a path from a copy', () => {
    const value = { a: { b: 1, c: 2 } };
    expect(without(value, ['a', 'b'])).toEqual({ a: { c: 2 } });
    expect(value).toEqual({ a: { b: 1, c: 2 } });
    expect(without(value, ['x', 'y'])).toEqual(value);
  });
});

describe('merge patch, by the examples of RFC 7396', () => {
  it.each<[Json, Json, Json]>([
    [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
    [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
    [{ a: 'b' }, { a: null }, {}],
    [{ a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
    [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
    [{ a: 'c' }, { a: ['b'] }, { a: ['b'] }],
    [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
    [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
    [
      ['a', 'b'],
      ['c', 'd'],
      ['c', 'd'],
    ],
    [{ a: 'b' }, ['c'], ['c']],
    [{ e: null }, { a: 1 }, { e: null, a: 1 }],
    [[1, 2], { a: 'b', c: null }, { a: 'b' }],
    [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
  ])('%j with %j is %j', (target, patch, result) => expect(mergePatch(target, patch)).toEqual(result));
});

describe('ownership', () => {
  it('is nobody without our annotations', () => expect(readOwnership({ note: 'x' })).toBeNull());

  it('survives annotations that somebody damaged', () => {
    const owner = readOwnership({
      'injixo-as-code/workspace': 'acme',
      'injixo-as-code/last-applied': '{broken',
    });
    expect(owner).toMatchObject({ workspace: 'acme', lastApplied: {} });
  });
});
