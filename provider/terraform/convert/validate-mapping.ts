import type { CtyObject } from './cty.ts';
import { problem, type Finding } from './finding.ts';
import { entriesOf, LISTS } from './mapping.ts';
import { timeoutFindings } from './shared-attributes.ts';

/** What can be said about a mapping without an account. */
export function validateMapping(config: CtyObject): Finding[] {
  const findings = timeoutFindings(config);
  if (LISTS.every((list) => config[list] === null)) {
    findings.push(
      problem('"users" or "statuses" must be given.', 'Leave the resource out to manage neither.'),
    );
  }
  for (const list of LISTS) {
    for (const [key, value] of entriesOf(config[list])) {
      if (key.trim() !== key || key === '')
        findings.push(problem(`"${key}" is empty or has spaces around it.`, undefined, [list, { key }]));
      else if (value === '' || value === null)
        findings.push(problem(`"${key}" stands for nobody.`, undefined, [list, { key }]));
    }
  }
  return findings;
}
