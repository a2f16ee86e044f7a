/**
 * The text with the values of secret keys hidden, for code frames. Somebody who wrote a secret into
 * a file by mistake must not find it in the log of a CI job too. Works on lines, so that it also works
 * on text that is no valid YAML.
 */
export function maskSecrets(text: string, secretKeys: readonly string[]): string {
  const key = new RegExp(
    `(^|[\\s{,])(["']?(?:${[...secretKeys, 'credentials'].join('|')})["']?\\s*:[ \\t]*)(.*)$`,
  );
  let hiddenBelow: number | undefined;
  const masked = text.split('\n').map((line) => {
    const indent = line.search(/\S/);
    if (hiddenBelow !== undefined && (indent === -1 || indent > hiddenBelow)) {
      return isReference(line) ? line : line.replace(/\S.*/, '***');
    }
    hiddenBelow = undefined;
    const match = key.exec(line);
    if (match === null) return line;
    const [whole, before, name, value = ''] = match;
    const isCredentials = name!.includes('credentials');
    if (value.trim() === '' || /^[|>&]/.test(value)) {
      if (!isCredentials || value.trim() !== '') hiddenBelow = indent;
      return line;
    }
    if (isReference(value) || (isCredentials && value.startsWith('{'))) return nested(line, whole, key);
    return `${line.slice(0, match.index)}${before}${name}***`;
  });
  return masked.join('\n');
}

/** What stands behind a harmless first match on the same line, as in `{ username: a, password: b }`. */
function nested(line: string, whole: string, key: RegExp): string {
  const start = line.length - whole.length;
  const colon = line.indexOf(':', start) + 1;
  const rest = line.slice(colon);
  const match = key.exec(rest);
  if (match === null || isReference(match[3]!)) return line;
  return `${line.slice(0, colon)}${rest.slice(0, match.index)}${match[1]}${match[2]}***`;
}

function isReference(text: string): boolean {
  return /^\s*\{?\s*["']?from(Env|File|Command)["']?\s*:/.test(text);
}
