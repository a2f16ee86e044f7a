/** The bin: decides as little as possible before it knows what is asked, so that little is loaded. */
import { keepCompiled, keepSecretsOutOfDumps } from '../provider/start.ts';
import { VERSION } from './version.ts';

if (process.argv.length === 3 && ['--version', '-V'].includes(process.argv[2]!)) {
  process.stdout.write(`${VERSION}\n`);
} else {
  // A reader that goes away, as `| head` does, is no error.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
  keepSecretsOutOfDumps();
  keepCompiled();
  // Node.js would print all that the error holds.
  process.on('uncaughtException', (error) => {
    void import('./program.ts').then(({ report }) => process.exit(report(error, process.argv)));
  });
  const { run } = await import('./program.ts');
  process.exitCode = await run(process.argv);
}
