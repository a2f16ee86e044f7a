import {
  ImportWatcher,
  type ApplyEvent,
  type Client,
  type Configuration,
  type Diagnostic,
  type Import,
  type Step,
  sleep,
} from '#provider';
import { exitCodeOf } from '../exit-code.ts';
import { onInterrupt } from '../interrupt.ts';
import { dataColours, say, sayDiagnostics, writeData } from '../io/terminal.ts';
import { createProgress } from '../progress/progress.ts';
import { table } from '../report/table.ts';
import type { TargetFlags } from '../target.ts';
import { readConfigurations } from '../io/selection.ts';
import { openAccount } from '../account.ts';

interface Flags extends TargetFlags {
  format?: 'text' | 'json';
  output?: string;
  wait?: boolean;
  timeout?: number;
}

const DEFAULT_TIMEOUT_SECONDS = 1200;

interface Running {
  name: string;
  item: Import;
}

export async function list(names: string[], flags: Flags): Promise<number> {
  const { client } = await openAccount(flags);
  const configurations = await readConfigurations(client, names);
  const byId = new Map(configurations.map(({ id, name }) => [id, name]));
  const found: Import[] = [];
  for await (const page of client.listImports()) found.push(...page);
  const shown = found.filter((item) => names.length === 0 || byId.has(item.integrationConfigurationId));
  const nameOf = (item: Import): string => byId.get(item.integrationConfigurationId) ?? '(deleted)';
  if (flags.format === 'json') {
    writeData(
      JSON.stringify({ imports: shown.map((item) => ({ ...item, integration: nameOf(item) })) }, null, 2),
      flags.output,
    );
    return 0;
  }
  const rows = shown.map((item) => [
    String(item.id),
    nameOf(item),
    item.state,
    `${item.progress} %`,
    item.startedAt,
    item.message ?? '',
  ]);
  const c = dataColours(flags.output);
  writeData(
    shown.length === 0
      ? 'No imports.'
      : table(['ID', 'INTEGRATION', 'STATE', 'PROGRESS', 'STARTED', ''], rows, c),
    flags.output,
  );
  return 0;
}

export async function start(names: string[], flags: Flags): Promise<number> {
  const { client } = await openAccount(flags);
  const running: Running[] = [];
  for (const { id, name } of await readConfigurations(client, names))
    running.push({ name, item: await client.startImport(id) });
  for (const { name, item } of running) say(`started import ${item.id} of ${name}`);
  return flags.wait === false ? 0 : follow(client, running, flags);
}

export async function watch(names: string[], flags: Flags): Promise<number> {
  const { client } = await openAccount(flags);
  const configurations = await readConfigurations(client, names);
  const running = configurations.flatMap(({ name, lastImport }: Configuration) =>
    lastImport?.state === 'queued' || lastImport?.state === 'running' ? [{ name, item: lastImport }] : [],
  );
  if (running.length === 0) {
    say('No import is running.');
    return 0;
  }
  return follow(client, running, flags);
}

async function follow(client: Client, running: readonly Running[], flags: Flags): Promise<number> {
  const interrupt = onInterrupt(() => undefined);
  const progress = await createProgress(running.length);
  const fetchImports = async (ids: readonly number[]): Promise<Import[]> => client.getImports(ids);
  const watcher = new ImportWatcher({ fetchImports, sleep, now: Date.now, signal: interrupt.signal });
  try {
    const ended = running.map(async ({ name, item }) => {
      const step = asStep(name);
      const emit = (event: ApplyEvent): void => progress.on(event);
      const started = Date.now();
      emit({ type: 'waiting', step, importId: item.id });
      const found = await watcher.watch(item.id, {
        name,
        timeoutSeconds: flags.timeout ?? DEFAULT_TIMEOUT_SECONDS,
        onProgress: (state) =>
          emit({ type: 'progress', step, importId: item.id, percent: state.progress, state: state.state }),
      });
      const outcome = found.length === 0 ? 'done' : 'failed';
      emit({
        type: 'ended',
        report: { step, outcome, diagnostics: found, seconds: (Date.now() - started) / 1000 },
      });
      return found;
    });
    return finish((await Promise.all(ended)).flat());
  } finally {
    progress.stop();
    interrupt.dispose();
  }
}

function finish(diagnostics: Diagnostic[]): number {
  sayDiagnostics(diagnostics);
  return exitCodeOf(diagnostics);
}

/** Progress displays speak of steps; an import outside of a plan is one too. */
function asStep(name: string): Step {
  return { id: `import:${name}`, action: 'import', kind: 'Integration', name, needs: [], fields: [] };
}
