/** `team=workforce,region!=eu,critical`: all parts must hold. A bare key asks for its presence. */
export interface Requirement {
  key: string;
  operator: '=' | '!=' | 'exists' | 'absent';
  value: string;
}

/** Parses a label selector; a string in return says what is wrong. */
export function parseSelector(text: string): Requirement[] | string {
  const requirements: Requirement[] = [];
  for (const part of text.split(',').map((item) => item.trim())) {
    const match = /^(!?)([\w./-]+)\s*(?:(==|=|!=)\s*([\w./ -]*))?$/.exec(part);
    if (match === null || (match[1] === '!' && match[3] !== undefined)) {
      return `"${part}" is not of the form key, !key, key=value or key!=value`;
    }
    const [, not, key = '', operator, value = ''] = match;
    if (operator === undefined)
      requirements.push({ key, operator: not === '!' ? 'absent' : 'exists', value: '' });
    else requirements.push({ key, operator: operator === '!=' ? '!=' : '=', value: value.trim() });
  }
  return requirements;
}

export function matches(
  labels: Readonly<Record<string, string>>,
  requirements: readonly Requirement[],
): boolean {
  return requirements.every(({ key, operator, value }) => {
    const actual = Object.hasOwn(labels, key) ? labels[key] : undefined;
    if (operator === 'exists') return actual !== undefined;
    if (operator === 'absent') return actual === undefined;
    return operator === '=' ? actual === value : actual !== value;
  });
}
