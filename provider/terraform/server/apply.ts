import type { CtyObject } from '../convert/cty.ts';
import { problem, wireFindings, type Finding } from '../convert/finding.ts';
import type { Outcome, ResourceKind } from '../kinds/kind.ts';
import type { Session } from '../session/session.ts';
import type {
  ApplyResourceChangeRequest,
  ApplyResourceChangeResponse,
  Draft,
} from '../wire/generated/messages.js';
import { explain } from './explain.ts';
import { readMemory, writeMemory } from './memory.ts';
import { isFinding, sessionOf, type ProviderState } from './provider.ts';
import { kindOf, RESOURCES } from './registry.ts';
import { fromWire, toWire, withoutWriteOnly } from './values.ts';

/**
 * ApplyResourceChange. Whatever happens, the answer holds the state that the account is in: without one,
 * Terraform would forget what was made.
 */
export async function applyResourceChange(
  request: ApplyResourceChangeRequest,
  state: ProviderState,
): Promise<Draft<ApplyResourceChangeResponse>> {
  const kind = kindOf(RESOURCES, request.type_name);
  const prior = fromWire(request.prior_state, kind.block);
  const session = sessionOf(state);
  const outcome = isFinding(session)
    ? { state: prior, findings: [session] }
    : await apply(kind, request, prior, session).catch((error: unknown) => ({
        state: prior,
        findings: explain(error, state.log),
      }));
  const failed = outcome.findings.some(({ severity }) => severity === 'error');
  const after = outcome.state === null ? null : withoutWriteOnly(outcome.state, kind.block);
  return {
    new_state: toWire(after, kind.block),
    // After a write that succeeded it is ours.
    private: failed ? (request.planned_private ?? new Uint8Array()) : writeMemory({}),
    diagnostics: wireFindings(outcome.findings),
  };
}

async function apply(
  kind: ResourceKind,
  request: ApplyResourceChangeRequest,
  prior: CtyObject | null,
  session: Session,
): Promise<Outcome> {
  const planned = fromWire(request.planned_state, kind.block);
  const memory = readMemory(request.planned_private);
  if (planned === null) {
    const findings: Finding[] = prior === null ? [] : await kind.remove(prior, session, memory);
    const failed = findings.some(({ severity }) => severity === 'error');
    return { state: failed ? prior : null, findings };
  }
  const config = fromWire(request.config, kind.block) ?? planned;
  const change = { prior, planned, config };
  if (session.signal.aborted) {
    return { state: prior, findings: [problem('Interrupted before this change was made.', 'Apply again.')] };
  }
  return prior === null ? kind.create(change, session) : kind.update(change, session, memory);
}
