import type { Diagnostic } from '#core/diagnostic.ts';
import type { AttributeStep, Diagnostic as WireDiagnostic, Draft } from '../wire/generated/messages.js';

/** Attribute names, indexes of lists and keys of maps, from the resource. */
export type AttributePath = readonly (string | number | { key: string })[];

/** Something that Terraform shows, with the attribute that it is about. */
export interface Finding {
  severity: 'error' | 'warning';
  /** One sentence. */
  summary: string;
  /** What to do next. */
  detail?: string;
  attribute?: AttributePath;
}

export function problem(summary: string, detail?: string, attribute?: AttributePath): Finding {
  return {
    severity: 'error',
    summary,
    ...(detail === undefined ? {} : { detail }),
    ...(attribute === undefined ? {} : { attribute }),
  };
}

/** A diagnostic of the other rooms. What is only of interest in a report of the CLI is left out. */
export function findingsOf(diagnostics: readonly Diagnostic[], severity?: 'warning'): Finding[] {
  return diagnostics
    .filter((diagnostic) => diagnostic.severity !== 'info')
    .map((diagnostic) => ({
      severity: severity ?? (diagnostic.severity as Finding['severity']),
      summary: diagnostic.message,
      detail: [diagnostic.hint, `(${diagnostic.code})`].filter((text) => text !== undefined).join(' '),
    }));
}

export function wireFindings(findings: readonly Finding[]): Draft<WireDiagnostic>[] {
  return findings.map(({ severity, summary, detail, attribute }) => ({
    severity: severity === 'error' ? 1 : 2,
    summary,
    detail: detail ?? '',
    ...(attribute === undefined ? {} : { attribute: wirePath(attribute) }),
  }));
}

export function wirePath(path: AttributePath): { steps: Draft<AttributeStep>[] } {
  return {
    steps: path.map((step) => {
      if (typeof step === 'number') return { element_key_int: step };
      return typeof step === 'string' ? { attribute_name: step } : { element_key_string: step.key };
    }),
  };
}
