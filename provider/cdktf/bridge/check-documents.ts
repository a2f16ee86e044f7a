import type { JsonObject } from '#core/json.ts';
import { isToken } from '../known.ts';
import { loadRules } from '../load-rules.ts';
import type { Problems } from '../problems.ts';

/** A document as it stands in YAML. */
export interface BridgeDocument {
  apiVersion: string;
  kind: 'Integration' | 'Workload';
  metadata: { name: string; labels?: Record<string, string> };
  spec?: object;
}

interface Checked {
  workspace: string;
  documents: readonly BridgeDocument[];
  secrets?: Readonly<Record<string, string>>;
}

/** The same schemas as for YAML; what they cannot say, "injixo apply" finds before its first request. */
export function checkDocuments({ workspace, documents, secrets = {} }: Checked, problems: Problems): void {
  if (isToken(workspace))
    problems.add('workspace', 'The workspace must be known when the app is synthesized.');
  documents.forEach((document, index) => {
    const at = `documents[${index}]`;
    const text = JSON.stringify(document);
    if (isToken(text)) {
      const message = 'A document must be known when the app is synthesized, and this one holds a token.';
      problems.add(
        at,
        message,
        'Secrets are references: { fromEnv: "NAME" }, and "secrets" says where NAME comes from.',
      );
      return;
    }
    for (const { path, message, hint } of loadRules().documentProblems(JSON.parse(text) as JsonObject))
      problems.add([at, ...path].join('.'), message, hint);
  });
  for (const [name, value] of Object.entries(secrets)) {
    if (!isToken(value))
      problems.add(
        `secrets.${name}`,
        'A secret must be a reference, and this is its value.',
        'Use SecretVariable.',
      );
  }
}
