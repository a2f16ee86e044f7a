export interface MaskedKeys {
  /** Keys whose values are secrets, wherever they stand. */
  secret: readonly string[];
  /** Keys of `credentials` that may be shown; any other key there may be a misspelt secret. */
  plain: readonly string[];
}

/** A key with its colon, in block or flow style. */
const KEY = /(?:^|[\s{,])["']?([\w-]+)["']?\s*:(?=\s|$)[ \t]*/g;
const REFERENCE = /^\s*\{?\s*["']?from(Env|File|Command)["']?\s*:/;
const HIDDEN = '***';

/**
 * The text with the values of secrets hidden, for code frames. Somebody who wrote a secret into a file
 * by mistake must not find it in the log of a CI job too. Works on lines, so that it also works on text
 * that is no valid YAML, and hides too much rather than too little.
 */
export function maskSecrets(text: string, { secret, plain }: MaskedKeys): string {
  const secrets = new Set(secret);
  const shown = new Set([...plain, 'fromEnv', 'fromFile', 'fromCommand', 'credentials']);
  let credentials = -1;
  let hidden = -1;
  return text
    .split('\n')
    .map((line) => {
      const indent = line.search(/\S/);
      if (indent === -1 || line[indent] === '#') return line;
      if (indent <= credentials) credentials = -1;
      if (indent <= hidden) hidden = -1;
      if (hidden >= 0) return REFERENCE.test(line) ? line : `${line.slice(0, indent)}${HIDDEN}`;
      const found = findSecret(line, secrets, shown, credentials >= 0);
      if (found.opensCredentials) credentials = indent;
      if (found.below) hidden = indent;
      if (found.from !== undefined) return `${line.slice(0, found.from)}${HIDDEN}`;
      const keyless = credentials >= 0 && indent > credentials && !found.hasKey && !REFERENCE.test(line);
      return keyless && !/^[\s}\]]*$/.test(line) ? `${line.slice(0, indent)}${HIDDEN}` : line;
    })
    .join('\n');
}

interface Found {
  hasKey: boolean;
  /** Where the part to hide starts. */
  from?: number;
  /** The value stands on the lines below. */
  below: boolean;
  opensCredentials: boolean;
}

function findSecret(
  line: string,
  secrets: ReadonlySet<string>,
  shown: ReadonlySet<string>,
  inCredentials: boolean,
): Found {
  const found: Found = { hasKey: false, below: false, opensCredentials: false };
  let inside = inCredentials;
  for (const match of line.matchAll(KEY)) {
    found.hasKey = true;
    const key = match[1]!;
    const start = match.index + match[0].length;
    const value = line.slice(start);
    const isCredentials = key === 'credentials';
    if (isCredentials && value.trim() === '') found.opensCredentials = true;
    if (isCredentials) inside = true;
    const isSecret =
      secrets.has(key) || (inside && !shown.has(key)) || (isCredentials && !/^([{#&]|$)/.test(value.trim()));
    if (!isSecret || REFERENCE.test(value)) continue;
    if (value.trim() === '' || /^[|>&]/.test(value)) return { ...found, below: true };
    return { ...found, from: start };
  }
  return found;
}
