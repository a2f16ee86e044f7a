/** Resources of a stack as the documents that would declare the same. */
import { integrationType } from '#catalog/catalog.ts';
import { API_VERSION } from '#core/declaration.ts';
import { defined } from '#core/defined.ts';
import type { Diagnostic } from '#core/diagnostic.ts';
import { isObject, setAt, type JsonObject } from '#core/json.ts';
import type { RawDocument } from '#declarations/documents.ts';
import { isCtyObject, textOf, type CtyObject } from '#terraform/convert/cty.ts';
import {
  integrationBlock,
  integrationTypeOf,
  isImportable,
  secretAttributes,
  specOf,
} from '#terraform/convert/integration.ts';
import { agentStatusOf, MAPPING_BLOCK } from '#terraform/convert/mapping.ts';
import { INTEGRATION_PREFIX } from '#terraform/convert/names.ts';
import { timeoutText } from '#terraform/convert/shared-attributes.ts';
import { referencesOf, WORKLOAD_BLOCK, workloadSpec } from '#terraform/convert/workload.ts';
import type { Evaluator } from './evaluate.ts';
import { blocks, type StackResource } from './stack.ts';
import { ValueReader } from './values.ts';

export interface StackDocuments {
  documents: RawDocument[];
  diagnostics: Diagnostic[];
}

/** Resources of other providers are left alone. */
export function documentsOf(resources: readonly StackResource[], evaluator: Evaluator): StackDocuments {
  const documents: RawDocument[] = [];
  const diagnostics: Diagnostic[] = [];
  const mappings: [StackResource, CtyObject][] = [];
  for (const resource of resources.filter(({ type }) => type.startsWith('injixo_'))) {
    const reader = new ValueReader(evaluator, resource);
    const integration = integrationTypeOf(resource.type);
    if (integration !== undefined) {
      const values = reader.read(integrationBlock(integration), resource);
      documents.push(integrationDocument(integration, values, resource, reader.secrets));
    } else if (resource.type === 'injixo_workload') {
      documents.push(workloadDocument(reader.read(WORKLOAD_BLOCK, resource), resource));
    } else if (resource.type === 'injixo_agent_status_mapping') {
      mappings.push([resource, reader.read(MAPPING_BLOCK, resource)]);
    } else diagnostics.push(leftOut(resource));
    diagnostics.push(...reader.diagnostics);
  }
  // What is not known makes the rest of a document look wrong too.
  const unclear = new Set(diagnostics.filter(({ severity }) => severity === 'error').map(({ file }) => file));
  const clear = documents.filter(({ source }) => !unclear.has(source.file));
  for (const [resource, values] of mappings)
    if (!unclear.has(resource.path)) diagnostics.push(...addMapping(values, resource, clear));
  return { documents: clear, diagnostics };
}

function document(kind: string, resource: StackResource, values: CtyObject, spec: JsonObject): RawDocument {
  const labels = isCtyObject(values['labels'] ?? null) ? (values['labels'] as JsonObject) : undefined;
  const metadata = defined({ name: textOf(values['name']), labels });
  const [rules] = blocks(resource.arguments['lifecycle']);
  const lifecycle = rules?.['prevent_destroy'] === true ? { preventDestroy: true } : undefined;
  const value = { apiVersion: API_VERSION, kind, metadata, spec: defined({ ...spec, lifecycle }) };
  return {
    source: { file: resource.path, document: 0 },
    value: JSON.parse(JSON.stringify(value)) as JsonObject,
  };
}

function integrationDocument(
  type: string,
  values: CtyObject,
  resource: StackResource,
  secrets: ReadonlyMap<string, string>,
): RawDocument {
  const { spec } = specOf(type, values);
  const paths = secretAttributes(type);
  for (const [attribute, variable] of secrets) setAt(spec, paths[attribute]!, { fromEnv: variable });
  const timeout = timeoutText(values, 'create') ?? timeoutText(values, 'update');
  if (timeout !== undefined && isImportable(integrationType(type)!))
    setAt(spec, ['import', 'timeout'], timeout);
  for (const section of ['credentials', 'configuration', 'import']) {
    if (isObject(spec[section]) && Object.keys(spec[section]).length === 0) delete spec[section];
  }
  return document('Integration', resource, values, spec);
}

function workloadDocument(values: CtyObject, resource: StackResource): RawDocument {
  const spec = workloadSpec(values);
  if (spec['queues'] !== undefined) spec['queues'] = referencesOf(values) as unknown as JsonObject[];
  return document('Workload', resource, values, spec);
}

/** In documents the mapping is a part of its integration. */
function addMapping(
  values: CtyObject,
  { path }: StackResource,
  documents: readonly RawDocument[],
): Diagnostic[] {
  const name = textOf(values['integration_id']);
  const found = documents.find(
    ({ value }) => value['kind'] === 'Integration' && (value['metadata'] as JsonObject)['name'] === name,
  );
  if (found === undefined) {
    const message = `The integration "${name}" is not in the stacks that were read.`;
    return [{ code: 'cdktf/unresolved', severity: 'error', message, file: path, path: 'integration_id' }];
  }
  (found.value['spec'] as JsonObject)['agentStatus'] = agentStatusOf(values) as unknown as JsonObject;
  return [];
}

function leftOut({ type, path }: StackResource): Diagnostic {
  if (type.startsWith(INTEGRATION_PREFIX)) {
    const message = `There is no resource type ${type}.`;
    const hint = 'The stack may come from a newer version: update injixo-as-code.';
    return { code: 'cdktf/unresolved', severity: 'error', message, hint, file: path };
  }
  const message = `${type} has a meaning only in Terraform and is left out.`;
  const hint =
    'Imports follow from the import rules of the integration; "injixo imports start" starts one by hand.';
  return { code: 'cdktf/left-out', severity: 'warning', message, hint, file: path };
}
