/** The bin terraform-provider-injixo, which Terraform and OpenTofu start. */
import { keepCompiled, keepSecretsOutOfDumps } from '../start.ts';
import { withTokenFile } from './host/environment.ts';
import { serve } from './host/serve.ts';
import { readHandshake } from './wire/handshake.ts';
import { logLine } from './wire/log.ts';
import type { Log } from './session/session.ts';
import manifest from '../../package.json' with { type: 'json' };

const log: Log = (level, message, fields) => {
  process.stderr.write(logLine(level, message, new Date(), fields));
};

keepSecretsOutOfDumps();
keepCompiled();
// Node.js would print all that the error holds.
process.on('uncaughtException', (error: Error) => {
  log('error', `terraform-provider-injixo crashed: ${error.message}`);
  process.exit(1);
});

const handshake = readHandshake(process.env);
if (typeof handshake === 'string') {
  process.stderr.write(`${handshake}\n`);
  process.exitCode = 1;
} else {
  // An interrupt goes to the whole process group. Terraform asks for the end when the apply is over.
  process.on('SIGINT', () => log('debug', 'interrupt: waiting for Terraform'));
  const stop = new AbortController();
  const environment = withTokenFile(process.env, log);
  const state = { version: manifest.version, environment, log, session: undefined, stop };
  void serve(handshake, state).then(
    (line) => process.stdout.write(line),
    (error: Error) => {
      process.stderr.write(`terraform-provider-injixo cannot serve: ${error.message}\n`);
      process.exit(1);
    },
  );
}
