import type { Diagnostic } from '#provider';
import { placeText } from '../diagnostics.ts';
import type { Report, ReportField, ReportItem, Tone } from '../model.ts';

/** What a comment on a pull request may hold, in characters. */
export const MARKDOWN_LIMIT = 65_536;
/** Left for the line that says what was folded. */
const RESERVE = 400;
const LONGEST_VALUE = 400;

const SIGNS: Record<Tone, string> = { good: '🟢', warn: '🟡', bad: '🔴', quiet: '⚪' };

/** For comments and summaries: never longer than the limit, and it says what it left out. */
export function markdown(report: Report): string {
  const head = headText(report);
  const room = MARKDOWN_LIMIT - head.length - RESERVE;
  const problems = take(report.diagnostics.map(diagnosticText), room / 2);
  const items = take(
    report.items.map((item) => itemText(item, report.columns)),
    room - problems.text.length,
  );
  const sections = [
    head,
    problems.taken === 0 ? '' : `### Findings\n\n${problems.text}\n`,
    items.taken === 0 ? '' : `### ${report.command === 'validate' ? 'Files' : 'Details'}\n\n${items.text}\n`,
    foldedText(report, items.taken, problems.taken),
  ];
  const text = sections.filter((section) => section !== '').join('\n');
  return `${text.replaceAll(/\n{3,}/g, '\n\n').trimEnd()}\n`;
}

function headText({ title, summary, ok, facts }: Report): string {
  const about = facts.map(([name, value]) => `${escape(name)}: ${code(value)}`).join(' · ');
  return `## ${ok ? '✅' : '❌'} ${escape(title)}\n\n**${escape(summary)}**\n${about === '' ? '' : `\n${about}\n`}`;
}

/** Whole parts only: half a table would show as text. */
function take(parts: readonly string[], room: number): { text: string; taken: number } {
  let text = '';
  let taken = 0;
  for (const part of parts) {
    if (text.length + part.length + 1 > room) break;
    text += `${part}\n`;
    taken += 1;
  }
  return { text, taken };
}

function foldedText({ items, diagnostics }: Report, shown: number, found: number): string {
  const left = [
    ...(shown < items.length ? [`${items.length - shown} of ${items.length} entries`] : []),
    ...(found < diagnostics.length
      ? [`${diagnostics.length - found} of ${diagnostics.length} findings`]
      : []),
  ];
  if (left.length === 0) return '';
  return `> **Folded:** ${left.join(' and ')} did not fit into ${MARKDOWN_LIMIT.toLocaleString('en')} characters. The JSON and HTML reports hold everything.\n`;
}

function itemText(
  { status, tone, kind, name, facts, fields, file, line }: ReportItem,
  [before, after]: Report['columns'],
): string {
  const place =
    file === undefined || file === name ? '' : ` — ${code(line === undefined ? file : `${file}:${line}`)}`;
  const what = kind === 'Workload' ? 'workload ' : '';
  const title = `${SIGNS[tone]} **${escape(status)}** ${what}${escape(name)}${place}`;
  if (facts.length === 0 && fields.length === 0) return `- ${title}`;
  const table =
    fields.length === 0
      ? []
      : ['', `| Field | ${before} | ${after} | |`, '| --- | --- | --- | --- |', ...fields.map(rowText)];
  const lines = [...facts.map((fact) => `- ${escape(fact)}`), ...table];
  return `<details><summary>${html(`${SIGNS[tone]} ${status} ${what}${name}`)}</summary>\n\n${place === '' ? '' : `${place.slice(3)}\n\n`}${lines.join('\n')}\n\n</details>`;
}

function rowText({ name, before, after, marks }: ReportField): string {
  const cell = (text: string | undefined): string => (text === undefined ? '' : code(shorten(text)));
  return `| ${code(name)} | ${cell(before)} | ${cell(after)} | ${marks.map(escape).join(', ')} |`;
}

function diagnosticText(diagnostic: Diagnostic): string {
  const { severity, code: id, message, hint } = diagnostic;
  const sign = { error: '❌', warning: '⚠️', info: 'ℹ️' }[severity];
  const place = placeText(diagnostic).replace(/: $/, '');
  const next = hint === undefined ? '' : ` → ${escape(hint)}`;
  return `- ${sign} ${place === '' ? '' : `${code(place)} `}${code(id)} ${escape(message)}${next}`;
}

function shorten(text: string): string {
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text;
}

/** Text that stays text: no markup, no mention of people, no links made of it. */
function escape(text: string): string {
  return text
    .replaceAll(/[\r\n]+/g, ' ')
    .replaceAll(/[\\`*_{}[\]<>()#+!|~&]/g, '\\$&')
    .replaceAll('@', '@\u200b');
}

function html(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll(/[\r\n]+/g, ' ')
    .replaceAll('@', '@\u200b');
}

/** A code span, also around back-ticks, and safe inside a table. */
function code(text: string): string {
  const line = text.replaceAll(/[\r\n]+/g, ' ⏎ ').replaceAll('|', '\\|');
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const space = line.startsWith('`') || line.endsWith('`') || line === '' ? ' ' : '';
  return `${fence}${space}${line}${space}${fence}`;
}
