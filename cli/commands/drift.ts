import { findDrift, isDrift } from '#provider';
import { EXIT, exitCodeOf } from '../exit-code.ts';
import { attempt } from '../io/attempt.ts';
import { say, sayDiagnostics, writeData } from '../io/terminal.ts';
import { reportFailure } from '../plan-failure.ts';
import { makePlanned, type PlanFlags } from '../planning.ts';
import { driftJson, driftText, type DriftResult } from '../report/drift-text.ts';
import { driftReport } from '../report/models/drift.ts';
import type { Colours } from '../report/colour.ts';
import { now, watch } from '../watching.ts';
import { writeReport } from '../write-report.ts';

interface Flags extends PlanFlags {
  format: string;
  output?: string;
  detailedExitcode?: boolean;
  /** Seconds between two looks. */
  watch?: number;
}

/** What somebody changed in the account since the last apply; writes nothing. */
export async function drift(args: string[], flags: Flags): Promise<number> {
  if (flags.watch !== undefined)
    return watch(flags.watch, async () => {
      const result = await look(args, flags);
      const state = JSON.stringify(result.items);
      return { state, show: async () => show(result, flags), exitCode: exitOf(result, flags) };
    });
  return attempt(
    async () => {
      const result = await look(args, flags);
      await show(result, flags);
      return exitOf(result, flags);
    },
    (diagnostics) => reportFailure(diagnostics, 'drift', flags),
  );
}

async function look(args: string[], flags: Flags): Promise<DriftResult> {
  const { plan, input, target, warnings, inputs } = await makePlanned(
    args,
    { ...flags, everything: true },
    'apply',
  );
  const items = findDrift(input, plan).map((item) => {
    if (item.source === undefined || item.source.line !== undefined) return item;
    return { ...item, source: { ...item.source, ...inputs.set.placeOfName(item.source) } };
  });
  // What a plan would refuse is no matter of drift; what it could not look up is.
  const diagnostics = [...warnings, ...plan.diagnostics].filter(({ code }) =>
    /^(mapping|document)\//.test(code),
  );
  const requests = { ...target.client.requests };
  return { scope: target.scope, drifted: items.some(isDrift), items, diagnostics, requests };
}

async function show(result: DriftResult, flags: Flags): Promise<void> {
  const repeated = flags.watch !== undefined;
  // One line a look, so that a program can read a watch line by line.
  if (repeated && flags.format === 'json') return writeData(JSON.stringify(driftJson(result)), flags.output);
  if (repeated && flags.format === 'text') say(now());
  const forms = {
    text: (c: Colours) => driftText(result, c),
    json: () => driftJson(result),
    report: () => driftReport(result),
  };
  await writeReport(forms, flags);
  if (flags.format === 'text') sayDiagnostics(result.diagnostics);
}

function exitOf({ drifted, diagnostics }: DriftResult, flags: Flags): number {
  const code = exitCodeOf(diagnostics);
  if (code !== EXIT.done) return code;
  return drifted && flags.detailedExitcode === true ? EXIT.changes : EXIT.done;
}
