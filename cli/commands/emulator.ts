import { DiagnosedError, failure } from '#provider';
import { FAULT_KINDS, parseFault, type Fault } from '#emulator/faults.ts';
import { startEmulator } from '#emulator/server.ts';
import { writeData } from '../io/terminal.ts';

interface Flags {
  port: number;
  token: string;
  data?: string;
  importSeconds: number;
  fault?: string[];
  seed: number;
  cloudLink: 'connected' | 'disconnected';
  listFaults?: boolean;
}

/** Serves until it is told to stop. */
export async function emulator(_: string[], flags: Flags): Promise<number> {
  if (flags.listFaults === true) {
    writeData(
      Object.entries(FAULT_KINDS)
        .map(([kind, about]) => `${kind.padEnd(20)} ${about}`)
        .join('\n'),
    );
    return 0;
  }
  const running = await start(flags);
  process.stdout.write(`injixo emulator listening on ${running.url}\n`);
  await new Promise<void>((resolve) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
  });
  await running.close();
  return 0;
}

async function start(flags: Flags): ReturnType<typeof startEmulator> {
  try {
    return await startEmulator({
      port: flags.port,
      token: flags.token,
      importSeconds: flags.importSeconds,
      faults: (flags.fault ?? []).map(readFault),
      seed: flags.seed,
      cloudLinkConnected: flags.cloudLink === 'connected',
      ...(flags.data === undefined ? {} : { dataFile: flags.data }),
    });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE') {
      throw new DiagnosedError(
        failure('usage/invalid', `The port ${flags.port} is in use.`, 'Use --port 0 for a free one.'),
      );
    }
    if (error instanceof SyntaxError && flags.data !== undefined) {
      throw new DiagnosedError(failure('usage/invalid', `${flags.data} is not a data file of the emulator.`));
    }
    throw error;
  }
}

function readFault(text: string): Fault {
  const fault = parseFault(text);
  if (typeof fault !== 'string') return fault;
  throw new DiagnosedError(
    failure('usage/invalid', `The fault is not valid: ${fault}.`, 'See "injixo emulator --list-faults".'),
  );
}
