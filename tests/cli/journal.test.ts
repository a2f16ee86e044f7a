import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openJournal, readJournal } from '#cli/io/journal.ts';
import { colours } from '#cli/report/colour.ts';
import { journalStep, parseRun, runsText, runText, type JournalLine } from '#cli/report/journal.ts';
import { recordInto } from '#cli/recording.ts';
import { DiagnosedError, failure, type StepReport } from '#provider';

const SCOPE = { endpoint: 'https://api.example', workspace: 'acme', environment: 'production' };
const START: JournalLine = {
  type: 'started',
  formatVersion: 1,
  run: 'r1',
  at: '2026-11-22T10:00:00.000Z',
  by: 'Ada',
  commit: 'abcdef0123456789',
  version: '0.1.0',
  scope: SCOPE,
  plan: 'digest',
  steps: 2,
};
const report = (name: string, outcome: StepReport['outcome'] = 'done'): StepReport => ({
  step: {
    id: `create:${name}`,
    action: 'create',
    kind: 'Integration',
    name,
    needs: [],
    fields: [{ path: ['credentials', 'username'], after: 'canary-secret', cause: 'pending' }],
  },
  outcome,
  diagnostics: [],
  seconds: 1,
});

describe('the journal of a run', () => {
  const done = async (): Promise<void> => Promise.resolve();

  it('holds what was done, and no value of any field', async () => {
    const lines: JournalLine[] = [];
    const journal = { add: (line: JournalLine) => void lines.push(line), flush: done, close: done };
    const recording = recordInto(journal, new AbortController().signal);
    recording.on({ type: 'ended', report: report('A') });
    expect(await recording.end(5, [report('A'), report('B', 'not-tried')])).toEqual([]);
    expect(lines).toMatchObject([
      { type: 'step', name: 'A', outcome: 'done' },
      { type: 'step', name: 'B', outcome: 'not-tried' },
      { type: 'ended', exitCode: 5, outcomes: { done: 1, 'not-tried': 1 } },
    ]);
    expect(JSON.stringify(lines)).not.toContain('canary-secret');
  });

  it('stops the run when it cannot be kept, and says why once', async () => {
    const flush = async (): Promise<void> => {
      throw new DiagnosedError(failure('journal/unwritable', 'The disk is full.'));
    };
    const journal = { add: () => undefined, flush, close: done };
    const recording = recordInto(journal, new AbortController().signal);
    expect(recording.signal.aborted).toBe(false);
    recording.on({ type: 'ended', report: report('A') });
    await new Promise((resolve) => setImmediate(resolve));
    expect(recording.signal.aborted).toBe(true);
    expect(await recording.end(0, [report('A')])).toMatchObject([{ code: 'journal/unwritable' }]);
  });

  it('is on disk after each flush, in the order of the events', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'injixo-test-'));
    const journal = await openJournal(folder, 'r1', 'committed');
    journal.add(START);
    await journal.flush();
    for (let n = 0; n < 50; n++) journal.add(journalStep(report(`S${n}`), 'now'));
    await journal.flush();
    const [run] = readJournal(folder);
    expect(run).toMatchObject({ run: 'r1', damaged: 0, started: { by: 'Ada' } });
    expect(run!.steps.map(({ name }) => name)).toEqual(Array.from({ length: 50 }, (_, n) => `S${n}`));
    await journal.close();
    await expect(openJournal(folder, 'r1', 'committed')).rejects.toThrow('cannot be written');
  });

  it('is read back, also when the last line is torn', () => {
    const text = `${JSON.stringify(START)}\n{"type":"step","at":"x","id":"a","action":"create","kind":"Integration","name":"A","outcome":"done","seconds":1,"problems":[]}\n{"type":"ste`;
    const run = parseRun('r1', text);
    expect(run).toMatchObject({ damaged: 1, steps: [{ name: 'A' }] });
    expect(runsText([run], colours(false))).toContain('did not end: 1 of 2 steps done');
    expect(runText(run, colours(false))).toMatch(/By +Ada[^]*Commit +abcdef0123456789[^]*1 damaged lines/);
  });

  it.each(['', 'null\n', '[1]\n', '\u0000'])('is never unreadable: %j', (text) => {
    expect(() => runText(parseRun('r', text), colours(false))).not.toThrow();
  });
});
