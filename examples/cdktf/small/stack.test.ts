import { Testing } from 'cdktf';
import { Five9Integration, Workload } from 'injixo-as-code/cdktf';
import { expect, test } from 'vitest';
import { SmallStack } from './stack.ts';

const stack = new SmallStack(Testing.app(), 'small');

test('every construct is valid', () => {
  // The second argument has the constructs validated as "cdktf synth" would.
  expect(() => Testing.synth(stack, true)).not.toThrow();
});

test('the workload is forecast from the queues of the integration', () => {
  const synthesized = Testing.synth(stack);
  const { tfResourceType } = Five9Integration;
  expect(Testing.toHaveResourceWithProperties(synthesized, tfResourceType, { region: 'EU' })).toBe(true);
  expect(
    Testing.toHaveResourceWithProperties(synthesized, Workload.tfResourceType, {
      queues: [{ integration_id: '${injixo_integration_five9.five9.id}', match: '*Support' }],
    }),
  ).toBe(true);
});

test('no secret stands in the code', () => {
  expect(Testing.synth(stack)).toContain('"password_wo": "${var.five9_password}"');
});
