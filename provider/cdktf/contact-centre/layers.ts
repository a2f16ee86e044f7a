/** What holds in an environment: defaults, those of the type, and what an entry itself says. */
import { didYouMean } from '#catalog/suggest.ts';
import { isPlainObject, type Inputs } from '../attributes.ts';
import { merge } from '../merge.ts';
import type { Problems } from '../problems.ts';
import type { ContactCentreConfig, Defaults, Scoped } from './config.ts';

export class Layers {
  readonly #config: ContactCentreConfig;

  constructor(config: ContactCentreConfig) {
    this.#config = config;
  }

  /** Whether an entry exists in this environment. */
  isHere({ environments }: Scoped<object>): boolean {
    const { environment } = this.#config;
    return environments === undefined || environment === undefined || environments.includes(environment);
  }

  /** What integrations of a type share; what not every type has is left out where it is unknown. */
  defaults(type: string, known: ReadonlySet<string>): Inputs {
    const byType = (defaults: Defaults | undefined): Inputs =>
      (defaults?.types as Readonly<Record<string, Inputs>> | undefined)?.[type] ?? {};
    const all = merge(this.#config.defaults?.all ?? {}, this.#here()?.all ?? {});
    const fitting = Object.fromEntries(Object.entries(all).filter(([name]) => known.has(name)));
    return merge(fitting, byType(this.#config.defaults), byType(this.#here()));
  }

  override({ overrides = {} }: Scoped<object>): Inputs {
    const { environment } = this.#config;
    const found = environment === undefined ? undefined : overrides[environment];
    return isPlainObject(found) ? found : {};
  }

  #here(): Defaults | undefined {
    const { environment, environments = {} } = this.#config;
    return environment === undefined ? undefined : environments[environment];
  }

  /** Environments that are named but not declared. */
  check(problems: Problems): void {
    const { environment, environments, integrations, workloads = {} } = this.#config;
    if (environments === undefined) return;
    const known = Object.keys(environments);
    const check = (name: string, property: string): void => {
      if (known.includes(name)) return;
      const hint = didYouMean(name, known) ?? `There are ${known.join(', ')}.`;
      problems.add(property, `There is no environment "${name}".`, hint);
    };
    if (environment !== undefined) check(environment, 'environment');
    for (const [kind, entries] of Object.entries({ integrations, workloads })) {
      for (const [key, entry] of Object.entries(entries as Record<string, Scoped<object>>)) {
        for (const name of entry.environments ?? []) check(name, `${kind}.${key}.environments`);
        for (const name of Object.keys(entry.overrides ?? {})) check(name, `${kind}.${key}.overrides`);
      }
    }
  }
}
