const LONG_MS = 50;

/**
 * Awaited between the rounds of a long calculation: when it went on for 50 ms, the event loop turns once, so that an
 * interrupt, a timer or a progress line is late by a blink at most.
 */
export function breather(): () => Promise<void> {
  let since = performance.now();
  return async () => {
    if (performance.now() - since < LONG_MS) return;
    await new Promise((resolve) => setImmediate(resolve));
    since = performance.now();
  };
}
