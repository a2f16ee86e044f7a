import { createHash } from 'node:crypto';
import {
  canonical,
  DiagnosedError,
  failure,
  isObject,
  parseJson,
  summarize,
  type Diagnostic,
  type Plan,
  type PlanOptions,
  type Scope,
  type Step,
  type Summary,
} from '#provider';
import { VERSION } from '../version.ts';
import { diagnosticJson } from './diagnostics.ts';

/**
 * The JSON form of a plan: the report and the saved plan are one file (schemas/plan.v1.schema.json).
 * It holds references to secrets, never values.
 */
export interface PlanFile {
  formatVersion: 1;
  kind: 'Plan';
  version: string;
  scope: Scope;
  options: PlanOptions;
  summary: Summary;
  steps: Step[];
  unchanged: number;
  diagnostics: Diagnostic[];
  observed: Plan['observed'];
  requests: Record<string, number>;
  /** Over everything but itself, diagnostics and requests. */
  digest: string;
}

export function toPlanFile(
  plan: Plan,
  about: { scope: Scope; options: PlanOptions; requests: Readonly<Record<string, number>> },
): PlanFile {
  const file = {
    formatVersion: 1 as const,
    kind: 'Plan' as const,
    version: VERSION,
    scope: about.scope,
    options: about.options,
    summary: summarize(plan),
    steps: plan.steps,
    unchanged: plan.unchanged,
    diagnostics: plan.diagnostics.map((item) => diagnosticJson(item) as unknown as Diagnostic),
    observed: plan.observed,
    requests: { ...about.requests },
  };
  return { ...file, digest: digestOf(file) };
}

const HOW_TO_SAVE = 'Make one with "injixo plan --format json -o plan.json".';

/** Reads a saved plan. Anything that was not written by this version as it stands is refused. */
export function parsePlanFile(name: string, text: string): PlanFile {
  let file: PlanFile;
  try {
    file = parseJson(text) as PlanFile;
  } catch {
    throw new DiagnosedError(
      failure('stale/version', `${name} is not a saved plan: it is not JSON.`, HOW_TO_SAVE),
    );
  }
  if (typeof file !== 'object' || file === null || file.kind !== 'Plan') {
    throw new DiagnosedError(failure('stale/version', `${name} is not a saved plan.`, HOW_TO_SAVE));
  }
  if (file.formatVersion !== 1 || file.version !== VERSION) {
    const message = `${name} was made by version ${String(file.version)}; this is ${VERSION}.`;
    throw new DiagnosedError(failure('stale/version', message, 'Make the plan again with this version.'));
  }
  if (!isIntact(file)) {
    throw new DiagnosedError(
      failure('stale/version', `${name} was changed after it was made.`, 'Make the plan again.'),
    );
  }
  return file;
}

function isIntact(file: PlanFile): boolean {
  const findings: unknown = file.diagnostics;
  if (!Array.isArray(findings) || !findings.every(isObject)) return false;
  return digestOf(file) === file.digest;
}

function digestOf(file: Omit<PlanFile, 'digest'>): string {
  const { scope, options, steps, unchanged, observed, version } = file;
  const refused = file.diagnostics
    .filter(({ severity }) => severity === 'error')
    .map(({ code, message }) => ({ code, message }));
  const head = { scope, options, unchanged, version, refused };
  const hash = createHash('sha256');
  // One by one: the text of a large plan need not be in memory as a whole.
  for (const part of [head, 'steps', ...listOf(steps), 'observed', ...listOf(observed)])
    hash.update(`${canonical(part)}\n`);
  return hash.digest('hex');
}

/** A file that somebody changed may hold anything. */
function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}
