import { wireFindings } from '../convert/finding.ts';
import type { Draft, ReadResourceRequest, ReadResourceResponse } from '../wire/generated/messages.js';
import { explain } from './explain.ts';
import type { ProviderState } from './provider.ts';
import { kindOf, RESOURCES } from './registry.ts';
import { fromWire, toWire, withoutWriteOnly } from './values.ts';

/** ReadResource: what the account holds now. While the provider's configuration is unknown, the state stays. */
export async function readResource(
  request: ReadResourceRequest,
  { session, log }: ProviderState,
): Promise<Draft<ReadResourceResponse>> {
  const kind = kindOf(RESOURCES, request.type_name);
  const current = fromWire(request.current_state, kind.block);
  const kept = request.private ?? new Uint8Array();
  if (session === undefined || current === null) {
    return { new_state: toWire(current, kind.block), private: kept };
  }
  try {
    const state = await kind.read(current, session);
    const clean = state === null ? null : withoutWriteOnly(state, kind.block);
    return { new_state: toWire(clean, kind.block), private: kept };
  } catch (error) {
    return {
      new_state: toWire(current, kind.block),
      private: kept,
      diagnostics: wireFindings(explain(error, log)),
    };
  }
}
