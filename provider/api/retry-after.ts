/** The header Retry-After in milliseconds from `now`: seconds or an HTTP date. Undefined if there is none. */
export function parseRetryAfter(header: string | null, now: number): number | undefined {
  if (header === null) return undefined;
  if (/^\d+(\.\d+)?$/.test(header.trim())) return Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

/** Exponential backoff with full jitter; `random` is in [0, 1). Milliseconds. */
export function backoff(attempt: number, random: number): number {
  const ceiling = Math.min(20_000, 250 * 2 ** attempt);
  return ceiling / 2 + (random * ceiling) / 2;
}
