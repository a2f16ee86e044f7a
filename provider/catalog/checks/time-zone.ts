import type { Problem } from '#core/diagnostic.ts';
import type { Path } from '#core/json.ts';
import { didYouMean } from '../suggest.ts';

/** Asking the platform is slow, and an estate has few time zones. */
const known = new Map<string, { hint: string } | undefined>();

/** Undefined for a time zone of the IANA database, else what to do. */
export function checkTimeZone(name: string): { hint: string } | undefined {
  if (!known.has(name)) known.set(name, check(name));
  return known.get(name);
}

function check(name: string): { hint: string } | undefined {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    if (name.includes('/') || name === 'UTC') return undefined;
  } catch {
    // Not a time zone: suggest one below.
  }
  const names = [...Intl.supportedValuesOf('timeZone'), 'UTC'];
  return { hint: didYouMean(name, names) ?? 'Use a name such as Europe/Berlin or UTC.' };
}

/** The finding about a time zone that is none; empty for a good one. */
export function timeZoneProblems(value: string, path: Path): Problem[] {
  const wrong = checkTimeZone(value);
  const message = `"${value}" is not a time zone of the IANA database.`;
  return wrong === undefined ? [] : [{ code: 'check/time-zone', message, ...wrong, path }];
}
