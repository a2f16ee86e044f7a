import { isMap, isScalar, visit, YAMLMap, YAMLSeq, type Document } from 'yaml';
import { parseExactly } from './exact.ts';

/** The usual order of keys, from the outside in. Keys that are not named here keep their places at the end. */
const ORDER = ['apiVersion', 'kind', 'metadata', 'ensure', 'spec', 'overrides'];
const SPEC_ORDER = [
  'type',
  'credentials',
  'configuration',
  'agentStatus',
  'import',
  'paused',
  'timeZone',
  'holidayRegion',
  'planningUnit',
  'activity',
  'forecast',
  'queues',
  'queueTimeout',
  'lifecycle',
];
const METADATA_ORDER = ['name', 'renamedFrom', 'labels', 'environments'];

/** The text of valid YAML in its usual form: two spaces, usual order of keys. Comments stay with their keys. */
export function formatYaml(text: string): string {
  const documents = parseExactly(text);
  for (const { contents } of documents) {
    if (!isMap(contents)) continue;
    sortKeys(contents, ORDER);
    sortSection(contents, 'metadata', METADATA_ORDER);
    sortSection(contents, 'spec', SPEC_ORDER);
  }
  for (const document of documents) padMappingsOnly(document);
  return documents.map((document) => document.toString({ indent: 2, lineWidth: 0 })).join('');
}

/** `{ a: b }` but `[a, b]`, as most people and formatters write them; the library knows one setting for both. */
function padMappingsOnly(document: Document): void {
  visit(document, {
    Collection: (_, node) => {
      const { prototype, padding } = isMap(node)
        ? { prototype: YAMLMap.prototype, padding: ' ' }
        : { prototype: YAMLSeq.prototype, padding: '' };
      node.toString = (context, ...rest) =>
        prototype.toString.call(node, context && { ...context, flowCollectionPadding: padding }, ...rest);
    },
  });
}

function sortSection(parent: YAMLMap, key: string, order: readonly string[]): void {
  const section = parent.get(key);
  if (isMap(section)) sortKeys(section, order);
}

function sortKeys(map: YAMLMap, order: readonly string[]): void {
  const first = map.items[0];
  const rank = (item: (typeof map.items)[number]): number => {
    const index = order.indexOf(isScalar(item.key) ? String(item.key.value) : '');
    return index === -1 ? order.length : index;
  };
  const sorted = [...map.items].sort((a, b) => rank(a) - rank(b));
  if (sorted.every((item, index) => item === map.items[index])) return;
  // A comment at the top of the file belongs to the file, not to the key that stood first.
  const head = isScalar(first?.key) ? first.key.commentBefore : undefined;
  if (head != null && isScalar(first?.key) && sorted[0] !== first && isScalar(sorted[0]?.key)) {
    first.key.commentBefore = null;
    sorted[0].key.commentBefore = head;
  }
  map.items = sorted;
}
