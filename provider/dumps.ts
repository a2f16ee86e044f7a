/**
 * Keeps secrets out of what Node.js writes by itself: a report (`--report-on-fatalerror` and the like) lists
 * the environment. Newer versions can leave it out; older ones then write no report.
 */
export function keepSecretsOutOfDumps(): void {
  const { report } = process;
  if ('excludeEnv' in report) report.excludeEnv = true;
  else
    Object.assign(report, {
      reportOnFatalError: false,
      reportOnSignal: false,
      reportOnUncaughtException: false,
    });
}
