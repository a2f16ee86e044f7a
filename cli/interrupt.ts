/** Turns the first SIGINT or SIGTERM into an abort, so that work in flight can finish; the second one ends the process. */
export function onInterrupt(announce: () => void): { signal: AbortSignal; dispose: () => void } {
  const controller = new AbortController();
  const handler = (): void => {
    if (controller.signal.aborted) process.exit(130);
    announce();
    controller.abort();
  };
  process.on('SIGINT', handler);
  process.on('SIGTERM', handler);
  const dispose = (): void => {
    process.off('SIGINT', handler);
    process.off('SIGTERM', handler);
  };
  return { signal: controller.signal, dispose };
}
