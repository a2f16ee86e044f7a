import { TERRAFORM_ENGINE } from '#core/ownership.ts';
import { checkEndpoint, checkToken, connect } from '../../connect.ts';
import { ctyObject } from '../convert/cty.ts';
import { problem, wireFindings, type Finding } from '../convert/finding.ts';
import { openSession } from '../session/session.ts';
import type {
  ConfigureProviderRequest,
  ConfigureProviderResponse,
  Draft,
} from '../wire/generated/messages.js';
import { PROVIDER_BLOCK, readConfiguration, type ProviderConfiguration } from './configuration.ts';
import { explain } from './explain.ts';
import type { ProviderState } from './provider.ts';
import { fromWire } from './values.ts';

/** ConfigureProvider: opens a session. While a value is unknown there is none, and plans go on without the account. */
export async function configureProvider(
  request: ConfigureProviderRequest,
  state: ProviderState,
): Promise<Draft<ConfigureProviderResponse>> {
  const value = fromWire(request.config, PROVIDER_BLOCK) ?? ctyObject();
  const configuration = readConfiguration(value, state.environment);
  state.session = undefined;
  if (configuration === undefined) return {};
  try {
    const findings = await open(configuration, request.terraform_version, state);
    return { diagnostics: wireFindings(findings) };
  } catch (error) {
    return { diagnostics: wireFindings(explain(error, state.log)) };
  }
}

async function open(
  { endpoint, token, workspace, environment, edition, parallelism }: ProviderConfiguration,
  terraformVersion: string,
  state: ProviderState,
): Promise<Finding[]> {
  if (token === undefined) {
    const hint =
      'Set INJIXO_TOKEN to a personal access token, or INJIXO_TOKEN_FILE to a file with one that can be read. (secret/missing)';
    return [problem('There is no token for the injixo API.', hint, ['token'])];
  }
  const address = checkEndpoint(endpoint);
  // Without the signal to stop: what an apply has begun must still be read, or it would be lost to the state.
  const client = await connect({
    endpoint: address,
    token: checkToken(token),
    parallelism,
    userAgent: `terraform-provider-injixo/${state.version} terraform/${terraformVersion}`,
    environment: state.environment,
  });
  state.session = openSession({
    client,
    scope: { endpoint: address, workspace, environment, engine: TERRAFORM_ENGINE },
    parallelism,
    signal: state.stop.signal,
    log: state.log,
    ...(edition === undefined ? {} : { edition }),
  });
  return [];
}
