import { TerraformStack, Testing } from 'cdktf';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as injixo from 'injixo-as-code/cdktf';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { integrationProps } from '../../provider/stacks/app/props.ts';
import { Code } from '../../provider/stacks/app/source.ts';

const TYPES = path.join(import.meta.dirname, '../fixtures/integration-types');

const files = readdirSync(TYPES).flatMap((type) =>
  readdirSync(path.join(TYPES, type, 'valid')).map((name) => [type, name] as const),
);

describe('what is valid in YAML', () => {
  it.each(files)('is valid as a construct: %s %s', (type, name) => {
    const { metadata, spec } = parse(readFileSync(path.join(TYPES, type, 'valid', name), 'utf8'));
    const stack = new TerraformStack(Testing.app(), 'main');
    new injixo.InjixoProvider(stack, 'injixo', {});
    const secret = new injixo.SecretVariable(stack, 'secret').value;
    const props = integrationProps(type, spec, () => new Code('secret'));
    const given = Object.entries(props).map(([key, value]) => [key, value instanceof Code ? secret : value]);
    const Construct = injixo.INTEGRATIONS[type as keyof typeof injixo.INTEGRATIONS] as any;
    new Construct(stack, 'x', { name: metadata.name, labels: metadata.labels, ...Object.fromEntries(given) });
    expect(() => Testing.synth(stack, true)).not.toThrow();
  });
});
