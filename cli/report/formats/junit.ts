import { XMLBuilder } from 'fast-xml-parser';
import type { Report, ReportItem } from '../model.ts';

/** JUnit XML: a test case for each entry, so that a pipeline shows what failed. */
export function junit(report: Report): string {
  const general = report.diagnostics.filter(
    ({ severity, file }) => severity === 'error' && (file === undefined || report.command !== 'validate'),
  );
  const cases = [
    ...report.items.map(caseOf),
    ...general.map(({ code, message, file, line }) => ({
      '@_classname': 'finding',
      '@_name': code,
      '@_time': '0',
      ...(file === undefined ? {} : { '@_file': file }),
      ...(line === undefined ? {} : { '@_line': line }),
      failure: { '@_message': message, '@_type': code, '#text': message },
    })),
  ];
  const failures = cases.filter((item) => 'failure' in item).length;
  const suite = {
    '@_name': report.title,
    '@_tests': cases.length,
    '@_failures': failures,
    '@_errors': 0,
    '@_time': report.items.reduce((sum, { seconds = 0 }) => sum + seconds, 0).toFixed(3),
    testcase: cases,
  };
  const document = {
    '?xml': { '@_version': '1.0', '@_encoding': 'UTF-8' },
    testsuites: { '@_name': 'injixo', '@_tests': cases.length, '@_failures': failures, testsuite: suite },
  };
  const builder = new XMLBuilder({ ignoreAttributes: false, format: true, suppressBooleanAttributes: false });
  return builder.build(clean(document));
}

function caseOf({ kind, name, status, problem, file, line, seconds }: ReportItem): Record<string, unknown> {
  return {
    '@_classname': kind,
    '@_name': kind === 'File' ? name : `${status} ${name}`,
    '@_time': (seconds ?? 0).toFixed(3),
    ...(file === undefined ? {} : { '@_file': file }),
    ...(line === undefined ? {} : { '@_line': line }),
    ...(problem === undefined
      ? {}
      : { failure: { '@_message': firstLine(problem.text), '@_type': problem.rule, '#text': problem.text } }),
  };
}

function firstLine(text: string): string {
  return text.split('\n')[0]!;
}

/** XML 1.0 has no place for control characters, not even escaped. */
const FORBIDDEN = /(?![\t\n\r])[\p{Cc}\p{Cs}\ufffe\uffff]/gu;

function clean(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll(FORBIDDEN, '\ufffd');
  if (Array.isArray(value)) return value.map(clean);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, clean(item)]));
}
