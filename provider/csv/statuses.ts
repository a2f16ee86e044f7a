import { finding, type About, type Mapped } from './contact-check.ts';
import { missingColumns } from './contacts.ts';
import type { Table } from './table.ts';
import { whenOf, type When } from './times.ts';

export interface StatusRow {
  line: number;
  agentIdentifier: string;
  activityIdentifier: string;
  /** As the clocks of the time zone show it. */
  start: string;
  startUtc: string;
  end?: string;
}

/** Agent status data, by columns only. */
export function statusRows(table: Table, { file, configuration }: About): Mapped<StatusRow> {
  const { agentIdentifier, activityIdentifier, start, end } = configuration.agentStatusMapping!;
  const times = [start, end ?? {}].flatMap(({ date, time, timestamp }) => [date, time, timestamp]);
  const names = [agentIdentifier, activityIdentifier, ...times.map((part) => part?.column)];
  const missing = missingColumns(
    table,
    names.filter((name) => name !== undefined),
    file,
  );
  if (missing.length > 0) return { rows: [], diagnostics: missing };
  const index = new Map(table.columns.map((name, at) => [name, at]));
  const result: Mapped<StatusRow> = { rows: [], diagnostics: [] };
  for (const [at, { line, cells }] of table.rows.entries()) {
    const cell = (column: string): string => cells[index.get(column)!] ?? '';
    const began = whenOf(start, cell, configuration.timeZone);
    const ended = end === undefined ? undefined : whenOf(end, cell, configuration.timeZone);
    const [agent, activity] = [cell(agentIdentifier).trim(), cell(activityIdentifier).trim()];
    const problems = [
      ...(agent === '' ? ['The agent is empty.'] : []),
      ...(activity === '' ? ['The activity is empty.'] : []),
      ...timeProblems(began, ended),
    ];
    if (problems.length > 0) result.diagnostics.push(finding(problems, { line }, at, file));
    else result.rows.push(toRow(line, agent, activity, began, ended));
  }
  return result;
}

function timeProblems(began: When, ended: When | undefined): string[] {
  const problems = [began, ended].flatMap((when) =>
    when !== undefined && 'problem' in when ? [when.problem] : [],
  );
  if (problems.length > 0 || ended === undefined || !('iso' in began) || !('iso' in ended)) return problems;
  return Date.parse(ended.iso) < Date.parse(began.iso) ? ['The end lies before the start.'] : [];
}

function toRow(
  line: number,
  agent: string,
  activity: string,
  began: When,
  ended: When | undefined,
): StatusRow {
  const { time, iso } = began as Extract<When, { iso: string }>;
  return {
    line,
    agentIdentifier: agent,
    activityIdentifier: activity,
    start: time,
    startUtc: iso,
    ...(ended !== undefined && 'time' in ended ? { end: ended.time } : {}),
  };
}
