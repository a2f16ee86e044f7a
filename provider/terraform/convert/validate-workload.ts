import { checkWorkload } from '#catalog/check-workload.ts';
import { isCtyObject, Unknown, type CtyObject } from './cty.ts';
import { problem, type Finding } from './finding.ts';
import { timeoutFindings } from './shared-attributes.ts';
import { validateHead } from './validate-head.ts';
import { workloadSpec } from './workload.ts';

/** What can be said about a workload without an account. `nameOf`: how messages call an attribute. */
export function validateWorkload(
  config: CtyObject,
  nameOf: (attribute: string) => string = (name) => name,
): Finding[] {
  const problems = typeof config['time_zone'] === 'string' ? checkWorkload(workloadSpec(config)) : [];
  const words: Record<string, string> = { timeZone: 'time_zone', planningUnit: 'planning_unit' };
  const findings = problems.map(({ message, hint, severity, path }): Finding => {
    const name = String(path[0]);
    return {
      severity: severity === 'warning' ? 'warning' : 'error',
      summary: message.replaceAll(/"(\w+)"/g, (quoted, key: string) =>
        key in words ? `"${nameOf(words[key]!)}"` : quoted,
      ),
      ...(hint === undefined ? {} : { detail: hint }),
      attribute: [words[name] ?? name],
    };
  });
  const durations = timeoutFindings(config);
  return [...validateHead('Workload', config), ...findings, ...durations, ...queueProblems(config)];
}

function queueProblems(config: CtyObject): Finding[] {
  const queues = Array.isArray(config['queues']) ? config['queues'] : [];
  const isWrong = queues.some(
    (queue) =>
      isCtyObject(queue) &&
      !(queue['name'] instanceof Unknown) &&
      !(queue['match'] instanceof Unknown) &&
      (queue['name'] === null) === (queue['match'] === null),
  );
  if (!isWrong) return [];
  return [
    problem(
      'A queue needs either "name" or "match".',
      '`match` takes all queues of a pattern with * and ?.',
      ['queues'],
    ),
  ];
}
