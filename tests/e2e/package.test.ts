import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { beforeAll, describe, expect, test } from 'vitest';
import { ROOT, workspace } from '../support/cli.ts';

interface Packed {
  filename: string;
  files: { path: string; mode: number }[];
  unpackedSize: number;
}

const run = promisify(execFile);

describe('the package that would be published', () => {
  let packed: Packed;
  let folder: string;
  const manifest = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8'));

  beforeAll(async () => {
    folder = workspace();
    const args = ['pack', '--json', '--ignore-scripts', '--pack-destination', folder];
    const { stdout } = await run('npm', args, { cwd: ROOT, maxBuffer: 1 << 26 });
    [packed] = JSON.parse(stdout) as [Packed];
  });

  test('holds the programs, the contracts, the documentation and the examples, and nothing else', () => {
    const names = packed.files.map(({ path: name }) => name);
    const roots = new Set(names.map((name) => name.split('/')[0]));
    expect([...roots].sort()).toEqual([
      'LICENSE',
      'README.md',
      'dist',
      'docs',
      'examples',
      'package.json',
      'schemas',
    ]);
    // Chunks have a hash in their names.
    const programs = names.filter(
      (name) => /^dist\/([^/]+\/)?[^/]+$/.test(name) && !/-[A-Z0-9]{8}\.m?js$/.test(name),
    );
    expect(programs.sort()).toEqual([
      'dist/THIRD-PARTY-LICENSES.txt',
      'dist/cdktf/bridge.cjs',
      'dist/cdktf/bridge.d.cts',
      'dist/cdktf/index.cjs',
      'dist/cdktf/index.d.cts',
      'dist/cdktf/rules.cjs',
      'dist/cdktf/sql-mysql.cjs',
      'dist/cdktf/sql-postgresql.cjs',
      'dist/cdktf/sql-sqlite.cjs',
      'dist/cdktf/sql-transactsql.cjs',
      'dist/injixo.js',
      'dist/sqlite3.wasm',
      'dist/terraform/THIRD-PARTY-LICENSES.txt',
      'dist/terraform/provider.mjs',
    ]);
    const odd = names.filter((name) =>
      /(^|\/)(\.(?!gitignore$)|node_modules|terraform\.tfstate|cdktf\.out)|secret.*(env|key)$/.test(name),
    );
    expect(odd).toEqual([]);
    expect(packed.unpackedSize).toBeLessThan(16 * 1024 * 1024);
  });

  test('installs nothing else and runs nothing when it is installed', () => {
    expect(manifest.dependencies).toBeUndefined();
    expect(Object.values(manifest.peerDependenciesMeta)).toEqual(
      Object.keys(manifest.peerDependencies).map(() => ({ optional: true })),
    );
    const hooks = ['preinstall', 'install', 'postinstall', 'prepare', 'prepublish'];
    expect(hooks.filter((name) => name in manifest.scripts)).toEqual([]);
  });

  test('has programs that can be executed', () => {
    for (const file of Object.values<string>(manifest.bin)) {
      const { mode } = packed.files.find(({ path: name }) => `./${name}` === file)!;
      expect(mode & 0o111).toBe(0o111);
    }
  });

  test('is as publint wants it', async () => {
    const { messages } = await publint({ pkgDir: ROOT, pack: false, level: 'suggestion' });
    expect(messages.map((message) => formatMessage(message, manifest))).toEqual([]);
  });

  test('has types that every resolution of modules finds', async () => {
    const attw = path.join(ROOT, 'node_modules/@arethetypeswrong/cli/dist/index.js');
    const { stdout } = await run(process.execPath, [
      attw,
      path.join(folder, packed.filename),
      '--format',
      'json',
    ]);
    const { problems } = JSON.parse(stdout);
    expect(problems).toEqual({});
  });
});
