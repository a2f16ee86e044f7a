/** What a format must name once; every other character separates. Source: injixo's help on CSV imports. */
const PARTS: Record<'date' | 'time', [part: string, tokens: string[]][]> = {
  date: [
    ['a day (D or DD)', ['D', 'DD']],
    ['a month (M or MM)', ['M', 'MM']],
    ['a year (YY or YYYY)', ['YY', 'YYYY']],
  ],
  time: [
    ['hours (h or hh)', ['h', 'hh']],
    ['minutes (m or mm)', ['m', 'mm']],
  ],
};
const SECONDS = ['s', 'ss'];

/** What is wrong with a date, time or timestamp format; undefined if nothing is. */
export function checkDateTimeFormat(kind: 'date' | 'time' | 'timestamp', format: string): string | undefined {
  const parts = kind === 'timestamp' ? [...PARTS.date, ...PARTS.time] : PARTS[kind];
  const known = [...parts.flatMap(([, tokens]) => tokens), ...(kind === 'date' ? [] : SECONDS)];
  const letters = new Set(known.map((token) => token[0]));
  const runs = [...format.matchAll(/([A-Za-z])\1*/g)]
    .map(([run]) => run)
    .filter((run) => letters.has(run.charAt(0)));
  const strange = runs.find((run) => !known.includes(run));
  if (strange !== undefined) return `"${strange}" is not one of ${known.join(', ')}`;
  for (const [part, tokens] of parts) {
    const found = runs.filter((run) => tokens.includes(run));
    if (found.length === 0) return `${part} is missing`;
    if (found.length > 1) return `${part} stands there twice`;
  }
  return runs.filter((run) => SECONDS.includes(run)).length > 1
    ? 'seconds (s or ss) stand there twice'
    : undefined;
}

/** The format with upper and lower case as needed, if that makes it right: `dd.mm.yyyy` → `DD.MM.YYYY`. */
export function recased(kind: 'date' | 'time' | 'timestamp', format: string): string | undefined {
  const candidates = {
    date: [format.toUpperCase()],
    time: [format.toLowerCase()],
    timestamp: [
      format.replace(
        /^(.*?)([Hh]+.*)$/,
        (_, date: string, time: string) => date.toUpperCase() + time.toLowerCase(),
      ),
    ],
  };
  return candidates[kind].find((candidate) => checkDateTimeFormat(kind, candidate) === undefined);
}
