import { placeOf } from './diagnostics.ts';
import { createTwoFilesPatch } from 'diff';
import { durationText, type Action, type FieldChange, type Json, type Step, type Summary } from '#provider';
import type { Colours } from './colour.ts';

/** The part of a plan that a reader sees; the same for a fresh and a saved one. */
export interface ShownPlan {
  scope: { endpoint: string; workspace: string; environment: string };
  steps: readonly Step[];
  summary: Summary;
}

const SIGNS: Record<Action, string> = {
  create: '+',
  update: '~',
  replace: '±',
  rename: '→',
  adopt: '⊕',
  pause: '‖',
  map: '⇄',
  resume: '▶',
  delete: '-',
  import: '↓',
};

const LONG = 60;

export function planText({ scope, steps, summary }: ShownPlan, c: Colours): string {
  const environment = scope.environment === '' ? '' : `, environment ${c.bold(scope.environment)}`;
  const head = `Plan for workspace ${c.bold(scope.workspace)}${environment} at ${scope.endpoint}\n`;
  if (steps.length === 0) return `${head}\n${c.green('No changes.')} ${summary.unchanged} unchanged.\n`;
  return `${head}\n${steps.map((step) => stepText(step, c)).join('\n')}\n\n${summaryText(summary, c)}\n`;
}

export function summaryText(summary: Summary, c: Colours): string {
  const words: [Action, string][] = [
    ['create', 'to create'],
    ['update', 'to update'],
    ['replace', 'to replace'],
    ['rename', 'to rename'],
    ['adopt', 'to adopt'],
    ['pause', 'to pause'],
    ['map', 'to map'],
    ['resume', 'to resume'],
    ['delete', 'to delete'],
    ['import', 'to import'],
  ];
  const parts = words
    .filter(([action]) => summary[action] > 0)
    .map(([action, text]) => `${summary[action]} ${text}`);
  return `${c.bold('Plan:')} ${[...parts, `${summary.unchanged} unchanged`].join(', ')}.`;
}

function stepText(step: Step, c: Colours): string {
  const paint = paintOf(step.action, c);
  const place = step.source === undefined ? '' : c.dim(`  ${placeOf(step.source)}`);
  const kind = step.kind === 'Workload' ? 'workload ' : '';
  const title = `  ${paint(`${SIGNS[step.action]} ${step.action.padEnd(7)}`)} ${kind}${c.bold(step.name)}${place}`;
  const fields = step.fields.map((field) => fieldText(field, step.action, c));
  const notes = [step.cost, step.note, importNote(step)]
    .filter((note) => note !== undefined)
    .map((note) => `      ${c.yellow('!')} ${note}`);
  return [title, ...fields, ...notes].join('\n');
}

function importNote(step: Step): string | undefined {
  if (step.action !== 'import' || step.kind !== 'Integration' || step.desired === undefined) return undefined;
  const { wait, timeoutSeconds } = step.desired.import;
  return wait ? undefined : `not waited for (otherwise up to ${durationText(timeoutSeconds)})`;
}

export function fieldText(field: FieldChange, action: Action, c: Colours): string {
  const name = field.path.join('.');
  const cause =
    action === 'create' || field.cause === 'pending'
      ? ''
      : c.magenta(field.cause === 'drift' ? '  drift' : '  drift and pending');
  const fixed = field.immutable === true ? c.yellow('  immutable') : '';
  return `      ${c.dim(name)}  ${changeText(field, c)}${cause}${fixed}`;
}

function changeText(field: FieldChange, c: Colours): string {
  if (field.secret === true)
    return field.reference === undefined
      ? c.red('secret is unset')
      : `secret is sent ${c.dim(`from ${field.reference}`)}`;
  const { before, after } = field;
  if (isNames(before ?? after) && isNames(after ?? before)) return namesText(before, after, c);
  if (isLong(before) || isLong(after)) return linesText(before, after, c);
  if (before === undefined) return c.green(valueText(after));
  if (after === undefined) return c.red(`${valueText(before)} is unset`);
  return `${c.red(valueText(before))} → ${c.green(valueText(after))}`;
}

/** Lists of names, such as queues: what comes and what goes; what stays is not repeated. */
function namesText(before: Json | undefined, after: Json | undefined, c: Colours): string {
  const [was, is] = [before ?? [], after ?? []] as [string[], string[]];
  const lines = [
    ...was.filter((name) => !is.includes(name)).map((name) => c.red(`- ${name}`)),
    ...is.filter((name) => !was.includes(name)).map((name) => c.green(`+ ${name}`)),
  ];
  return lines.map((line) => `\n          ${line}`).join('');
}

function isNames(value: Json | undefined): boolean {
  return Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === 'string');
}

/** Long texts, such as SQL, line by line. */
function linesText(before: Json | undefined, after: Json | undefined, c: Colours): string {
  const patch = createTwoFilesPatch('', '', linesOf(before), linesOf(after), undefined, undefined, {
    context: 2,
  });
  const lines = patch
    .split('\n')
    .slice(4)
    .filter((line) => !line.startsWith('\\') && line !== '');
  const painted = lines.map((line) =>
    line.startsWith('+') ? c.green(line) : line.startsWith('-') ? c.red(line) : c.dim(line),
  );
  return `\n${painted.map((line) => `          ${line}`).join('\n')}`;
}

function linesOf(value: Json | undefined): string {
  if (value === undefined) return '';
  const text = typeof value === 'string' ? value : JSON.stringify(value, null, 2);
  return text.endsWith('\n') ? text : `${text}\n`;
}

function isLong(value: Json | undefined): boolean {
  return value !== undefined && valueText(value).length > LONG;
}

function valueText(value: Json | undefined): string {
  return JSON.stringify(value ?? null);
}

function paintOf(action: Action, c: Colours): (text: string) => string {
  if (action === 'create' || action === 'resume') return c.green;
  if (action === 'delete' || action === 'replace') return c.red;
  return action === 'import' ? c.cyan : c.yellow;
}
