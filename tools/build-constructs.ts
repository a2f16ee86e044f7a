/** Bundles the constructs as CommonJS, as the libraries are that they extend; modules can import that too. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { generateDtsBundle } from 'dts-bundle-generator';
import { build, type BuildOptions } from 'esbuild';
import { ROOT } from './generate/sources.ts';

const OUT = 'dist/cdktf';
const SQL_DIALECTS = ['mysql', 'postgresql', 'sqlite', 'transactsql'];

const OPTIONS: BuildOptions = {
  absWorkingDir: ROOT,
  bundle: true,
  format: 'cjs',
  platform: 'node',
  target: 'node20.18',
  outdir: OUT,
  outExtension: { '.js': '.cjs' },
  // What is read only when it is needed stays a file of its own.
  external: ['cdktf', 'constructs', '@cdktf/provider-null', '*.cjs'],
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'none',
};

/** Answers the files that went into it. */
export async function buildConstructs(): Promise<string[]> {
  const dialects = SQL_DIALECTS.map((name) => [`sql-${name}`, `node-sql-parser/build/${name}.js`] as const);
  const entryPoints: Record<string, string> = {
    index: 'provider/cdktf/index.ts',
    bridge: 'provider/cdktf/bridge/bridge.ts',
    rules: 'provider/cdktf/rules.ts',
    ...Object.fromEntries(dialects),
  };
  const { metafile } = await build({ ...OPTIONS, metafile: true, entryPoints });
  writeTypes({ index: 'provider/cdktf/index.ts', bridge: 'provider/cdktf/bridge/bridge.ts' });
  return Object.keys(metafile.inputs);
}

/** One file for each door, since the types of the sources lie in files that are not published. */
function writeTypes(entries: Record<string, string>): void {
  const types = generateDtsBundle(
    Object.values(entries).map((entry) => ({
      filePath: path.join(ROOT, entry),
      output: { noBanner: true, exportReferencedTypes: false },
    })),
    { preferredConfigPath: path.join(ROOT, 'tsconfig.json') },
  );
  mkdirSync(path.join(ROOT, OUT), { recursive: true });
  Object.keys(entries).forEach((name, index) =>
    writeFileSync(path.join(ROOT, OUT, `${name}.d.cts`), types[index]!),
  );
}
