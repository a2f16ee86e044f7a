import { DiagnosedError, didYouMean, failure, type Client, type Configuration } from '#provider';

/** The integrations of the account, or those that are named; an unknown name is an error. */
export async function readConfigurations(client: Client, names: readonly string[]): Promise<Configuration[]> {
  const all: Configuration[] = [];
  for await (const page of client.listConfigurations()) all.push(...page);
  if (names.length === 0) return all;
  const byName = new Map(all.map((item) => [item.name, item]));
  const missing = names.filter((name) => !byName.has(name) && !all.some(({ id }) => String(id) === name));
  if (missing.length > 0) {
    throw new DiagnosedError(
      ...missing.map((name) =>
        failure(
          'api/not-found',
          `The account has no integration "${name}".`,
          didYouMean(name, [...byName.keys()]),
        ),
      ),
    );
  }
  return names.map((name) => byName.get(name) ?? all.find(({ id }) => String(id) === name)!);
}
