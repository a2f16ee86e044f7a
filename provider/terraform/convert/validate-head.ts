import { validateIntegrationDocument, validateWorkloadDocument } from '#catalog/validate.ts';
import { API_VERSION, type DeclaredKind } from '#core/declaration.ts';
import type { Json } from '#core/json.ts';
import { isCtyObject, type CtyObject } from './cty.ts';
import type { AttributePath, Finding } from './finding.ts';

const CHECKS = { Integration: validateIntegrationDocument, Workload: validateWorkloadDocument };

/** What the schema says about the name and the labels, as far as they are known. */
export function validateHead(kind: DeclaredKind, config: CtyObject): Finding[] {
  const name = typeof config['name'] === 'string' ? config['name'] : 'unknown';
  const given = isCtyObject(config['labels'] ?? null) ? (config['labels'] as CtyObject) : {};
  const labels = Object.fromEntries(Object.entries(given).filter(([, value]) => typeof value === 'string'));
  const document = { apiVersion: API_VERSION, kind, metadata: { name, labels: labels as Json }, spec: {} };
  return CHECKS[kind](document).flatMap(({ message, hint, path }): Finding[] => {
    const [section, property, key] = path.map(String);
    if (section !== 'metadata' || property === undefined) return [];
    const attribute: AttributePath = key === undefined ? [property] : [property, { key }];
    return [
      { severity: 'error', summary: message, attribute, ...(hint === undefined ? {} : { detail: hint }) },
    ];
  });
}
