/** The import rules of docs/architecture.md as a machine check. Each rule says why. */
const allow = (name, from, to, comment) => ({
  name,
  severity: 'error',
  comment,
  from: { path: from },
  to: { pathNot: to, dependencyTypesNot: ['type-only'] },
});

module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      severity: 'error',
      comment: 'A cycle is two rooms that cannot be understood one at a time.',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'not-to-unresolvable',
      severity: 'error',
      comment: 'An import that does not resolve fails only when it runs.',
      from: {},
      // Files that the build lays beside the constructs, to be read only when they are needed.
      to: { couldNotResolve: true, pathNot: '^\\./(rules|sql-[a-z]+)\\.cjs$' },
    },
    allow(
      'core-is-pure',
      '^provider/core/',
      '^provider/core/',
      'Types and pure functions: no Node.js, no packages, so that a plan depends on nothing but its input.',
    ),
    {
      name: 'core-is-pure-in-types-too',
      severity: 'error',
      comment: 'Core knows nobody, not even by type.',
      from: { path: '^provider/core/' },
      to: { pathNot: '^provider/core/' },
    },
    allow(
      'catalog-imports',
      '^provider/catalog/',
      '^(provider/(core|catalog)/|node_modules/(ajv|fastest-levenshtein|node-sql-parser)/)',
      'The catalogue is data and validators; it reads no files and knows no API.',
    ),
    allow(
      'declarations-imports',
      '^provider/declarations/',
      '^(provider/(core|declarations)/|node_modules/(yaml|js-yaml|@babel/code-frame)/)',
      'Text in, declarations out: no files, no schemas.',
    ),
    allow(
      'api-imports',
      '^provider/api/',
      '^provider/(core|api)/',
      'HTTP and nothing else: it must not know resources or plans.',
    ),
    allow(
      'resources-imports',
      '^provider/resources/',
      '^provider/(core|resources|api/errors)',
      'A resource is handed its client; it imports types of api and catalog, and the errors to tell apart.',
    ),
    allow(
      'policies-imports',
      '^provider/policies/',
      '^(provider/(core|policies)/|node_modules/(ajv|ajv-formats)/)',
      'Schemas in, rules out: where they lie and what they are held against is the business of others.',
    ),
    allow(
      'csv-imports',
      '^provider/csv/',
      '^(provider/(core|csv|catalog)/|node_modules/(csv-parse|iconv-lite|luxon)/)',
      'Text in, rows out: the file and the database are handed in.',
    ),
    allow(
      'push-imports',
      '^provider/push/',
      '^provider/(core|push|catalog|api/errors)',
      'Events in, batches out: the file and the client are handed in.',
    ),
    allow(
      'apply-imports',
      '^provider/apply/',
      '^provider/(core|apply)/',
      'Runs any steps with the handlers it is given.',
    ),
    allow(
      'terraform-wire-imports',
      '^provider/terraform/wire/',
      '^(provider/terraform/wire/|(node:)?crypto$)',
      'The wire knows bytes and the environment it is handed; not what they are about.',
    ),
    allow(
      'terraform-convert-imports',
      '^provider/terraform/convert/',
      '^provider/(core|catalog|terraform/(convert|generated))/',
      'Pure converters between the values of Terraform and those of the catalogue: no files, no network, no clock.',
    ),
    allow(
      'cdktf-imports',
      '^provider/cdktf/',
      '^(provider/(core|catalog|cdktf|terraform/convert)/|package\\.json$|node_modules/(cdktf|constructs|@cdktf/provider-null)/|(node:)?crypto$|\\./(rules|sql-[a-z]+)\\.cjs$)',
      'Constructs run in the apps of users: no API, no files, and of the provider only what is pure.',
    ),
    {
      name: 'constructs-stand-alone',
      severity: 'error',
      comment: 'Who has no CDKTF must be able to run everything else.',
      from: { path: '^(cli|emulator|provider/(?!cdktf/))' },
      to: { path: '^(provider/cdktf/|node_modules/(cdktf|cdktn|constructs|@cdktf)/)' },
    },
    allow(
      'stacks-imports',
      '^provider/stacks/',
      '^provider/(core|catalog|declarations|stacks|terraform/convert|terraform/hcl/write)',
      'Synthesized JSON in, documents out, and back: where it lies is the business of others.',
    ),
    {
      name: 'terraform-kinds-know-no-server',
      severity: 'error',
      comment:
        'A kind is what the calls of the protocol need of a resource; it knows neither calls nor bytes.',
      from: { path: '^provider/terraform/(kinds|data-sources|session|hcl)/' },
      to: { path: '^provider/terraform/(server|host|main)', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'emulator-stands-alone',
      severity: 'error',
      comment: "The emulator must not agree with a mistake of the client: nothing of the provider's code.",
      from: { path: '^emulator/' },
      to: { path: '^(provider|cli)/' },
    },
    {
      name: 'cli-through-the-public-door',
      severity: 'error',
      comment:
        'The CLI builds on what provider/index.ts offers, so that another front end can too. The start of the process loads less.',
      from: { path: '^cli/' },
      to: { path: '^provider/(?!(index|start)\\.ts$)' },
    },
    {
      name: 'provider-knows-no-front-end',
      severity: 'error',
      comment: 'The provider prints nothing and is used by several front ends.',
      from: { path: '^provider/' },
      to: { path: '^(cli|emulator)/' },
    },
    {
      name: 'reports-are-pure',
      severity: 'error',
      comment: 'A report is text from data; writing it is the work of cli/io.',
      from: { path: '^cli/report/' },
      to: { path: '^(cli/(io|commands|progress)/|(node:)?(fs|net|http|child_process|os)$)' },
    },
    {
      name: 'no-files-in-the-provider',
      severity: 'error',
      comment:
        'Files, processes and the environment belong to the front end; the process of the Terraform provider is one.',
      from: { path: '^provider/(?!terraform/(host/|main\\.ts$))' },
      to: { path: '^(node:)?(fs|fs/promises|net|http|https|child_process|os|process)$' },
    },
    {
      name: 'commands-do-not-import-each-other',
      severity: 'error',
      comment: 'A use case is one file; what two of them need stands in a file of its own.',
      from: { path: '^cli/commands/' },
      to: { path: '^cli/commands/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
