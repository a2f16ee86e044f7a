/** Bundles both bins with everything they need; what a command does not need is a chunk that it does not load. */
import { chmodSync, copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build, type BuildOptions } from 'esbuild';
import { ROOT } from './generate/sources.ts';
import { buildConstructs } from './build-constructs.ts';
import { noticesOf } from './notices.ts';

const dist = path.join(ROOT, 'dist');
rmSync(dist, { recursive: true, force: true });

const SHARED: BuildOptions = {
  absWorkingDir: ROOT,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.18',
  chunkNames: '[name]-[hash]',
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'none',
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module';const require = __createRequire(import.meta.url);",
  },
};

/** Answers the files that went into it. */
async function bundle(
  entry: Record<string, string>,
  outdir: string,
  more: BuildOptions = {},
): Promise<string[]> {
  const { metafile } = await build({ ...SHARED, ...more, entryPoints: entry, outdir, metafile: true });
  return Object.keys(metafile.inputs);
}

function makeExecutable(file: string): void {
  writeFileSync(file, `#!/usr/bin/env node\n${readFileSync(file, 'utf8')}`);
  chmodSync(file, 0o755);
}

const cli = await bundle({ injixo: 'cli/main.ts' }, 'dist');
copyFileSync(
  path.join(ROOT, 'node_modules/@sqlite.org/sqlite-wasm/dist/sqlite3.wasm'),
  path.join(dist, 'sqlite3.wasm'),
);
makeExecutable(path.join(dist, 'injixo.js'));

// A folder of its own, which "injixo terraform install" copies as it is. The ending .mjs makes its files
// modules wherever they lie.
mkdirSync(path.join(dist, 'terraform'));
const provider = await bundle({ provider: 'provider/terraform/main.ts' }, 'dist/terraform', {
  outExtension: { '.js': '.mjs' },
});
makeExecutable(path.join(dist, 'terraform/provider.mjs'));

const constructs = await buildConstructs();

const notices = noticesOf([...new Set([...cli, ...provider, ...constructs])]);
writeFileSync(path.join(dist, 'THIRD-PARTY-LICENSES.txt'), notices);
copyFileSync(
  path.join(dist, 'THIRD-PARTY-LICENSES.txt'),
  path.join(dist, 'terraform/THIRD-PARTY-LICENSES.txt'),
);
