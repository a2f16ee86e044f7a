/** What the provisioners run, in the shell that Terraform starts. Values come as variables, never as text. */

/** The declarations as a workspace of their own, below the folder of the stack. */
const PREPARE = [
  'set -eu',
  'mkdir -p "$INJIXO_BRIDGE_FOLDER"',
  'cd "$INJIXO_BRIDGE_FOLDER"',
  'printf "%s" "$INJIXO_BRIDGE_DECLARATIONS" > injixo.yaml',
  'if [ -n "$INJIXO_BRIDGE_ENDPOINT" ]; then export INJIXO_ENDPOINT="$INJIXO_BRIDGE_ENDPOINT"; fi',
  'if [ -n "$INJIXO_BRIDGE_ENVIRONMENT" ]; then export INJIXO_ENVIRONMENT="$INJIXO_BRIDGE_ENVIRONMENT"; fi',
  // The command may be several words, also quoted ones.
  'run() { eval "$INJIXO_BRIDGE_COMMAND" \'"$@"\'; }',
].join('\n');

export function applyScript(more: readonly string[]): string {
  const options = ['--auto-approve', '--prune', ...more].map(quoted).join(' ');
  return [
    PREPARE,
    `run apply ${options}`,
    'run status --format json --output "status-$INJIXO_BRIDGE_RUN.json"',
  ].join('\n');
}

export function destroyScript(): string {
  return `${PREPARE}\nrun destroy --auto-approve`;
}

export function releaseScript(): string {
  return `${PREPARE}\nrun release --auto-approve`;
}

/**
 * The ids of `names`, as the run of this id left them. The id is unknown while another run is planned, and so
 * is this; where the file is not, as in a fresh clone, the state has what was read.
 */
export function statusExpression(folder: string, run: string, names: string): string {
  const file = `\${path.module}/${folder}/status-${run}.json`;
  const items = `jsondecode(file("${file}")).integrations`;
  const ids = `{ for item in ${items} : item.name => tostring(item.id) if contains(${names}, item.name) }`;
  return `\${try(${ids}, {})}`;
}

function quoted(text: string): string {
  return /^[\w=.,:/-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
