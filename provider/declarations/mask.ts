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
export function maskSecrets(text: string, keys: MaskedKeys): string {
  const masker = new LineMasker(keys);
  return text
    .split('\n')
    .map((line) => masker.mask(line))
    .join('\n');
}

/** Goes through the lines from top to bottom and remembers by indentation what it is inside of. */
class LineMasker {
  readonly #secrets: ReadonlySet<string>;
  readonly #shown: ReadonlySet<string>;
  #credentials = -1;
  #hidden = -1;

  constructor({ secret, plain }: MaskedKeys) {
    this.#secrets = new Set(secret);
    this.#shown = new Set([...plain, 'fromEnv', 'fromFile', 'fromCommand', 'credentials']);
  }

  mask(line: string): string {
    const indent = line.search(/\S/);
    if (indent === -1 || line[indent] === '#') return line;
    if (indent <= this.#credentials) this.#credentials = -1;
    if (indent <= this.#hidden) this.#hidden = -1;
    if (this.#hidden >= 0) return REFERENCE.test(line) ? line : hide(line, indent);
    const found = findSecret(line, this.#secrets, this.#shown, this.#credentials >= 0);
    if (found.opensCredentials) this.#credentials = indent;
    if (found.below) this.#hidden = indent;
    if (found.from !== undefined) return hide(line, found.from);
    return this.#isLoose(line, indent, found) ? hide(line, indent) : line;
  }

  /** A value without a key where only keys are expected. */
  #isLoose(line: string, indent: number, { hasKey }: Found): boolean {
    if (hasKey || this.#credentials < 0 || indent <= this.#credentials) return false;
    return !REFERENCE.test(line) && !/^[\s}\]]*$/.test(line);
  }
}

function hide(line: string, from: number): string {
  return `${line.slice(0, from)}${HIDDEN}`;
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
