/** A CDKTF app as a source of declarations: its stacks, synthesized now or before. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  DeclarationSet,
  DiagnosedError,
  failure,
  readStacks,
  type Diagnostic,
  type StackSource,
} from '#provider';
import { runApp } from './cdktf-app.ts';
import { displayName, isFolder } from './files.ts';
import type { InputFlags, Inputs } from './inputs.ts';
import { addPolicies } from './policies.ts';

const MANIFEST = 'manifest.json';
/** The newest form of synthesized stacks that the tests have read: CDK Terrain 0.24. */
const NEWEST_MINOR = 24;

/** Reads the stacks that `names` name, or all for one account. */
export async function readCdktf(app: string, names: readonly string[], flags: InputFlags): Promise<Inputs> {
  if (isFolder(app) && existsSync(path.join(app, MANIFEST)))
    return inputsFrom(app, names, flags, process.cwd());
  const out = mkdtempSync(path.join(tmpdir(), 'injixo-cdktf-'));
  try {
    const folder = await synthesize(app, out);
    if (!existsSync(path.join(out, MANIFEST))) throw new DiagnosedError(nothingWritten());
    return await inputsFrom(out, names, flags, folder);
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

/** Runs the app that a folder's cdktf.json or a command names; answers the folder in which it ran. */
async function synthesize(app: string, out: string): Promise<string> {
  const file = isFolder(app) ? path.join(app, 'cdktf.json') : undefined;
  if (file === undefined || !existsSync(file)) {
    const isCommand = file === undefined && (/\s/.test(app) || existsSync(app));
    if (!isCommand) throw new DiagnosedError(notSynthesized(app));
    await runApp(app, process.cwd(), out, {});
    return process.cwd();
  }
  const { app: command, context } = readJson(file) as { app?: unknown; context?: object };
  if (typeof command !== 'string') {
    const hint = 'For example: "app": "npx tsx main.ts".';
    throw new DiagnosedError(failure('cdktf/not-synthesized', `${displayName(file)} names no "app".`, hint));
  }
  await runApp(command, app, out, context ?? {});
  return path.resolve(app);
}

function notSynthesized(app: string): Diagnostic {
  const hint = 'Name the folder of the app, its cdktf.out after "cdktf synth", or the command that runs it.';
  return failure('cdktf/not-synthesized', `${app} holds no synthesized stacks and no cdktf.json.`, hint);
}

function nothingWritten(): Diagnostic {
  const hint = 'Does it call app.synth(), and leave the folder to CDKTF_OUTDIR (new App() without outdir)?';
  return failure('cdktf/app-failed', 'The app ended well and wrote no stacks.', hint);
}

interface Manifest {
  version?: string;
  stacks?: Record<string, { name: string; synthesizedStackPath: string }>;
}

async function inputsFrom(
  out: string,
  names: readonly string[],
  flags: InputFlags,
  root: string,
): Promise<Inputs> {
  const manifest = readJson(path.join(out, MANIFEST)) as Manifest;
  const { environment } = flags;
  const sources = sourcesOf(out, manifest);
  const selection = { names, ...(environment === undefined ? {} : { environment }) };
  const read = readStacks(sources, selection, (name) => process.env[name]);
  const set = new DeclarationSet();
  set.addDocuments(read.documents, [...newer(manifest), ...read.diagnostics]);
  await addPolicies(set, root);
  return { set, workspace: read.workspace, root, partial: read.partial };
}

function sourcesOf(out: string, { stacks }: Manifest): StackSource[] {
  if (typeof stacks !== 'object' || Object.keys(stacks).length === 0)
    throw new DiagnosedError(
      failure(
        'cdktf/unreadable',
        `${displayName(path.join(out, MANIFEST))} names no stacks.`,
        'Synthesize again.',
      ),
    );
  return Object.values(stacks).map(({ name, synthesizedStackPath }) => {
    const file = path.join(out, synthesizedStackPath);
    return { name, file: displayName(file), text: readText(file) };
  });
}

function newer({ version = '' }: Manifest): Diagnostic[] {
  const [, major, minor] = /^(\d+)\.(\d+)\./.exec(version) ?? [];
  if (major === undefined || (major === '0' && Number(minor) <= NEWEST_MINOR)) return [];
  const message = `The stacks were synthesized by version ${version}, which is newer than this program knows.`;
  return [
    {
      code: 'cdktf/unreadable',
      severity: 'warning',
      message,
      hint: 'Check the plan with care, or update injixo-as-code.',
    },
  ];
}

function readJson(file: string): object {
  try {
    const value: unknown = JSON.parse(readText(file));
    if (typeof value === 'object' && value !== null) return value;
  } catch (error) {
    if (error instanceof DiagnosedError) throw error;
  }
  throw new DiagnosedError(
    failure('cdktf/unreadable', `${displayName(file)} is no JSON object.`, 'Synthesize again.'),
  );
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    const hint = 'Synthesize again.';
    throw new DiagnosedError(failure('cdktf/unreadable', `${displayName(file)} could not be read.`, hint));
  }
}
