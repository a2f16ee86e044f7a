import { wireFindings } from '../convert/finding.ts';
import type {
  Draft,
  OpenEphemeralResourceRequest,
  OpenEphemeralResourceResponse,
} from '../wire/generated/messages.js';
import { explain } from './explain.ts';
import { isFinding, sessionOf, type ProviderState } from './provider.ts';
import { EPHEMERAL_RESOURCES, kindOf } from './registry.ts';
import { fromWire, toWire } from './values.ts';

/** OpenEphemeralResource: Terraform opens one only when its whole configuration is known. */
export async function openEphemeralResource(
  request: OpenEphemeralResourceRequest,
  state: ProviderState,
): Promise<Draft<OpenEphemeralResourceResponse>> {
  const resource = kindOf(EPHEMERAL_RESOURCES, request.type_name);
  const config = fromWire(request.config, resource.block)!;
  const session = sessionOf(state);
  if (isFinding(session)) return { diagnostics: wireFindings([session]) };
  try {
    const outcome = await resource.open(config, session);
    return {
      result: toWire(outcome.state, resource.block),
      diagnostics: wireFindings(outcome.findings),
    };
  } catch (error) {
    return { diagnostics: wireFindings(explain(error, state.log)) };
  }
}
