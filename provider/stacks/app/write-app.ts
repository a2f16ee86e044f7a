/** Declarations as a CDKTF app that declares the same. */
import type { Declaration, Workspace } from '#core/declaration.ts';
import { defined } from '#core/defined.ts';
import type { Diagnostic } from '#core/diagnostic.ts';
import { canonical } from '#core/json.ts';
import { effectiveSpec, existsIn } from '#declarations/overrides.ts';
import { uniqueName } from '#terraform/hcl/write.ts';
import { constructName } from '#terraform/convert/names.ts';
import { appText, type Collected, type Part } from './layout.ts';
import { lossesOf } from './losses.ts';
import { integrationProps, mappingProps, workloadProps } from './props.ts';
import { AppSecrets } from './secrets.ts';
import { Code, literal, variableName, type SourceObject, type SourceValue } from './source.ts';

export interface WrittenApp {
  text: string;
  /** What cannot be said in an app. */
  diagnostics: Diagnostic[];
  /** The environment variables that its secrets come from. */
  variables: string[];
}

/** Properties in each environment; the base where there are none. */
type PerEnvironment = Map<string | undefined, SourceObject>;

export function writeApp(declarations: readonly Declaration[], workspace: Workspace | undefined): WrittenApp {
  const present = declarations.filter(({ ensure }) => ensure === 'present');
  const writer = new AppWriter(present, workspace);
  for (const declaration of present.filter(({ kind }) => kind === 'Integration'))
    writer.integration(declaration);
  for (const declaration of present.filter(({ kind }) => kind === 'Workload')) writer.workload(declaration);
  const diagnostics = declarations.flatMap(lossesOf);
  return { text: appText(writer), diagnostics, variables: [...writer.secrets.names] };
}

/** Collects the constructs of an app. */
class AppWriter implements Collected {
  readonly secrets: AppSecrets;
  readonly workspace: Workspace | undefined;
  readonly parts: Part[] = [];
  readonly #environments: readonly (string | undefined)[];
  readonly #ids = new Set<string>(['injixo']);
  readonly #variables = new Map<string, NonNullable<Part['variable']>>();

  constructor(declarations: readonly Declaration[], workspace: Workspace | undefined) {
    this.secrets = new AppSecrets(declarations);
    this.workspace = workspace;
    const names = Object.keys(workspace?.environments ?? {});
    this.#environments = names.length === 0 ? [undefined] : names;
  }

  integration(declaration: Declaration): void {
    const type = declaration.spec['type'] as string;
    const id = this.#id(declaration.name);
    const isOptional = !this.#isEverywhere(declaration);
    this.#variables.set(declaration.name, { name: variableName(id), isUsed: false, isOptional });
    const props = this.#each(declaration, (environment) =>
      integrationProps(type, effectiveSpec(declaration, environment), (reference) =>
        this.secrets.code(reference),
      ),
    );
    this.#add(declaration, constructName(type), id, props);
    const mappings = this.#each(declaration, (environment) => {
      const mapping = mappingProps(effectiveSpec(declaration, environment));
      return mapping === undefined ? {} : { integrationId: this.#idOf(declaration.name), ...mapping };
    });
    if ([...mappings.values()].every((mapping) => Object.keys(mapping).length === 0)) return;
    this.#add(declaration, 'AgentStatusMapping', this.#id(`${declaration.name} agent status`), mappings);
  }

  workload(declaration: Declaration): void {
    const props = this.#each(declaration, (environment) =>
      workloadProps(effectiveSpec(declaration, environment), (name) => this.#idOf(name)),
    );
    this.#add(declaration, 'Workload', this.#id(declaration.name), props);
  }

  #add(declaration: Declaration, className: string, id: string, props: PerEnvironment): void {
    const { name, labels } = declaration;
    const isMapping = className === 'AgentStatusMapping';
    const own = isMapping
      ? {}
      : defined({ name, labels: Object.keys(labels).length === 0 ? undefined : labels });
    const environments = this.#isEverywhere(declaration) ? undefined : [...props.keys()].map(String);
    const variable = className.endsWith('Integration') ? this.#variables.get(declaration.name) : undefined;
    const text = literal({ ...own, ...merged(props) }, environments === undefined ? 4 : 6);
    this.parts.push(defined({ className, id, props: text, environments, variable }));
  }

  #each(declaration: Declaration, props: (environment: string | undefined) => SourceObject): PerEnvironment {
    const here = this.#environments.filter((environment) => existsIn(declaration, environment));
    return new Map(here.map((environment) => [environment, props(environment)]));
  }

  #isEverywhere(declaration: Declaration): boolean {
    return this.#environments.every((environment) => existsIn(declaration, environment));
  }

  #idOf(integration: string): SourceValue {
    const variable = this.#variables.get(integration.normalize('NFC'));
    if (variable === undefined) return integration;
    variable.isUsed = true;
    return new Code(`${variable.name}${variable.isOptional ? '!' : ''}.id`);
  }

  #id(name: string): string {
    return uniqueName(name, this.#ids);
  }
}

/** What most environments have, and what is different in the others. */
function merged(props: PerEnvironment): SourceObject {
  const all = [...props.values()];
  const names = [...new Set(all.flatMap((values) => Object.keys(values)))];
  const base = Object.fromEntries(
    names.map((name) => [name, mostFrequent(all.map((values) => values[name]))]),
  );
  const result: SourceObject = defined(base);
  for (const [environment, values] of props) {
    const different = names.filter((name) => key(values[name]) !== key(base[name]));
    if (different.length === 0) continue;
    const patch = Object.fromEntries(different.map((name) => [name, values[name]]));
    result[`...${environment}`] = new Code(
      `(environment === ${literal(environment)} && ${literal(patch, 6)})`,
    );
  }
  return result;
}

/** The first of them among equals. */
function mostFrequent(values: readonly SourceValue[]): SourceValue {
  const count = (wanted: SourceValue): number => values.filter((value) => key(value) === key(wanted)).length;
  return [...values].sort((a, b) => count(b) - count(a))[0];
}

function key(value: SourceValue): string {
  return value === undefined ? '' : canonical(value);
}
