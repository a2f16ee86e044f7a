import type {
  Draft,
  UpgradeResourceStateRequest,
  UpgradeResourceStateResponse,
} from '../wire/generated/messages.js';

/**
 * UpgradeResourceState: there is one version of every schema, so the state stays as it is. It is handed
 * back as the bytes that came: Terraform reads them by the schema, and numbers lose nothing on the way.
 */
export async function upgradeResourceState({
  raw_state,
}: UpgradeResourceStateRequest): Promise<Draft<UpgradeResourceStateResponse>> {
  return { upgraded_state: { json: raw_state?.json ?? new TextEncoder().encode('null') } };
}
