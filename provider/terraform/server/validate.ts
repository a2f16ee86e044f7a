import { wireFindings } from '../convert/finding.ts';
import type {
  Draft,
  ValidateConfigRequest,
  ValidateConfigResponse,
  ValidateProviderConfigRequest,
  ValidateProviderConfigResponse,
} from '../wire/generated/messages.js';
import { PROVIDER_BLOCK, validateProvider } from './configuration.ts';
import { kindOf, RESOURCES } from './registry.ts';
import { fromWire } from './values.ts';

export async function validateProviderConfig({
  config,
}: ValidateProviderConfigRequest): Promise<Draft<ValidateProviderConfigResponse>> {
  const value = fromWire(config, PROVIDER_BLOCK);
  return { diagnostics: wireFindings(value === null ? [] : validateProvider(value)) };
}

/** ValidateResourceConfig: everything that can be said offline, with values that may be unknown. */
export async function validateResourceConfig({
  type_name,
  config,
}: ValidateConfigRequest): Promise<Draft<ValidateConfigResponse>> {
  const kind = kindOf(RESOURCES, type_name);
  const value = fromWire(config, kind.block);
  return { diagnostics: wireFindings(value === null ? [] : await kind.validate(value)) };
}

/** Data sources and ephemeral resources have nothing that their schema does not say. */
export async function validateNothing(): Promise<Draft<ValidateConfigResponse>> {
  return {};
}
