import { wireFindings, type Finding } from '../convert/finding.ts';
import type {
  Draft,
  ImportResourceStateRequest,
  ImportResourceStateResponse,
} from '../wire/generated/messages.js';
import { explain } from './explain.ts';
import { writeMemory } from './memory.ts';
import { isFinding, sessionOf, type ProviderState } from './provider.ts';
import { kindOf, RESOURCES } from './registry.ts';
import { toWire } from './values.ts';

/** ImportResourceState: finds the thing; Terraform reads it afterwards. */
export async function importResourceState(
  { type_name, id }: ImportResourceStateRequest,
  state: ProviderState,
): Promise<Draft<ImportResourceStateResponse>> {
  const kind = kindOf(RESOURCES, type_name);
  const session = sessionOf(state);
  const failed = (findings: Finding[]): Draft<ImportResourceStateResponse> => ({
    diagnostics: wireFindings(findings),
  });
  if (isFinding(session)) return failed([session]);
  try {
    const found = await kind.importById(id, session);
    if (isFinding(found)) return failed([found]);
    const imported = {
      type_name,
      state: toWire(found, kind.block),
      private: writeMemory({ imported: true }),
    };
    return { imported_resources: [imported] };
  } catch (error) {
    return failed(explain(error, state.log));
  }
}
