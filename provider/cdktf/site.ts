/** Where in the user's code a construct was made. */

const OWN_FILE = fileOf(new Error().stack?.split('\n')[1] ?? '');
const LIBRARIES = /node:|[\\/]node_modules[\\/](cdktf|cdktn|constructs)[\\/]/;

/** Remembers the calls; reading them costs time, so that is left until somebody asks. Answers `main.ts:12:5`. */
export function callSite(below: (...args: never[]) => unknown): () => string | undefined {
  const holder: { stack?: string } = {};
  Error.captureStackTrace(holder, below);
  return () => {
    const lines = (holder.stack ?? '').split('\n').slice(1);
    const line = lines.find((text) => !LIBRARIES.test(text) && fileOf(text) !== OWN_FILE);
    const [, place] = /\(?((?:file:\/\/)?[^()\s][^()]*:\d+:\d+)\)?$/.exec(line ?? '') ?? [];
    return place === undefined ? undefined : shortened(place.replace(/^at (async )?/, ''));
  };
}

function fileOf(line: string): string {
  return /([^()\s][^()]*):\d+:\d+\)?$/.exec(line)?.[1]?.replace(/^at /, '') ?? '';
}

/** Relative to where the app runs, as editors and terminals link it. */
function shortened(place: string): string {
  const plain = place.replace(/^file:\/\//, '');
  const folder = `${process.cwd()}/`;
  return plain.startsWith(folder) ? plain.slice(folder.length) : plain;
}
