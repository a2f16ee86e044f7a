import path from 'node:path';
import { DiagnosedError, failure, readObserved, readWorkloads, type Client, type Scope } from '#provider';
import { findWorkspaceFile, readSource } from './io/files.ts';
import { readInputs } from './io/inputs.ts';
import { resolverFor } from './io/secrets.ts';
import { workspaceOf } from './io/workspace.ts';
import type { ApplyFlags, Ready } from './ready.ts';
import { parsePlanFile, type PlanFile } from './report/plan-file.ts';
import { openTarget, type Target } from './target.ts';

/** A saved plan: made for this account, by this version, and the account is as it was. */
export async function readyFromFile(file: string, flags: ApplyFlags, signal: AbortSignal): Promise<Ready> {
  const saved = parsePlanFile(file, Buffer.from(readSource(file).bytes).toString('utf8'));
  const workspaceFile =
    findWorkspaceFile(process.cwd()) ?? findWorkspaceFile(path.dirname(path.resolve(file)));
  const root = workspaceFile === undefined ? process.cwd() : path.dirname(workspaceFile);
  const resolveSecret = resolverFor(flags, root);
  const environment = saved.scope.environment === '' ? {} : { environment: saved.scope.environment };
  const named = { ...environment, ...flags };
  const workspace =
    flags.cdktf === undefined ? workspaceOf(workspaceFile) : (await readInputs([], named)).workspace;
  const target = await openTarget(named, workspace, resolveSecret, signal);
  checkTarget(saved, target);
  await checkObserved(saved, target);
  return {
    scope: saved.scope,
    steps: saved.steps,
    unchanged: saved.unchanged,
    diagnostics: saved.diagnostics,
    target,
    root,
    digest: () => saved.digest,
    resolveSecret,
    place: async (diagnostics) => [...diagnostics],
  };
}

/** The endpoint is never taken from the plan: a plan that somebody made must not lead the token elsewhere. */
function checkTarget({ scope }: PlanFile, target: Target): void {
  const text = ({ endpoint, workspace, environment }: Scope): string =>
    `${endpoint}, workspace ${workspace}${environment === '' ? '' : `, environment ${environment}`}`;
  if (text(scope) === text(target.scope)) return;
  const message = `The plan was made for ${text(scope)}; this is ${text(target.scope)}.`;
  throw new DiagnosedError(
    failure(
      'stale/other-target',
      message,
      'Make a plan for the target that you mean; where an app names it, add --cdktf.',
    ),
  );
}

async function checkObserved(saved: PlanFile, { client }: Target): Promise<void> {
  const key = ({ kind, id }: { kind: string; id: number }): string => `${kind} ${id}`;
  const planned = new Map(saved.observed.map((item) => [key(item), item]));
  const names = new Set(
    saved.steps.flatMap(({ kind, name, observed }) => [
      `${kind} ${name}`,
      `${kind} ${observed?.name ?? name}`,
    ]),
  );
  const now = (await readNow(saved, client)).filter(
    (item) => planned.has(key(item)) || names.has(`${item.kind} ${item.name}`),
  );
  const changed = now.filter((item) => planned.get(key(item))?.etag !== item.etag);
  const present = new Set(now.map(key));
  const gone = saved.observed.filter((item) => !present.has(key(item)));
  const affected = [...changed, ...gone].map(({ name }) => `"${name}"`);
  if (affected.length === 0) return;
  const message = `The account changed since the plan was made: ${affected.join(', ')}.`;
  throw new DiagnosedError(failure('stale/observed', message, 'Make the plan again and review it.'));
}

/** Workloads are read only if the plan is about some. */
async function readNow(saved: PlanFile, client: Client): Promise<PlanFile['observed']> {
  const integrations = (await readObserved(client)).map((item) => ({
    kind: 'Integration' as const,
    ...item,
  }));
  const about = [...saved.observed, ...saved.steps].some(({ kind }) => kind === 'Workload');
  if (!about) return integrations;
  const { observed } = await readWorkloads(client);
  return [...integrations, ...observed.map((item) => ({ kind: 'Workload' as const, ...item }))];
}
