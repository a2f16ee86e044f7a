/**
 * What validate, plan, apply, drift and diff have in common, so that Markdown, HTML, JUnit, SARIF and
 * annotations are written once. Text and JSON are made from the results themselves.
 */
import type { Diagnostic } from '#provider';

export type Tone = 'good' | 'warn' | 'bad' | 'quiet';

export interface ReportField {
  /** `configuration.region` */
  name: string;
  /** Readable text; left out when unset on that side. A secret shows where it comes from, never a value. */
  before?: string;
  after?: string;
  /** `drift`, `immutable`, … */
  marks: string[];
}

export interface ReportItem {
  /** Unique within the report. */
  id: string;
  /** A word to filter by: `create`, `drifted`, `failed`. */
  status: string;
  tone: Tone;
  /** `Integration`, `Workload` or `File`. */
  kind: string;
  name: string;
  /** Lines of plain text: costs, owners, commits. */
  facts: string[];
  fields: ReportField[];
  file?: string;
  line?: number;
  seconds?: number;
  /** What JUnit shall call a failure, and what deserves an annotation. */
  problem?: {
    severity: Diagnostic['severity'];
    rule: string;
    text: string;
    /** A diagnostic of the report says it already, with its place. */
    said?: true;
  };
}

export interface Report {
  command: 'validate' | 'plan' | 'apply' | 'drift' | 'diff';
  title: string;
  /** One sentence with the counts. */
  summary: string;
  ok: boolean;
  facts: [name: string, value: string][];
  /** What `before` and `after` of the fields are called. */
  columns: readonly [before: string, after: string];
  items: ReportItem[];
  diagnostics: readonly Diagnostic[];
}
