/** What go-plugin agrees on before the first call: who calls, which protocol, where, and with which certificate. */

export const PROTOCOL_VERSION = 6;

/** Not a secret: it only tells that a plugin was started by Terraform and not by hand. */
const COOKIE_NAME = 'TF_PLUGIN_MAGIC_COOKIE';
const COOKIE = 'd602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2';

export interface Handshake {
  /** PEM of the only client that may connect; undefined: Terraform asks for no TLS. */
  clientCertificate?: string;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** What Terraform asks for, or in words why this process was not started by it. */
export function readHandshake(environment: Environment): Handshake | string {
  if (environment[COOKIE_NAME] !== COOKIE) {
    return 'This program is a plugin of Terraform and OpenTofu, which start it themselves. "injixo terraform install" puts it where they find it.';
  }
  const versions = (environment['PLUGIN_PROTOCOL_VERSIONS'] ?? String(PROTOCOL_VERSION)).split(',');
  if (!versions.includes(String(PROTOCOL_VERSION))) {
    return `Plugin protocol ${PROTOCOL_VERSION} is needed, but ${versions.join(', ')} is offered: use Terraform 1.11 or newer.`;
  }
  const certificate = environment['PLUGIN_CLIENT_CERT'];
  return certificate === undefined || certificate === '' ? {} : { clientCertificate: certificate };
}

export type Address = { network: 'unix' | 'tcp'; address: string };

/** The one line on standard output that answers the handshake. The certificate stands there without padding. */
export function handshakeLine({ network, address }: Address, certificate: Buffer | undefined): string {
  const parts = [1, PROTOCOL_VERSION, network, address, 'grpc'];
  const encoded = certificate?.toString('base64').replaceAll('=', '');
  return `${[...parts, ...(encoded === undefined ? [] : [encoded])].join('|')}\n`;
}
