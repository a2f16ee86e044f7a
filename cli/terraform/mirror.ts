/** Where Terraform and OpenTofu look for providers without a registry, and what has to lie there. */
import path from 'node:path';
import { PROVIDER_SOURCE } from '#provider';

const HOSTS = ['registry.terraform.io', 'registry.opentofu.org'];
const SYSTEMS: Readonly<Record<string, string>> = { linux: 'linux', darwin: 'darwin', win32: 'windows' };
const PROCESSORS: Readonly<Record<string, string>> = {
  x64: 'amd64',
  arm64: 'arm64',
  ia32: '386',
  arm: 'arm',
};

export const PLATFORMS = [
  'linux_amd64',
  'linux_arm64',
  'darwin_amd64',
  'darwin_arm64',
  'windows_amd64',
  'windows_arm64',
] as const;
export type Platform = (typeof PLATFORMS)[number];

/** `linux_amd64`, from what Node.js says of this machine; undefined: no platform that is known here. */
export function platformOf(system: string, processor: string): Platform | undefined {
  const name = `${SYSTEMS[system]}_${PROCESSORS[processor]}`;
  return PLATFORMS.find((platform) => platform === name);
}

/** The folder that both look into without being told. Fact: "Implied Local Mirror Directories" of their documentation. */
export function impliedMirror(
  system: string,
  home: string,
  environment: Readonly<Record<string, string | undefined>>,
): string {
  if (system !== 'win32') return path.posix.join(home, '.terraform.d/plugins');
  const applications = environment['APPDATA'] ?? path.win32.join(home, 'AppData\\Roaming');
  return path.win32.join(applications, 'terraform.d\\plugins');
}

/** The folders of one version, below a mirror: one for each registry that `injixo-as-code/injixo` may stand for. */
export function packageFolders(version: string, platform: Platform): string[] {
  return HOSTS.map((host) => [host, PROVIDER_SOURCE, version, platform].join('/'));
}

export interface Launcher {
  name: string;
  text: string;
}

/** The file that is started. It hands over to Node.js, so the same files serve every platform. */
export function launcherOf(version: string, platform: Platform): Launcher {
  const name = `terraform-provider-injixo_v${version}`;
  if (platform.startsWith('windows')) return { name: `${name}.bat`, text: BATCH };
  return { name, text: SHELL };
}

const MISSING = 'terraform-provider-injixo needs Node.js 20.18.1 or newer as "node" in PATH, or INJIXO_NODE';

const SHELL = `#!/bin/sh
node=\${INJIXO_NODE:-node}
command -v "$node" >/dev/null 2>&1 || { echo '${MISSING}' >&2; exit 1; }
exec "$node" "\${0%/*}/provider.mjs"
`;

const BATCH = `@echo off\r
if not defined INJIXO_NODE set INJIXO_NODE=node\r
"%INJIXO_NODE%" "%~dp0provider.mjs"\r
`;
