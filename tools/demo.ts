/** The main job on examples/acme against the embedded emulator, with the built bin, as a person would type it. */
import { startExample } from './example-account.ts';

const { endpoint, run, stop } = await startExample({ importSeconds: 3, stdio: 'inherit' });
let failed = false;
try {
  for (const command of [
    'validate',
    'plan',
    'apply --auto-approve',
    'status',
    'queues',
    'apply --auto-approve',
  ]) {
    process.stdout.write(`\n$ injixo ${command}\n`);
    failed ||= run(...command.split(' ')) !== 0;
    if (command === 'queues') await fetch(`${endpoint}/__emulator/requests`, { method: 'DELETE' });
  }
  const data = (await (await fetch(`${endpoint}/__emulator/requests`)).json()) as { method: string }[];
  const writes = data.filter(({ method }) => method !== 'GET').length;
  process.stdout.write(`\nThe second apply sent ${data.length} request(s), ${writes} of them a write.\n`);
  failed ||= writes > 0;
} finally {
  stop();
}
process.exitCode = failed ? 1 : 0;
