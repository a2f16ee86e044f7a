import { readFileSync } from 'node:fs';
import path from 'node:path';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startEmulator, type TestEmulator } from '../../support/cli.ts';
import { describeTerraform, Stack } from '../../support/terraform.ts';

const CANARY = 'canary-4711-secret';
const TOKEN = 'emulator';

const HCL = `variable "password" {
  type      = string
  ephemeral = true
}
resource "injixo_integration_five9" "eu" {
  name                   = "Secrets"
  username               = "injixo@acme.example"
  password_wo            = var.password
  credentials_wo_version = "1"
  region                 = "EU"
  queue_grouping         = "skill"
}
`;

describeTerraform('secrets', () => {
  let emulator: TestEmulator;
  beforeAll(async () => void (emulator = await startEmulator()));
  afterAll(async () => emulator.stop());

  test('reach injixo, and neither state, plan, output nor the most talkative log', async () => {
    const stack = new Stack(emulator, HCL, {
      TF_VAR_password: CANARY,
      TF_LOG: 'trace',
      TF_LOG_PATH: 'trace.log',
    });
    const shown = [await stack.run(['plan', '-no-color', '-out=plan.bin'])];
    const plan = unzipSync(readFileSync(path.join(stack.folder, 'plan.bin')));
    shown.push(await stack.run(['apply', '-no-color', 'plan.bin']));
    await stack.apply('-replace=injixo_integration_five9.eu');
    shown.push(await stack.run(['show', '-json']));

    const [created] = (
      await emulator.send('GET', '/external-systems/integration-configurations?name=Secrets')
    ).data;
    expect(created.secrets).toMatchObject([{ path: 'credentials.password', generation: 1 }]);

    const places = {
      ...Object.fromEntries(
        Object.entries(plan).map(([name, bytes]) => [`plan ${name}`, Buffer.from(bytes)]),
      ),
      state: Buffer.from(stack.file('terraform.tfstate')),
      backup: Buffer.from(stack.file('terraform.tfstate.backup')),
      log: Buffer.from(stack.file('trace.log')),
      output: Buffer.from(shown.map(({ stdout, stderr }) => stdout + stderr).join('')),
    };
    expect(stack.file('trace.log')).toContain('create Secrets');
    for (const [place, bytes] of Object.entries(places)) {
      expect(bytes.length, `${place} is there`).toBeGreaterThan(0);
      for (const form of [CANARY, Buffer.from(CANARY).toString('base64').slice(0, 20)]) {
        expect(bytes.includes(form), `${place} holds ${form}`).toBe(false);
      }
    }
    expect(stack.file('trace.log')).not.toContain(`Bearer ${TOKEN}`);
  });

  test('a refused secret is not repeated in the error', async () => {
    await emulator.faults('failing-connection');
    const stack = new Stack(emulator, HCL.replace('"Secrets"', '"Refused"'), { TF_VAR_password: CANARY });
    const { stdout, stderr } = await stack.run(['apply', '-auto-approve', '-no-color']);
    await emulator.faults();
    expect(stdout).toContain('is saved (id');
    expect(stdout + stderr).not.toContain(CANARY);
  });

  test('a token that is only known after apply is tolerated by the plan', async () => {
    const stack = new Stack(emulator, '', { INJIXO_TOKEN: '' });
    stack.write(
      `terraform {
  required_providers {
    injixo = { source = "injixo-as-code/injixo" }
  }
}
resource "terraform_data" "token" {
  input = "${TOKEN}"
}
provider "injixo" {
  token = terraform_data.token.output
}
resource "injixo_integration_injixo_api" "push" {
  name = "Late token"
}
`,
      'main.tf',
      '',
    );
    expect(await stack.plan()).toEqual([
      'create injixo_integration_injixo_api.push',
      'create terraform_data.token',
    ]);
    await stack.apply();
    expect(await stack.plan()).toEqual([]);
  });

  test('a token can stand in a file', async () => {
    const stack = new Stack(emulator, HCL.replace('"Secrets"', '"Token file"'), {
      INJIXO_TOKEN: '',
      INJIXO_TOKEN_FILE: 'token',
      TF_VAR_password: CANARY,
    });
    expect(await stack.failure('plan')).toContain('INJIXO_TOKEN_FILE to a file with one that can be read');
    stack.write(`${TOKEN}\n`, 'token');
    await stack.apply();
    expect(await stack.plan()).toEqual([]);
  });

  test('without a token the error says what to do', async () => {
    const stack = new Stack(emulator, HCL, { INJIXO_TOKEN: '', TF_VAR_password: 'x' });
    expect(await stack.failure('plan')).toContain('Set INJIXO_TOKEN to a personal access token');
  });
});
