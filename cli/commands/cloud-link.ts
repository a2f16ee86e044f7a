import { readFileSync } from 'node:fs';
import { ApiError, DiagnosedError, failure } from '#provider';
import { openAccount } from '../account.ts';
import { readStdin } from '../io/files.ts';
import { readConfigurations } from '../io/selection.ts';
import { askHidden, dataColours, say, writeData } from '../io/terminal.ts';
import type { TargetFlags } from '../target.ts';

interface Flags extends TargetFlags {
  pinFile?: string;
  format: 'text' | 'json';
  output?: string;
}

/** Connects an integration with the Cloud Link that shows a PIN. The PIN is typed, piped or in a file. */
export async function connect([name = '']: string[], flags: Flags): Promise<number> {
  const { client } = await openAccount(flags);
  const [configuration] = await readConfigurations(client, [name]);
  const pin = await readPin(flags.pinFile);
  try {
    await client.connectCloudLink(configuration!.id, pin);
  } catch (error) {
    if (error instanceof ApiError && error.status === 422 && error.fields.length > 0) throw refused(name);
    throw error;
  }
  say(`"${name}" is connected with injixo Cloud Link.`);
  return 0;
}

export async function status([name = '']: string[], flags: Flags): Promise<number> {
  const { client } = await openAccount(flags);
  const [configuration] = await readConfigurations(client, [name]);
  const { state } = await client.getCloudLink(configuration!.id);
  const c = dataColours(flags.output);
  const text = state === 'connected' ? c.green(state) : c.yellow(state);
  writeData(flags.format === 'json' ? JSON.stringify({ integration: name, state }) : text, flags.output);
  return 0;
}

/** Never an argument: those can be read by every process, and shells keep them. */
async function readPin(file: string | undefined): Promise<string> {
  const pin = (await pinText(file)).trim();
  if (/^[0-9]{6}$/.test(pin)) return pin;
  const hint = 'Cloud Link shows six digits, which are valid for five minutes.';
  throw new DiagnosedError(failure('usage/invalid', 'The PIN is not six digits.', hint));
}

async function pinText(file: string | undefined): Promise<string> {
  if (file === '-') return Buffer.from(await readStdin()).toString('utf8');
  if (file === undefined) return askHidden('The PIN that Cloud Link shows: ');
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new DiagnosedError(failure('file/not-found', `The file ${file} could not be read.`));
  }
}

function refused(name: string): DiagnosedError {
  const hint = 'PINs are valid for five minutes: read the present one in Cloud Link and try again.';
  return new DiagnosedError(failure('api/invalid', `injixo does not take the PIN for "${name}".`, hint));
}
