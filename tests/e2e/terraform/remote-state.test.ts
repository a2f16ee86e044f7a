import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { injixo, startEmulator, type TestEmulator } from '../../support/cli.ts';
import { hasPostgres, startPostgres, type Postgres } from '../../support/postgres.ts';
import { describeTerraform, FIVE9, HEADER, Stack } from '../../support/terraform.ts';

const CONFIGURATIONS = '/external-systems/integration-configurations';
const BACKEND = HEADER.replace('terraform {', 'terraform {\n  backend "pg" {}\n');

describe.skipIf(!hasPostgres)('with PostgreSQL', () => {
  describeTerraform('remote, locked state', () => {
    let emulator: TestEmulator;
    let postgres: Postgres;
    beforeAll(async () => {
      emulator = await startEmulator();
      postgres = await startPostgres();
    });
    afterAll(async () => {
      await emulator.stop();
      await postgres.stop();
    });

    /** A runner: a clone of the configuration of its own, and the state that all share. */
    const runner = async (): Promise<Stack> => {
      const stack = new Stack(emulator, '', { TF_CLI_CONFIG_FILE: '/dev/null', PG_CONN_STR: postgres.url });
      stack.write(FIVE9, 'main.tf', BACKEND);
      await injixo(['terraform', 'install'], { env: { HOME: stack.folder } });
      const { code, stderr } = await stack.run(['init', '-no-color', '-input=false']);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      return stack;
    };

    test('two applies at once: one waits for the lock, and nothing is made twice', async () => {
      const [first, second] = [await runner(), await runner()];
      await emulator.faults('slow-import,factor=20');
      await emulator.requests();
      const running = first.run(['apply', '-auto-approve', '-no-color']);
      while (!(await emulator.requests()).includes(`POST ${CONFIGURATIONS}`)) await setTimeout(50);

      const refused = await second.failure('apply', '-auto-approve', '-lock-timeout=0s');
      expect(refused).toContain('Error acquiring the state lock');
      const waiting = second.run(['apply', '-auto-approve', '-no-color', '-lock-timeout=60s']);
      const [one, other] = await Promise.all([running, waiting]);

      expect(one).toMatchObject({ code: 0 });
      expect(one.stdout).toContain('Resources: 1 added, 0 changed, 0 destroyed');
      expect(other).toMatchObject({ code: 0 });
      expect(other.stdout).toContain('Resources: 0 added, 0 changed, 0 destroyed');
      const { data } = await emulator.send('GET', CONFIGURATIONS);
      expect(data.map(({ name }: any) => name)).toEqual(['Five9 EU']);
      expect((await emulator.requests()).filter((request) => request.startsWith('POST'))).toEqual([]);
    });

    test('another runner continues with the state, and finds no secret in it', async () => {
      const stack = await runner();
      expect(await stack.plan()).toEqual([]);
      const { stdout } = await stack.run(['state', 'pull']);
      expect(stdout).toContain('Five9 EU');
      expect(stdout).not.toContain('canary-secret');
      await stack.destroy();
    });
  });
});
