/** Rows and lines of a file as events for the two published push endpoints. */
import { PUSH_COLUMNS } from '#catalog/generated/catalog.ts';
import { didYouMean } from '#catalog/suggest.ts';
import { validatePushed } from '#catalog/validate.ts';
import { DiagnosedError, failure } from '#core/diagnostic.ts';
import { isObject, parseJson, pathText, setAt, type Json, type JsonObject } from '#core/json.ts';

export type PushEndpoint = 'contact-events' | 'agent-statuses';

/** One event with the line it comes from, or why the line holds none. */
export interface Line {
  line: number;
  event?: JsonObject;
  /** As it was read, for the file of rejects. */
  raw: Json;
  reason?: string;
}

/** Refuses a header with unknown or missing columns before anything is sent. */
export function checkHeader(endpoint: PushEndpoint, header: readonly string[]): void {
  const columns = PUSH_COLUMNS[endpoint]!;
  const known = columns.map(({ name }) => name);
  const unknown = header.filter((name) => !known.includes(name));
  const missing = columns.filter(({ name, required }) => required && !header.includes(name));
  const problems = [
    ...unknown.map((name) =>
      failure(
        'push/columns',
        `The column "${name}" is not known.`,
        didYouMean(name, known) ?? `Known columns: ${known.join(', ')}.`,
      ),
    ),
    ...missing.map(({ name }) => failure('push/columns', `The column "${name}" is missing.`)),
  ];
  if (problems.length > 0) throw new DiagnosedError(...problems);
}

/** A row of a CSV file: texts become what the endpoint takes. An empty cell is left out. */
export function fromRow(endpoint: PushEndpoint, row: Record<string, string>, line: number): Line {
  const event: JsonObject = {};
  for (const { name, path, type } of PUSH_COLUMNS[endpoint]!) {
    const text = row[name]?.trim() ?? '';
    if (text !== '') setAt(event, path, convert(text, type));
  }
  return checked(endpoint, event, row, line);
}

/** A line of NDJSON: the event as the API takes it. */
export function fromJson(endpoint: PushEndpoint, text: string, line: number): Line {
  try {
    const event = parseJson(text) as Json;
    if (isObject(event)) return checked(endpoint, event, event, line);
    return { line, raw: event, reason: 'The line is not a JSON object.' };
  } catch {
    return { line, raw: text, reason: 'The line is not JSON.' };
  }
}

const WORDS: Record<string, boolean> = {
  true: true,
  false: false,
  '1': true,
  '0': false,
  yes: true,
  no: false,
};

/** What cannot be converted stays a text, which the check then refuses. */
function convert(text: string, type: 'string' | 'number' | 'boolean'): Json {
  if (type === 'number' && Number.isFinite(Number(text))) return Number(text);
  if (type === 'boolean') return WORDS[text.toLowerCase()] ?? text;
  return text;
}

function checked(endpoint: PushEndpoint, event: JsonObject, raw: Json, line: number): Line {
  const problems = validatePushed(endpoint, event);
  if (problems.length > 0) {
    const reasons = problems.map(({ path, message }) => `${pathText(path)}: ${message}`);
    return { line, raw, reason: reasons.join(' ') };
  }
  const wrong = Object.entries(event).find(
    ([key, value]) => isTime(key) && Number.isNaN(Date.parse(value as string)),
  );
  if (wrong !== undefined) return { line, raw, reason: `${wrong[0]}: There is no such date or time.` };
  return { line, raw, event };
}

function isTime(key: string): boolean {
  return /time/i.test(key);
}
