import { integrationType, DiagnosedError, failure, type Configuration } from '#provider';
import { openAccount } from '../account.ts';
import { prepareDelivery, type DeliveryFlags } from '../io/deliver.ts';
import { readConfigurations } from '../io/selection.ts';
import { confirm, say } from '../io/terminal.ts';
import type { TargetFlags } from '../target.ts';

interface Flags extends TargetFlags, Omit<DeliveryFlags, 'command'> {
  autoApprove?: boolean;
}

type KeyKind = 'api-key' | 'url-token';

const WORDS: Record<KeyKind, string> = { 'api-key': 'API key', 'url-token': 'URL token' };

export async function apiKey(args: string[], flags: Flags): Promise<number> {
  return generate('api-key', args, flags);
}

export async function urlToken(args: string[], flags: Flags): Promise<number> {
  return generate('url-token', args, flags);
}

/** Generates a value that injixo shows once. Everything that can go wrong goes wrong before. */
async function generate(kind: KeyKind, [name = '', ...command]: string[], flags: Flags): Promise<number> {
  const delivery = prepareDelivery({ ...flags, command });
  try {
    const { client } = await openAccount(flags);
    const [configuration] = await readConfigurations(client, [name]);
    assertGenerates(configuration!, kind);
    if (flags.autoApprove !== true) {
      const question = `Generate a new ${WORDS[kind]} of "${name}"? The last one becomes void.`;
      await confirm(question, new AbortController().signal);
    }
    const value = await client.generateKey(configuration!.id, kind);
    await delivery.deliver(value);
  } catch (error) {
    delivery.cancel();
    throw error;
  }
  say(`The ${WORDS[kind]} of "${name}" went to ${delivery.target}. Any earlier one is void.`);
  return 0;
}

function assertGenerates({ name, type }: Configuration, kind: KeyKind): void {
  const generates = integrationType(type)?.generates;
  if (generates === kind) return;
  const hint =
    generates === undefined ? undefined : `It has a ${WORDS[generates]}: use "injixo keys ${generates}".`;
  throw new DiagnosedError(
    failure('usage/invalid', `"${name}" (${type}) has no ${WORDS[kind]}.`, hint ?? 'See "injixo explain".'),
  );
}
