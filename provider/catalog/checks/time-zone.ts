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
