import { describe, expect, it } from 'vitest';
import { DIAGNOSTIC_CODES, type DiagnosticCode } from '#core/diagnostic-codes.ts';
import { exitCodeOf } from '#cli/exit-code.ts';

const of = (...codes: DiagnosticCode[]): number =>
  exitCodeOf(codes.map((code) => ({ code, severity: 'error', message: '' })));

describe('exit codes', () => {
  it.each<[DiagnosticCode, number]>([
    ['usage/invalid', 1],
    ['file/not-found', 1],
    ['secret/missing', 1],
    ['api/unauthorized', 1],
    ['api/unreachable', 1],
    ['confirm/declined', 1],
    ['internal/error', 1],
    ['yaml/syntax', 3],
    ['schema/unknown-key', 3],
    ['secret/literal', 3],
    ['check/sql-columns', 3],
    ['document/duplicate-name', 3],
    ['refused/threshold', 4],
    ['refused/prevent-destroy', 4],
    ['apply/partial', 5],
    ['stale/observed', 6],
    ['conflict/not-owned', 6],
    ['api/conflict', 6],
    ['api/precondition', 6],
    ['confirm/needed', 7],
    ['apply/interrupted', 130],
  ])('%s is %i', (code, expected) => expect(of(code)).toBe(expected));

  it('are 0 without errors', () => {
    expect(exitCodeOf([])).toBe(0);
    expect(exitCodeOf([{ code: 'schema/unknown-key', severity: 'warning', message: '' }])).toBe(0);
  });

  it('say the most important thing first', () => {
    expect(of('api/timeout', 'schema/type')).toBe(3);
    expect(of('refused/replace', 'conflict/not-owned')).toBe(6);
    expect(of('apply/partial', 'api/invalid')).toBe(5);
  });

  it('exist for every code', () => {
    for (const code of Object.keys(DIAGNOSTIC_CODES) as DiagnosticCode[])
      expect([1, 3, 4, 5, 6, 7, 130]).toContain(of(code));
  });
});
