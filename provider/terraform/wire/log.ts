export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error';

/**
 * One line of hclog's JSON, as Terraform reads it from the standard error of a plugin. It needs the message
 * to be a text and the time to have six digits after the second.
 */
export function logLine(
  level: LogLevel,
  message: string,
  at: Date,
  fields: Record<string, unknown> = {},
): string {
  const timestamp = at.toISOString().replace('Z', '000Z');
  const line = { ...fields, '@level': level, '@message': String(message), '@timestamp': timestamp };
  return `${JSON.stringify(line)}\n`;
}
