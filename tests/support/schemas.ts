import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv } from 'ajv';
import { expect } from 'vitest';
import { ROOT } from './cli.ts';

/** Holds a value to a published schema. */
export function validates(schema: string, value: unknown): void {
  const text = readFileSync(path.join(ROOT, 'schemas', schema), 'utf8');
  const validate = new Ajv({ strict: false }).compile(JSON.parse(text));
  expect(validate(value), JSON.stringify(validate.errors)).toBe(true);
}
