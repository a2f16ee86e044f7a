/** Somebody at the web page of injixo, who knows nothing of any engine. */
import { CONFIGURATIONS } from '../support/emulator.ts';

/** Sends a request as a person and answers the body. */
export type Send = (
  method: string,
  path: string,
  body?: object,
  headers?: Record<string, string>,
) => Promise<any>;

/** Changes a setting of an integration, or pauses or resumes it; `turn` chooses which. */
export async function person(send: Send, pauses: boolean, turn: number): Promise<void> {
  const { data } = await send('GET', CONFIGURATIONS);
  if (data.length === 0) return;
  const chosen = data[turn % data.length];
  const at = `${CONFIGURATIONS}/${chosen.id}`;
  if (pauses) return send('POST', `${at}/${chosen.paused ? 'resume' : 'pause'}`);
  const configuration = { ...chosen.configuration, ...(chosen.type === 'five9' ? { region: 'CA' } : {}) };
  return send('PATCH', at, { configuration }, { 'if-match': chosen.etag ?? '*' });
}
