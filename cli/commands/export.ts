import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { stringify } from 'yaml';
import {
  all,
  DiagnosedError,
  exportDocument,
  exportTerraform,
  exportWorkload,
  failure,
  readAgentStatuses,
  relation,
  toObserved,
  toObservedWorkload,
  type Configuration,
  type ExportedDocument,
  type ObservedWorkload,
  type Scope,
} from '#provider';
import { say, writeData } from '../io/terminal.ts';
import type { Target, TargetFlags } from '../target.ts';
import { openAccount } from '../account.ts';
import { readConfigurations } from '../io/selection.ts';

interface Flags extends TargetFlags {
  managed?: boolean;
  unmanaged?: boolean;
  split?: boolean;
  format?: string;
  output?: string;
}

/** Writes what the account holds as declarations, with references in the places of secrets. */
export async function exportCommand(names: string[], flags: Flags): Promise<number> {
  const { client, scope } = await openAccount(flags);
  const found = await readConfigurations(client, names);
  const wanted = found.filter((item) => isWanted(toObserved(item), scope, flags));
  if (flags.format === 'terraform') return exportForTerraform({ client, scope }, wanted, names, flags);
  const statuses = await readAgentStatuses(client, wanted);
  const documents = [
    ...wanted.map((item) => exportDocument(item, statuses.get(item.id))),
    ...(names.length > 0 ? [] : await workloadsOf(found, { client, scope }, flags)),
  ];
  if (flags.split === true) writeSplit(documents, flags.output);
  else writeData(documents.map(({ document }) => text(document)).join('---\n'), flags.output);
  notice(wanted, documents);
  return 0;
}

async function exportForTerraform(
  { client, scope }: Pick<Target, 'client' | 'scope'>,
  wanted: readonly Configuration[],
  names: readonly string[],
  flags: Flags,
): Promise<number> {
  if (flags.split === true)
    throw new DiagnosedError(failure('usage/invalid', '--split is for the format yaml.'));
  const {
    text: hcl,
    resources,
    variables,
  } = await exportTerraform(client, scope, wanted, names.length === 0);
  writeData(hcl, flags.output);
  say(`${resources} resources. "terraform plan" imports them and shows no other change.`);
  if (variables.length > 0)
    say(
      `Secrets cannot be read back. To send one, set its variable and credentials_wo_version: ${variables.join(', ')}.`,
    );
  return 0;
}

function isWanted({ owner }: Pick<ObservedWorkload, 'owner'>, scope: Scope, flags: Flags): boolean {
  const whose = relation(owner, scope);
  return (flags.managed !== true || whose === 'mine') && (flags.unmanaged !== true || whose === 'nobody');
}

/** All workloads, since they refer to several integrations. */
async function workloadsOf(
  configurations: readonly Configuration[],
  { client, scope }: Pick<Target, 'client' | 'scope'>,
  flags: Flags,
): Promise<ExportedDocument[]> {
  const workloads = (await all(client.listWorkloads())).filter((item) =>
    isWanted(toObservedWorkload(item), scope, flags),
  );
  if (workloads.length === 0) return [];
  const queues = new Map((await all(client.listQueues())).map((queue) => [queue.id, queue]));
  const names = new Map(configurations.map(({ id, name }) => [id, name]));
  return workloads.map((item) => exportWorkload(item, queues, names));
}

function writeSplit(documents: readonly ExportedDocument[], folder: string | undefined): void {
  if (folder === undefined)
    throw new DiagnosedError(failure('usage/invalid', '--split needs a folder: -o <folder>.'));
  mkdirSync(folder, { recursive: true });
  const used = new Set<string>();
  for (const { name, type, document } of documents) {
    const base =
      name
        .toLowerCase()
        .normalize('NFKD')
        .replaceAll(/[^a-z0-9]+/g, '-')
        .replaceAll(/^-|-$/g, '') || type;
    let file = `${base}.yaml`;
    for (let n = 2; used.has(file); n++) file = `${base}-${n}.yaml`;
    used.add(file);
    writeFileSync(path.join(folder, file), text(document));
  }
  say(`wrote ${documents.length} files to ${folder}`);
}

function text(document: ExportedDocument['document']): string {
  return stringify(document, { lineWidth: 0 });
}

function notice(wanted: readonly Configuration[], documents: readonly ExportedDocument[]): void {
  const variables = [...JSON.stringify(documents).matchAll(/"fromEnv":"(\w+)"/g)].map(([, name]) => name);
  if (variables.length > 0)
    say(`Secrets cannot be read back. Set these before they are sent: ${variables.join(', ')}.`);
  const unowned = wanted.filter((configuration) => toObserved(configuration).owner === null).length;
  if (unowned > 0)
    say(
      `${unowned} of ${wanted.length} integrations are not owned by a workspace yet: take them over with "injixo adopt".`,
    );
}
