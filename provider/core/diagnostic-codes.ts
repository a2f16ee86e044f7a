/**
 * Every code a diagnostic can carry, and what it means. Codes are stable: scripts may match them.
 * The part before the slash decides the exit code (see `exitCodeOf`), and docs/diagnostics.md is generated from here.
 */
export const DIAGNOSTIC_CODES = {
  'file/not-found': 'A file, folder or glob that was named does not exist or matches nothing.',
  'file/unreadable': 'A file exists but could not be read.',
  'file/too-large':
    'A file is larger than the limit of 4 MiB. Split it: several documents and files are fine.',
  'file/encoding':
    'A file is not valid UTF-8. Declarations are UTF-8 text, with or without a byte order mark.',
  'yaml/syntax': 'The file is not valid YAML.',
  'yaml/duplicate-key': 'A mapping holds the same key twice; which one counts would be a guess.',
  'yaml/merge-key':
    'Merge keys (<<) are not part of YAML 1.2 and are refused; use overrides or repeat the value.',
  'yaml/alias-limit': 'Aliases expand to more values than the limit, as a "billion laughs" file does.',
  'yaml/depth-limit': 'Values are nested deeper than the limit of 64 levels.',
  'yaml/forbidden-key': 'A key such as __proto__ that has a special meaning in JavaScript is refused.',
  'yaml/not-a-mapping': 'A document is not a mapping of keys to values.',
  'document/api-version': 'apiVersion is missing or not one that this version of injixo-as-code reads.',
  'document/kind': 'kind is missing or unknown.',
  'document/duplicate-name': 'Two documents declare an integration of the same name.',
  'document/similar-name': 'Two names differ only by upper and lower case, spaces or Unicode form.',
  'document/unknown-environment': 'An environment is not declared in the workspace.',
  'document/several-workspaces': 'More than one Workspace document was found.',
  'document/nothing-declared': 'No integration was found in the files that were read.',
  'document/not-applied':
    'A section is checked but not carried out by this version. Remove it, or do that part by hand.',
  'schema/unknown-key': 'A key is not known at this place.',
  'schema/missing-key': 'A required key is missing.',
  'schema/type': 'A value is of the wrong type.',
  'schema/value': 'A value is not among the allowed ones.',
  'schema/format': 'A value does not have the required form, length or range.',
  'schema/not-applicable': 'A key makes no sense together with another value in the same document.',
  'schema/unknown-type': 'The integration type is not in the catalogue.',
  'secret/literal':
    'A secret stands in the file as a literal. Secrets are references: fromEnv, fromFile or fromCommand.',
  'secret/missing': 'A secret reference could not be resolved.',
  'secret/command-refused': 'fromCommand runs a program and is only allowed with --allow-commands.',
  'check/time-zone': 'A time zone is not in the IANA database.',
  'check/date-format': 'A date or time format misses a part or uses one twice.',
  'check/sql-columns': 'A SQL query does not return the columns that the import needs.',
  'check/sql-unparsed':
    'A SQL query could not be understood by the checker, so its columns were not checked.',
  'check/edition': 'The integration type or a property is not part of the edition that the workspace names.',
  'plan/undeclared':
    'The workspace owns an integration that is no longer declared. Nothing happens to it without --prune.',
  'plan/unmanaged': 'An integration equals its declaration but is not owned by this workspace yet.',
  'plan/similar-name': 'The account has an integration whose name is almost the declared one.',
  'refused/prevent-destroy': 'A step would delete an integration that lifecycle.preventDestroy protects.',
  'refused/replace':
    'A step would replace an integration, which needs lifecycle.replace: allow or --allow-replace.',
  'refused/threshold':
    'More integrations would change than the limits of the workspace allow without --force.',
  'refused/prune': '--prune was given together with a part of the workspace only.',
  'conflict/not-owned': 'An integration of this name exists and is not owned by this workspace.',
  'conflict/other-owner': 'An integration of this name is owned by another workspace, environment or engine.',
  'conflict/rename': 'A rename cannot be done because of other integrations.',
  'conflict/changed': 'Somebody changed the integration between the read and the write.',
  'stale/observed': 'The account changed since the plan was made.',
  'stale/other-target': 'The plan was made for another endpoint, workspace or environment.',
  'stale/version': 'The plan was made by another version or was edited by hand.',
  'api/unreachable': 'The injixo API could not be reached.',
  'api/tls': 'The TLS connection to the injixo API could not be trusted.',
  'api/timeout': 'The injixo API did not answer in time.',
  'api/redirect':
    'The injixo API answered with a redirect, which is refused so that the token goes nowhere else.',
  'api/unauthorized': 'The injixo API does not accept the token.',
  'api/forbidden': 'The token may not do this.',
  'api/not-found': 'The injixo API does not know the resource.',
  'api/conflict': 'The injixo API reports a conflict, for example a name that is taken.',
  'api/precondition': 'The integration was changed by somebody else since it was read.',
  'api/invalid': 'The injixo API refuses the content of a request.',
  'api/rate-limited': 'The injixo API limits the number of requests, also after waiting.',
  'api/server-error': 'The injixo API failed.',
  'api/unreadable': 'The answer is not the JSON that the contract promises.',
  'api/connection-test': 'injixo could not connect to the external system with the given credentials.',
  'import/failed': 'An import ended with an error.',
  'import/timeout': 'An import did not end within the time that import.timeout allows. It goes on in injixo.',
  'apply/partial': 'Some steps were done and others were not.',
  'apply/interrupted': 'The run was interrupted before all steps were done.',
  'confirm/needed': 'A confirmation is needed and there is no terminal to ask on.',
  'confirm/declined': 'The confirmation was declined.',
  'usage/invalid': 'The command line or the environment of the command is not usable.',
  'internal/error': 'A defect of injixo-as-code.',
} as const;

export type DiagnosticCode = keyof typeof DIAGNOSTIC_CODES;
