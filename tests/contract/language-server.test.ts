/** The language server that editors run must see what the validator sees, from the published schema alone. */
import { spawn, type ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { createMessageConnection, type MessageConnection } from 'vscode-jsonrpc/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const SCHEMA = pathToFileURL(path.join(ROOT, 'schemas/injixo-as-code.v1.schema.json')).href;
const FIXTURES = path.join(ROOT, 'tests/fixtures/integration-types');

let server: ChildProcess;
let connection: MessageConnection;
const waiting = new Map<string, (diagnostics: { message: string }[]) => void>();

beforeAll(async () => {
  const bin = path.join(ROOT, 'node_modules/yaml-language-server/bin/yaml-language-server');
  server = spawn(process.execPath, [bin, '--stdio'], { stdio: ['pipe', 'pipe', 'ignore'] });
  connection = createMessageConnection(server.stdout!, server.stdin!);
  connection.onRequest('workspace/configuration', ({ items }: { items: { section: string }[] }) =>
    items.map(({ section }) =>
      section === 'yaml'
        ? { validate: true, schemas: { [SCHEMA]: '*' }, schemaStore: { enable: false } }
        : null,
    ),
  );
  connection.onRequest('client/registerCapability', () => null);
  connection.onNotification(
    'textDocument/publishDiagnostics',
    ({ uri, diagnostics }: { uri: string; diagnostics: { message: string }[] }) => {
      waiting.get(uri)?.(diagnostics);
    },
  );
  connection.listen();
  await connection.sendRequest('initialize', {
    processId: null,
    rootUri: null,
    capabilities: { workspace: { configuration: true } },
  });
  await connection.sendNotification('initialized', {});
  await connection.sendNotification('workspace/didChangeConfiguration', { settings: {} });
});

afterAll(() => {
  connection.dispose();
  server.kill();
});

async function diagnose(file: string): Promise<string[]> {
  const uri = pathToFileURL(file).href;
  const answered = new Promise<{ message: string }[]>((resolve) => waiting.set(uri, resolve));
  const document = { uri, languageId: 'yaml', version: 1, text: readFileSync(file, 'utf8') };
  await connection.sendNotification('textDocument/didOpen', { textDocument: document });
  const diagnostics = await answered;
  await connection.sendNotification('textDocument/didClose', { textDocument: { uri } });
  waiting.delete(uri);
  return diagnostics.map(({ message }) => message);
}

const yamlFiles = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.yaml') && !name.includes('ci/') && !name.includes('secrets'))
    .map((name) => path.join(folder, name));
const name = (file: string): [string, string] => [path.relative(ROOT, file), file];

describe('the language server of editors', () => {
  const fixtures = yamlFiles(FIXTURES);
  const valid = [
    ...yamlFiles(path.join(ROOT, 'examples')),
    ...fixtures.filter((file) => file.includes('/valid/')),
  ];
  it.concurrent.each(valid.map(name))('accepts %s', async (_, file) =>
    expect(await diagnose(file)).toEqual([]),
  );

  /** Checks beyond a schema are not the editor's. */
  const bySchema = fixtures.filter((file) => /# expect: (schema|secret)\//.test(readFileSync(file, 'utf8')));
  it.concurrent.each(bySchema.map(name))('refuses %s', async (_, file) =>
    expect(await diagnose(file)).not.toEqual([]),
  );
});
