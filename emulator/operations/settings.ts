import type { Account } from '../account.ts';
import { Refusal } from '../answer.ts';
import { fieldErrors } from '../contract.ts';
import type { StoredConfiguration } from '../store.ts';

type Tree = Record<string, unknown>;

export interface Settings {
  credentials?: Tree;
  configuration?: Tree;
}

/** A value that stands for a stored secret while the whole is checked against the type's schema. */
const STORED = 'stored';

/**
 * Merges sent settings (RFC 7396) into a configuration. Secrets are taken out on the way: what stays
 * is that they are set. A secret that starts with "wrong" is one that the external system refuses.
 */
export function applySettings(account: Account, target: StoredConfiguration, sent: Settings): void {
  const type = account.types.get(target.type)!;
  const before = JSON.stringify(target.secrets);
  for (const section of ['credentials', 'configuration'] as const) {
    const patch = sent[section];
    if (patch === undefined) continue;
    const clean = structuredClone(patch);
    for (const path of type.secrets.filter(([head]) => head === section))
      takeSecret(account, target, clean, path);
    target[section] = merge(target[section], clean);
  }
  if (before !== JSON.stringify(target.secrets)) forgetOrphans(target, type.secrets);
}

function takeSecret({ now }: Account, target: StoredConfiguration, tree: Tree, path: string[]): void {
  const key = path.join('.');
  const holder = follow(tree, path.slice(1, -1));
  if (holder === null) delete target.secrets[key];
  if (typeof holder !== 'object' || holder === null) return;
  const last = path[path.length - 1]!;
  const value = (holder as Tree)[last];
  if (value === undefined) return;
  delete (holder as Tree)[last];
  if (value === null) delete target.secrets[key];
  else {
    const text = typeof value === 'string' ? value : '';
    if (text === '')
      throw new Refusal(422, 'invalid', 'The content is invalid.', [
        { path: key, message: 'must be a text' },
      ]);
    const generation = (target.secrets[key]?.generation ?? 0) + 1;
    target.secrets[key] = {
      generation,
      setAt: new Date(now()).toISOString(),
      accepted: !text.startsWith('wrong'),
    };
  }
}

/** A secret whose holder is gone is gone too. */
function forgetOrphans(target: StoredConfiguration, secrets: string[][]): void {
  for (const path of secrets.filter(({ length }) => length > 2)) {
    const holder = follow(target.configuration, path.slice(1, -1));
    if (holder === undefined) delete target.secrets[path.join('.')];
  }
}

/** The whole against the type's schema, then the rules about what cannot change. */
export function assertValid(
  account: Account,
  draft: StoredConfiguration,
  before?: StoredConfiguration,
): void {
  const type = account.types.get(draft.type)!;
  const errors = type.validate(document(draft)) ? [] : fieldErrors(type.validate.errors);
  for (const path of before === undefined ? [] : type.immutable) {
    const [was, is] = [follow(before, path), follow(draft, path)];
    if (JSON.stringify(was) !== JSON.stringify(is))
      errors.push({ path: path.join('.'), message: 'cannot be changed after creation' });
  }
  if (errors.length > 0) throw new Refusal(422, 'invalid', 'The content is invalid.', errors);
}

/** The configuration as one document, with a stand-in for every stored secret. */
function document(draft: StoredConfiguration): Tree {
  const result: Tree = { type: draft.type };
  const whole = structuredClone({
    credentials: draft.credentials,
    configuration: draft.configuration,
  }) as Record<string, Tree>;
  for (const key of Object.keys(draft.secrets)) {
    const path = key.split('.');
    const holder = path
      .slice(0, -1)
      .reduce<Tree>((node, part) => (node[part] as Tree | undefined) ?? {}, whole);
    holder[path[path.length - 1]!] = STORED;
  }
  for (const [section, value] of Object.entries(whole)) {
    if (Object.keys(value).length > 0) result[section] = value;
  }
  return result;
}

function follow(start: unknown, path: string[]): unknown {
  return path.reduce<unknown>((node, part) => (node as Tree | undefined)?.[part], start);
}

export function testConnection({ faults, types }: Account, configuration: StoredConfiguration): void {
  const refused = Object.values(configuration.secrets).some(({ accepted }) => !accepted);
  const broken = faults.hit(['failing-connection'], { name: configuration.name }) !== undefined;
  const passive = ['file', 'push'].includes(types.get(configuration.type)!.deliveryMode);
  if (passive) configuration.connection = { state: 'untested', message: null };
  else if (refused || broken)
    configuration.connection = { state: 'failed', message: 'The external system refuses the credentials.' };
  else configuration.connection = { state: 'ok', message: null };
}

function merge(target: Tree, patch: Tree): Tree {
  const result: Tree = { ...target };
  for (const [key, value] of Object.entries(patch)) {
    const isTree = typeof value === 'object' && value !== null && !Array.isArray(value);
    const old = Object.hasOwn(result, key) ? result[key] : undefined;
    const oldTree = typeof old === 'object' && old !== null && !Array.isArray(old) ? (old as Tree) : {};
    if (value === null) delete result[key];
    else
      Object.defineProperty(result, key, {
        value: isTree ? merge(oldTree, value as Tree) : value,
        enumerable: true,
        configurable: true,
        writable: true,
      });
  }
  return result;
}
