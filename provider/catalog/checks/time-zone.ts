import { didYouMean } from '../suggest.ts';

/** Undefined for a time zone of the IANA database, else what to do. */
export function checkTimeZone(name: string): { hint: string } | undefined {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    if (name.includes('/') || name === 'UTC') return undefined;
  } catch {
    // Not a time zone: suggest one below.
  }
  const known = [...Intl.supportedValuesOf('timeZone'), 'UTC'];
  return { hint: didYouMean(name, known) ?? 'Use a name such as Europe/Berlin or UTC.' };
}
