import { afterAll, beforeAll, expect, test } from 'vitest';
import { startEmulator, type TestEmulator } from '../../support/cli.ts';
import { describeTerraform, FIVE9, Stack } from '../../support/terraform.ts';

describeTerraform('data sources and the ephemeral resource', () => {
  let emulator: TestEmulator;
  beforeAll(async () => void (emulator = await startEmulator()));
  afterAll(async () => emulator.stop());

  test('they read the account, filtered', async () => {
    const stack = new Stack(
      emulator,
      `${FIVE9.replace('"skill"', '"skill"\n  labels = { team = "wfm" }')}
resource "injixo_integration_injixo_api" "push" {
  name = "Push"
}
data "injixo_integration" "by_name" {
  name = injixo_integration_five9.eu.name
}
data "injixo_integration" "by_id" {
  id = injixo_integration_five9.eu.id
}
data "injixo_integrations" "labelled" {
  labels     = { team = "wfm" }
  managed_by = "terraform"
  depends_on = [injixo_integration_five9.eu, injixo_integration_injixo_api.push]
}
data "injixo_queues" "s" {
  integration_id = injixo_integration_five9.eu.id
  name           = "*s*"
}
data "injixo_integration_types" "push" {
  delivery_mode = "push"
}
data "injixo_people" "alice" {
  email = "alice@acme.example"
}
data "injixo_activities" "calls" {
  name = "Calls"
}
output "seen" {
  value = {
    by_name    = data.injixo_integration.by_name.queues[*].name
    by_id      = data.injixo_integration.by_id.workspace
    labelled   = data.injixo_integrations.labelled.integrations[*].name
    queues     = data.injixo_queues.s.queues[*].name
    types      = data.injixo_integration_types.push.types[*].resource_type
    people     = data.injixo_people.alice.people[*].name
    activities = data.injixo_activities.calls.activities[*].name
  }
}
`,
    );
    await stack.apply();
    const { values } = await stack.show();
    expect(values.outputs.seen.value).toEqual({
      by_name: ['Back Office', 'Customer Support', 'Sales'],
      by_id: 'acme',
      labelled: ['Five9 EU'],
      queues: ['Customer Support', 'Sales'],
      types: ['injixo_integration_injixo_api'],
      people: ['Alice Adams'],
      activities: ['Calls'],
    });
    expect(await stack.plan()).toEqual([]);
  });

  test('what does not exist is an error', async () => {
    const stack = new Stack(emulator, 'data "injixo_integration" "none" {\n  name = "None"\n}\n');
    expect(await stack.failure('plan')).toContain('The account has no integration "None".');
  });

  test('a key is made once for each generation, in the apply, and lands in no state', async () => {
    const hcl = (generation: string): string => `resource "injixo_integration_injixo_api" "push" {
  name = "Keys"
}
resource "terraform_data" "generation" {
  triggers_replace = "${generation}"
}
ephemeral "injixo_api_key" "push" {
  integration_id = injixo_integration_injixo_api.push.id
  generation     = terraform_data.generation.id
}
resource "terraform_data" "keep" {
  triggers_replace = terraform_data.generation.id
  provisioner "local-exec" {
    command     = "printf %s \\"$KEY\\" > key.txt"
    environment = { KEY = ephemeral.injixo_api_key.push.value }
  }
}
`;
    const stack = new Stack(emulator, hcl('1'));
    await stack.apply();
    const first = stack.file('key.txt');
    expect(first).toMatch(/^\S{20,}$/);
    expect(stack.file('terraform.tfstate')).not.toContain(first);

    await emulator.requests();
    expect(await stack.plan()).toEqual([]);
    await stack.apply();
    expect((await emulator.requests()).filter((request) => !request.startsWith('GET'))).toEqual([]);
    expect(stack.file('key.txt')).toBe(first);

    stack.write(hcl('2'));
    await stack.apply();
    expect(stack.file('key.txt')).not.toBe(first);
    expect(stack.file('key.txt')).toMatch(/^\S{20,}$/);
  });
});
