/** `acdServerAddresses` and `five9`, `freshdesk-contact-center` as Terraform writes names: in lower case with underscores. */
export function snakeCase(name: string): string {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replaceAll('-', '_')
    .toLowerCase();
}

/** `time_zone` as the name of a property in TypeScript: `timeZone`. */
export function camelCase(attribute: string): string {
  return attribute.replaceAll(/_([a-z0-9])/g, (_, sign: string) => sign.toUpperCase());
}

/** The resource type of an integration type: `injixo_integration_five9`. */
export function resourceType(integrationType: string): string {
  return `${INTEGRATION_PREFIX}${snakeCase(integrationType)}`;
}

/** Where registries and mirrors have the provider. */
export const PROVIDER_SOURCE = 'injixo-as-code/injixo';

export const INTEGRATION_PREFIX = 'injixo_integration_';

/** The construct of an integration type: `FreshdeskContactCenterIntegration`. */
export function constructName(integrationType: string): string {
  const name = snakeCase(integrationType).replaceAll(/(?:^|_)([a-z0-9])/g, (_, sign: string) =>
    sign.toUpperCase(),
  );
  return `${name}Integration`;
}
