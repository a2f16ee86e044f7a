import type { Diagnostic } from '#provider';
import type { Report } from '../model.ts';

const LEVELS: Record<Diagnostic['severity'], string> = { error: 'error', warning: 'warning', info: 'notice' };

interface Annotation {
  severity: Diagnostic['severity'];
  title: string;
  message: string;
  file?: string | undefined;
  line?: number | undefined;
  column?: number | undefined;
  endLine?: number | undefined;
  endColumn?: number | undefined;
}

/** Workflow commands that GitHub shows beside the lines of a pull request. */
export function github(report: Report): string {
  const found = report.diagnostics.map(({ code, hint, ...item }): Annotation => ({
    ...item,
    title: code,
    message: hint === undefined ? item.message : `${item.message}\n${hint}`,
  }));
  const items = report.items
    .filter(({ problem }) => problem !== undefined && problem.said !== true && problem.severity !== 'info')
    .map(({ problem, file, line }): Annotation => {
      return { severity: problem!.severity, title: problem!.rule, message: problem!.text, file, line };
    });
  const lines = [...found, ...items].map(annotation);
  return [...lines, `::notice title=${property(report.title)}::${data(report.summary)}`].join('\n');
}

function annotation(item: Annotation): string {
  const { severity, title, message, file, line, column, endLine, endColumn } = item;
  const sameLine = endLine === undefined || endLine === line;
  const properties = Object.entries({
    file,
    line,
    endLine,
    // GitHub refuses columns for a range of several lines.
    ...(sameLine ? { col: column, endColumn } : {}),
    title,
  }).filter(([, value]) => value !== undefined);
  const text = properties.map(([key, value]) => `${key}=${property(String(value))}`).join(',');
  return `::${LEVELS[severity]} ${text}::${data(message)}`;
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
