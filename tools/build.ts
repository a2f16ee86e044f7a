/** Bundles the bin with everything it needs; each command becomes a chunk that is loaded when it runs. */
import { chmodSync, copyFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { ROOT } from './generate/sources.ts';
import { noticesOf } from './notices.ts';

const dist = path.join(ROOT, 'dist');
rmSync(dist, { recursive: true, force: true });
const { metafile } = await build({
  absWorkingDir: ROOT,
  entryPoints: { injixo: 'cli/main.ts' },
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.18',
  chunkNames: '[name]-[hash]',
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'none',
  metafile: true,
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module';const require = __createRequire(import.meta.url);",
  },
});
copyFileSync(
  path.join(ROOT, 'node_modules/@sqlite.org/sqlite-wasm/dist/sqlite3.wasm'),
  path.join(dist, 'sqlite3.wasm'),
);
const bin = path.join(dist, 'injixo.js');
const { readFileSync } = await import('node:fs');
writeFileSync(bin, `#!/usr/bin/env node\n${readFileSync(bin, 'utf8')}`);
chmodSync(bin, 0o755);
writeFileSync(path.join(dist, 'THIRD-PARTY-LICENSES.txt'), noticesOf(Object.keys(metafile.inputs)));
