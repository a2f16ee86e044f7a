/** Carries out a plan against the API: wires the writer of integrations and the watcher of imports. */
import type { Client, Configuration, Import, Workload } from '#api/client.ts';
import { executeSteps, type Handler, type Running } from '#apply/execute.ts';
import type { ApplyEvent, StepReport } from '#apply/events.ts';
import { ImportWatcher, type ImportState } from '#apply/import-watcher.ts';
import { QueueFinder } from '#apply/queue-finder.ts';
import type { SecretReference } from '#core/declaration.ts';
import { failure, type Diagnostic } from '#core/diagnostic.ts';
import type { Action, IntegrationStep, Plan, Scope, Step, WorkloadStep } from '#core/plan.ts';
import { IntegrationWriter } from '#resources/integration.ts';
import { WorkloadWriter } from '#resources/workload.ts';
import { all } from '#api/pages.ts';
import { explainError } from './explain.ts';

export interface ApplyContext {
  client: Client;
  scope: Scope;
  commit?: string;
  parallelism: number;
  /** Overrides import.wait of every integration. */
  wait?: boolean;
  signal: AbortSignal;
  emit: (event: ApplyEvent) => void;
  newId: () => string;
  now: () => number;
  sleep: (milliseconds: number) => Promise<void>;
  resolveSecret: (reference: SecretReference) => Promise<string>;
  /** Told of each thing as the account answers it after a write. */
  written?: (answer: Configuration | Workload) => void;
}

export async function applyPlan(plan: Pick<Plan, 'steps'>, context: ApplyContext): Promise<StepReport[]> {
  const writer = new IntegrationWriter(context);
  const integrations = integrationHandlers(plan, writer, context);
  const workloads = workloadHandlers(writer, context);
  const carryOut: Handler = async (step) =>
    step.kind === 'Integration' ? integrations[step.action](step) : workloads(step);
  return executeSteps(plan.steps, { ...context, carryOut, explain: explainError });
}

/** A mapping that fails must not stop the imports: the integration goes on with the mapping that it had. */
function mapping(plan: Pick<Plan, 'steps'>, writer: IntegrationWriter): IntegrationHandler {
  const resumed = new Set(
    plan.steps.filter(({ action }) => action === 'resume').flatMap(({ needs }) => needs),
  );
  return async (step) => {
    try {
      return { diagnostics: await writer.map(step) };
    } catch (error) {
      if (!resumed.has(step.id)) throw error;
      const isResumed = await writer.resumeNow(step).then(
        () => true,
        () => false,
      );
      return { diagnostics: [...explainError(error), afterFailedMapping(step, isResumed)] };
    }
  };
}

function afterFailedMapping({ name, source }: IntegrationStep, isResumed: boolean): Diagnostic {
  const place = { path: 'spec.agentStatus', ...source };
  if (isResumed) {
    const message = `"${name}" was resumed: its imports go on, with the mapping that the account has.`;
    return { code: 'mapping/resumed', severity: 'info', message, ...place };
  }
  const message = `"${name}" could not be resumed and stays paused.`;
  const hint = 'Run the same command again: it finishes what this run began.';
  return { code: 'mapping/left-paused', severity: 'warning', message, hint, ...place };
}

type IntegrationHandler = (step: IntegrationStep) => Promise<Running>;

function integrationHandlers(
  plan: Pick<Plan, 'steps'>,
  writer: IntegrationWriter,
  context: ApplyContext,
): Record<Action, IntegrationHandler> {
  const plain =
    (write: (step: IntegrationStep) => Promise<Diagnostic[]>): IntegrationHandler =>
    async (step) => ({ diagnostics: await write(step) });
  return {
    create: saving(plan, (step) => writer.create(step)),
    replace: saving(plan, (step) => writer.replace(step)),
    update: saving(plan, (step) => writer.update(step)),
    rename: saving(plan, (step) => writer.update(step)),
    adopt: saving(plan, (step) => writer.update(step)),
    pause: plain((step) => writer.pause(step)),
    map: mapping(plan, writer),
    resume: plain((step) => writer.resume(step)),
    delete: plain((step) => writer.delete(step)),
    import: importHandler(writer, context),
  };
}

/** Waiting for queues holds no slot: it can take as long as an import. */
function workloadHandlers(
  integrations: IntegrationWriter,
  context: ApplyContext,
): (step: WorkloadStep) => Promise<Running> {
  const { client, now, sleep, signal } = context;
  const writer = new WorkloadWriter(context);
  const finder = new QueueFinder({
    fetchQueues: async () => all(client.listQueues()),
    idOf: (name) => integrations.idOf(name),
    sleep: interruptible(sleep, signal),
    now,
    signal,
  });
  const write = async (step: WorkloadStep, queueIds: number[] | undefined): Promise<Diagnostic[]> => {
    if (step.action === 'delete') await writer.delete(step);
    else if (step.action === 'create') await writer.create(step, queueIds ?? []);
    else if (step.action === 'replace') await writer.replace(step, queueIds ?? []);
    else await writer.update(step, queueIds);
    return [];
  };
  return async (step) => {
    if (step.awaits === undefined) return { diagnostics: await write(step, step.queueIds) };
    return { diagnostics: [], settled: finder.find(step).then(async (ids) => write(step, ids)) };
  };
}

/**
 * A failed connection test fails the import that follows, since the save itself is done. Where no
 * import follows, the save carries the failure, so that it is never lost.
 */
function saving(
  plan: Pick<Plan, 'steps'>,
  write: (step: IntegrationStep) => Promise<Diagnostic[]>,
): IntegrationHandler {
  const imported = new Set(
    plan.steps.filter(({ action }) => action === 'import').flatMap(({ needs }) => needs),
  );
  return async (step): Promise<Running> => {
    const diagnostics = await write(step);
    if (!imported.has(step.id)) return { diagnostics };
    return {
      diagnostics: diagnostics.map((diagnostic) => ({ ...diagnostic, severity: 'warning' as const })),
    };
  };
}

function importHandler(writer: IntegrationWriter, context: ApplyContext): IntegrationHandler {
  const { client, emit, now, sleep, signal } = context;
  const fetchImports = async (ids: readonly number[]): Promise<ImportState[]> => client.getImports(ids);
  const watcher = new ImportWatcher({ fetchImports, now, sleep: interruptible(sleep, signal), signal });
  return async (step) => {
    const current = writer.current(step);
    const started = importOf(step, current.lastImport) ?? (await client.startImport(current.id));
    const wait = context.wait ?? step.desired!.import.wait;
    if (!wait) return { diagnostics: [] };
    emit({ type: 'waiting', step, importId: started.id });
    const settled = watcher.watch(started.id, {
      name: step.name,
      timeoutSeconds: step.desired!.import.timeoutSeconds,
      onProgress: ({ progress, state }) =>
        emit({ type: 'progress', step, importId: started.id, percent: progress, state }),
    });
    return { diagnostics: [], settled };
  };
}

/**
 * The import that the account has started by itself: the first one of a new integration, even if it is
 * over already, or one that still runs.
 */
function importOf(step: Step, last: Import | null | undefined): Import | undefined {
  if (last === null || last === undefined) return undefined;
  const isNew = step.observed === undefined;
  return isNew || last.state === 'queued' || last.state === 'running' ? last : undefined;
}

/** A sleep that ends early when the run is interrupted. */
function interruptible(
  sleep: (milliseconds: number) => Promise<void>,
  signal: AbortSignal,
): (milliseconds: number) => Promise<void> {
  return async (milliseconds) => {
    if (signal.aborted) return;
    let wake: () => void = () => undefined;
    const aborted = new Promise<void>((resolve) => (wake = resolve));
    signal.addEventListener('abort', wake, { once: true });
    await Promise.race([sleep(milliseconds), aborted]);
    signal.removeEventListener('abort', wake);
  };
}

/** What a run that did not finish adds to its report. */
export function runDiagnostics(reports: readonly StepReport[]): Diagnostic[] {
  const count = (outcome: StepReport['outcome']): number =>
    reports.filter((report) => report.outcome === outcome).length;
  const [done, failed, notTried, stopped] = [
    count('done'),
    count('failed'),
    count('not-tried'),
    count('interrupted'),
  ];
  if (failed + notTried + stopped === 0) return [];
  const text = `${done} of ${reports.length} steps were done, ${failed} failed, ${notTried + stopped} were not finished or not tried.`;
  if (stopped > 0 || (failed === 0 && notTried > 0)) {
    return [
      failure(
        'apply/interrupted',
        `Interrupted: ${text}`,
        'Run the same command again to continue; "injixo imports watch" follows running imports.',
      ),
    ];
  }
  return [
    failure(
      'apply/partial',
      text,
      'Remove the cause and run the same command again: what is done is not done twice.',
    ),
  ];
}
