import {
  all,
  DiagnosedError,
  didYouMean,
  failure,
  readOwnership,
  relation,
  releasePatch,
  type Client,
} from '#provider';
import { openAccount } from '../account.ts';
import { confirm, say, writeData } from '../io/terminal.ts';
import type { TargetFlags } from '../target.ts';

interface Flags extends TargetFlags {
  autoApprove?: boolean;
}

interface Owned {
  what: string;
  name: string;
  owner: NonNullable<ReturnType<typeof readOwnership>>;
  release: () => Promise<unknown>;
}

/** Makes nobody the owner, so that another workspace or Terraform can take over. Changes nothing else. */
export async function release(names: string[], flags: Flags): Promise<number> {
  const { client, scope } = await openAccount(flags);
  const owned = await readOwned(client);
  const wanted =
    names.length === 0
      ? owned.filter(({ owner }) => relation(owner, scope) === 'mine')
      : names.flatMap((name) => named(name, owned));
  if (wanted.length === 0) {
    say('Nothing to release.');
    return 0;
  }
  if (flags.autoApprove !== true) {
    const list = wanted.map((item) => `  ${lineOf(item)}`).join('\n');
    say(`These will belong to nobody:\n${list}`);
    await confirm('Release them?', new AbortController().signal);
  }
  for (const item of wanted) {
    await item.release();
    writeData(`${lineOf(item)}\n`);
  }
  return 0;
}

function lineOf({ what, name, owner }: Owned): string {
  return `${what} "${name}", managed by ${owner.engine}, workspace "${owner.workspace}"`;
}

function named(name: string, owned: readonly Owned[]): Owned[] {
  const found = owned.filter((item) => item.name === name);
  if (found.length > 0) return found;
  const known = owned.map((item) => item.name);
  throw new DiagnosedError(
    failure('api/not-found', `Nothing that somebody manages is named "${name}".`, didYouMean(name, known)),
  );
}

/** Integrations and workloads that somebody manages. */
async function readOwned(client: Client): Promise<Owned[]> {
  const [integrations, workloads] = await Promise.all([
    all(client.listConfigurations()),
    all(client.listWorkloads()),
  ]);
  return [
    ...integrations.flatMap(({ id, etag, name, annotations }) =>
      ownedBy('integration', name, annotations, async (patch) =>
        client.updateConfiguration(id, etag, { annotations: patch }),
      ),
    ),
    ...workloads.flatMap(({ id, etag, name, annotations }) =>
      ownedBy('workload', name, annotations, async (patch) =>
        client.updateWorkload(id, etag, { annotations: patch }),
      ),
    ),
  ];
}

function ownedBy(
  what: string,
  name: string,
  annotations: Record<string, string>,
  send: (patch: ReturnType<typeof releasePatch>) => Promise<unknown>,
): Owned[] {
  const owner = readOwnership(annotations);
  if (owner === null) return [];
  return [{ what, name, owner, release: async () => send(releasePatch(annotations)) }];
}
