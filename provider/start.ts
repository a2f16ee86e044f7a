/** What both programs do before anything else. */
import module from 'node:module';

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

/**
 * Newer versions of Node.js keep what they compiled for the next start. In a folder of the user: in the common
 * temporary one anybody could lay programs for us to run. NODE_DISABLE_COMPILE_CACHE=1 switches it off.
 */
export function keepCompiled(): void {
  const { XDG_CACHE_HOME: cache, HOME: home, LOCALAPPDATA: local } = process.env;
  const folder = cache ?? (home === undefined ? local : `${home}/.cache`);
  const { enableCompileCache } = module as { enableCompileCache?: (folder: string) => unknown };
  if (folder !== undefined) enableCompileCache?.(`${folder}/injixo-as-code`);
}
