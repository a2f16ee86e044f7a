import { spawn } from 'node:child_process';
import { DiagnosedError, failure, type Diagnostic } from '#provider';
import { say } from './terminal.ts';

/** What is kept of what an app prints. */
const MAX_OUTPUT = 256 * 1024;

/**
 * Runs an app so that it synthesizes into `out`. What it prints goes to standard error, which is for
 * people; a failure becomes diagnostics: one for each construct that was refused.
 */
export async function runApp(command: string, folder: string, out: string, context: object): Promise<void> {
  say(`Synthesizing: ${command}`);
  const environment = { ...process.env, CDKTF_OUTDIR: out, CDKTF_CONTEXT_JSON: JSON.stringify(context) };
  const child = spawn(command, {
    cwd: folder,
    env: environment,
    shell: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const keep = (chunk: Buffer): void => {
    output = `${output}${chunk.toString()}`.slice(-MAX_OUTPUT);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const code = await new Promise<number | string>((resolve) => {
    child.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'not started'));
    child.on('close', (status, signal) => resolve(status ?? signal ?? 'no exit code'));
  });
  if (code !== 0) throw new DiagnosedError(...explain(output, command, code));
  if (output !== '') say(output.trimEnd());
}

/** `  [prod/five9] region: … (main.ts:12:5)`; problems of other stacks have two paths, and the last is theirs. */
const REFUSED = /^ +(?:\[[^\]]+\] (?=\[))?\[([^\]]+)\] (?:([\w.[\]]+): )?(.+)$/;

function explain(output: string, command: string, code: number | string): Diagnostic[] {
  const lines = output.split('\n');
  const start = lines.findIndex((line) => line.includes('Validation failed with the following errors:'));
  const refused = (start < 0 ? [] : lines.slice(start + 1)).flatMap((line): Diagnostic[] => {
    const [, file, path, message] = REFUSED.exec(line) ?? [];
    if (file === undefined || message === undefined) return [];
    return [
      { code: 'cdktf/invalid', severity: 'error', message, file, ...(path === undefined ? {} : { path }) },
    ];
  });
  if (refused.length > 0) return refused;
  const text = errorText(lines);
  const hint = `Run it by hand to see more: ${command}`;
  return [failure('cdktf/app-failed', `The app ended with ${code}${text === '' ? '.' : `: ${text}`}`, hint)];
}

/** The message of an error without the calls that led to it, else the last line. */
function errorText(lines: readonly string[]): string {
  const start = lines.findIndex((line) => /^(Uncaught )?\w*Error\b.*: /.test(line));
  if (start < 0)
    return (
      lines
        .filter((line) => line.trim() !== '')
        .at(-1)
        ?.trim() ?? ''
    );
  const rest = lines.slice(start);
  const end = rest.findIndex((line) => /^\s+at /.test(line));
  return rest
    .slice(0, end < 0 ? 3 : end)
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join(' ');
}
