import { chmodSync, cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { DiagnosedError, failure, PROVIDER_SOURCE } from '#provider';
import { say, writeData } from '../io/terminal.ts';
import { packageFile } from '../package-files.ts';
import {
  impliedMirror,
  launcherOf,
  packageFolders,
  platformOf,
  PLATFORMS,
  type Platform,
} from '../terraform/mirror.ts';
import { VERSION } from '../version.ts';

interface Flags {
  dir?: string;
  platform?: string[];
}

/** Lays the provider where a plain "terraform init" finds it, without a registry and without a network. */
export async function installProvider(_: string[], flags: Flags): Promise<number> {
  const files = packageFile('dist/terraform');
  if (!existsSync(path.join(files, 'provider.mjs')))
    throw new DiagnosedError(
      failure('internal/error', 'The provider is not part of this installation.', 'Run "npm run build".'),
    );
  const mirror = path.resolve(flags.dir ?? impliedMirror(process.platform, homedir(), process.env));
  for (const platform of platformsOf(flags.platform)) {
    for (const folder of packageFolders(VERSION, platform)) {
      const target = path.join(mirror, folder);
      rmSync(target, { recursive: true, force: true });
      mkdirSync(target, { recursive: true });
      cpSync(files, target, { recursive: true });
      const { name, text } = launcherOf(VERSION, platform);
      writeFileSync(path.join(target, name), text);
      chmodSync(path.join(target, name), 0o755);
      writeData(`${target}\n`);
    }
  }
  say(usage(flags.dir === undefined ? undefined : mirror));
  return 0;
}

function platformsOf(asked: string[] | undefined): readonly Platform[] {
  if (asked === undefined) {
    const own = platformOf(process.platform, process.arch);
    if (own !== undefined) return [own];
    throw new DiagnosedError(failure('usage/invalid', 'This platform is not known.', hint()));
  }
  if (asked.includes('all')) return PLATFORMS;
  return asked.map((name) => {
    const found = PLATFORMS.find((platform) => platform === name);
    if (found !== undefined) return found;
    throw new DiagnosedError(failure('usage/invalid', `There is no platform "${name}".`, hint()));
  });
}

function hint(): string {
  return `Use --platform with one of ${PLATFORMS.join(', ')}, or all.`;
}

function usage(mirror: string | undefined): string {
  const where = mirror === undefined ? '' : `, and run: terraform init -plugin-dir=${mirror}`;
  return `Write this into the configuration${where}

terraform {
  required_providers {
    injixo = {
      source  = "${PROVIDER_SOURCE}"
      version = "${VERSION}"
    }
  }
}`;
}
