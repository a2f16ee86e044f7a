import { wireFindings } from '../convert/finding.ts';
import type { Draft, ReadDataSourceRequest, ReadDataSourceResponse } from '../wire/generated/messages.js';
import { explain } from './explain.ts';
import { isFinding, sessionOf, type ProviderState } from './provider.ts';
import { DATA_SOURCES, kindOf } from './registry.ts';
import { fromWire, toWire } from './values.ts';

/** ReadDataSource: Terraform asks only when the whole configuration is known. */
export async function readDataSource(
  request: ReadDataSourceRequest,
  state: ProviderState,
): Promise<Draft<ReadDataSourceResponse>> {
  const source = kindOf(DATA_SOURCES, request.type_name);
  const config = fromWire(request.config, source.block)!;
  const session = sessionOf(state);
  if (isFinding(session)) return { diagnostics: wireFindings([session]) };
  try {
    const outcome = await source.read(config, session);
    return {
      state: toWire(outcome.state, source.block),
      diagnostics: wireFindings(outcome.findings),
    };
  } catch (error) {
    return { diagnostics: wireFindings(explain(error, state.log)) };
  }
}
