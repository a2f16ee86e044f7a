import { DiagnosedError, failure, integrationType, push, type Client, type PushEndpoint } from '#provider';
import { openAccount } from '../account.ts';
import { EXIT } from '../exit-code.ts';
import { onInterrupt } from '../interrupt.ts';
import { formOf, readEvents, sizeOf } from '../io/events.ts';
import { PushBook, type BookFlags } from '../io/push-book.ts';
import { readConfigurations } from '../io/selection.ts';
import { dataColours, say, writeData } from '../io/terminal.ts';
import { createMeter } from '../progress/meter.ts';
import { pushText, type PushResult } from '../report/push-text.ts';
import type { TargetFlags } from '../target.ts';

interface Flags extends TargetFlags, BookFlags {
  inputFormat?: 'csv' | 'ndjson';
  separator: string;
  batchSize: number;
  externalSystem?: string;
  format: 'text' | 'json';
  output?: string;
}

export async function contactEvents(args: string[], flags: Flags): Promise<number> {
  return run('contact-events', args, flags);
}

export async function agentStatuses(args: string[], flags: Flags): Promise<number> {
  return run('agent-statuses', args, flags);
}

async function run(endpoint: PushEndpoint, [name = '', file = '-']: string[], flags: Flags): Promise<number> {
  const interrupt = onInterrupt(() => say('Interrupted: finishing the batches in flight.'));
  const { client } = await openAccount(flags, interrupt.signal);
  const integration = await integrationId(client, name);
  const system = endpoint === 'agent-statuses' ? { externalSystem: flags.externalSystem ?? name } : {};
  const meta = { integrationConfigurationId: integration, ...system };
  const book = new PushBook({ push: endpoint, integration }, file, flags);
  const meter = await createMeter(sizeOf(file));
  let broken: Error | undefined;
  try {
    const source = { endpoint, file, form: formOf(file, flags.inputFormat), separator: flags.separator };
    await push(book.open(readEvents(source, meter.bytes)), {
      send: async (events) => client.push(endpoint, events, meta),
      batchSize: flags.batchSize,
      parallelism: Math.min(flags.parallelism ?? 4, 32),
      signal: interrupt.signal,
      onSending: (lines) => book.sending(lines),
      onUnsent: (lines) => book.unsent(lines),
      onSettled: (lines, outcome, reason) => {
        book.settled(lines, outcome, reason);
        meter.lines(book.result);
      },
    });
  } catch (error) {
    broken = error instanceof Error ? error : new Error(String(error));
  } finally {
    meter.stop();
    interrupt.dispose();
    book.close();
  }
  show(book.result, flags);
  if (broken !== undefined) throw broken;
  if (interrupt.signal.aborted) return EXIT.interrupted;
  return exitOf(book.result);
}

/** Everything accepted is 0, a part is 5, nothing is 1. */
function exitOf({ accepted, invalid, rejected, unknown }: PushResult): number {
  if (invalid + rejected + unknown === 0) return EXIT.done;
  return accepted > 0 ? EXIT.partial : EXIT.error;
}

function show(result: PushResult, { format, output }: Flags): void {
  const text = format === 'json' ? JSON.stringify(result, null, 2) : pushText(result, dataColours(output));
  writeData(text, output);
}

/** A number is taken as it is, since an API key may not look up names. */
async function integrationId(client: Client, name: string): Promise<number> {
  if (/^\d+$/.test(name)) return Number(name);
  const [configuration] = await readConfigurations(client, [name]);
  const { id, type } = configuration!;
  if (integrationType(type)?.deliveryMode === 'push') return id;
  const message = `"${name}" (${type}) takes no pushed data: injixo fetches it.`;
  throw new DiagnosedError(failure('usage/invalid', message, 'Name an integration of delivery mode push.'));
}
