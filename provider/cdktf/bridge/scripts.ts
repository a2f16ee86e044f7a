/** What the provisioners run, in the shell that Terraform starts. Values come as variables, never as text. */

/** The declarations as a workspace of their own, below the folder of the stack. */
const PREPARE = [
  'set -eu',
  'mkdir -p "$INJIXO_BRIDGE_FOLDER"',
  'cd "$INJIXO_BRIDGE_FOLDER"',
  'printf "%s" "$INJIXO_BRIDGE_DECLARATIONS" > injixo.yaml',
  'if [ -n "$INJIXO_BRIDGE_ENDPOINT" ]; then export INJIXO_ENDPOINT="$INJIXO_BRIDGE_ENDPOINT"; fi',
  'if [ -n "$INJIXO_BRIDGE_ENVIRONMENT" ]; then export INJIXO_ENVIRONMENT="$INJIXO_BRIDGE_ENVIRONMENT"; fi',
].join('\n');

export function applyScript(more: readonly string[]): string {
  const options = ['--auto-approve', '--prune', ...more].map(quoted).join(' ');
  return [
    PREPARE,
    `$INJIXO_BRIDGE_COMMAND apply ${options}`,
    '$INJIXO_BRIDGE_COMMAND status --managed --format json --output "status-$INJIXO_BRIDGE_RUN.json"',
  ].join('\n');
}

export function destroyScript(): string {
  return `${PREPARE}\n$INJIXO_BRIDGE_COMMAND destroy --auto-approve`;
}

export function releaseScript(): string {
  return `${PREPARE}\n$INJIXO_BRIDGE_COMMAND release --auto-approve`;
}

/**
 * The ids by name, as the run of this id left them. The id is unknown while another run is planned, and so is
 * this; where the file is not, as in a fresh clone, the state has what was read.
 */
export function statusExpression(folder: string, run: string): string {
  const file = `\${path.module}/${folder}/status-${run}.json`;
  const ids = `{ for item in jsondecode(file("${file}")).integrations : item.name => tostring(item.id) }`;
  return `\${try(${ids}, {})}`;
}

function quoted(text: string): string {
  return /^[\w=.,:/-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
