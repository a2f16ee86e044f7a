const UNITS: Record<string, number> = { s: 1, m: 60, h: 3600 };

/** `90s`, `20m`, `1h30m` in seconds; undefined if the text is no duration. */
export function parseDuration(text: string): number | undefined {
  if (!/^(\d+h)?(\d+m)?(\d+s)?$/.test(text) || text === '') return undefined;
  let seconds = 0;
  for (const [, amount, unit] of text.matchAll(/(\d+)([hms])/g)) seconds += Number(amount) * UNITS[unit!]!;
  return seconds;
}

/** `95` as `1m 35s`, for people. */
export function durationText(seconds: number): string {
  const whole = Math.round(seconds);
  const parts = [
    [Math.floor(whole / 3600), 'h'],
    [Math.floor((whole % 3600) / 60), 'm'],
    [whole % 60, 's'],
  ] as const;
  const text = parts.filter(([amount]) => amount > 0).map(([amount, unit]) => `${amount}${unit}`);
  return text.length === 0 ? '0s' : text.join(' ');
}
