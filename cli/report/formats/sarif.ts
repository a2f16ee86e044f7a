import type { Log, ReportingDescriptor, Result, Region } from 'sarif';
import { DIAGNOSTIC_CODES, type Diagnostic } from '#provider';
import { VERSION } from '../../version.ts';
import type { Report, ReportItem } from '../model.ts';

const LEVELS: Record<Diagnostic['severity'], Result.level> = {
  error: 'error',
  warning: 'warning',
  info: 'note',
};

/** SARIF 2.1.0, for code scanning. */
export function sarif(report: Report): string {
  const results = [
    ...report.diagnostics.map(resultOfDiagnostic),
    ...report.items.filter(({ problem }) => problem !== undefined && problem.said !== true).map(resultOfItem),
  ];
  const rules = [...new Set(results.map(({ ruleId }) => ruleId!))].sort().map(ruleOf);
  const log: Log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'injixo-as-code', version: VERSION, semanticVersion: VERSION, rules } },
        automationDetails: { id: `injixo/${report.command}/` },
        columnKind: 'utf16CodeUnits',
        results: results.map((result) => ({
          ...result,
          ruleIndex: rules.findIndex(({ id }) => id === result.ruleId),
        })),
      },
    ],
  };
  return JSON.stringify(log, null, 2);
}

function ruleOf(id: string): ReportingDescriptor {
  const text = Object.hasOwn(DIAGNOSTIC_CODES, id)
    ? DIAGNOSTIC_CODES[id as keyof typeof DIAGNOSTIC_CODES]
    : id;
  return { id, shortDescription: { text } };
}

function resultOfDiagnostic(diagnostic: Diagnostic): Result {
  const { code, severity, message, hint, file, line, column, endLine, endColumn } = diagnostic;
  const region: Region = {
    ...(line === undefined ? {} : { startLine: line }),
    ...(column === undefined ? {} : { startColumn: column }),
    ...(endLine === undefined ? {} : { endLine }),
    ...(endColumn === undefined ? {} : { endColumn }),
  };
  return {
    ruleId: code,
    level: LEVELS[severity],
    message: { text: hint === undefined ? message : `${message} ${hint}` },
    ...placed(file, region),
  };
}

function resultOfItem({ id, problem, file, line }: ReportItem): Result {
  return {
    ruleId: problem!.rule,
    level: LEVELS[problem!.severity],
    message: { text: problem!.text },
    partialFingerprints: { item: id },
    ...placed(file, line === undefined ? {} : { startLine: line }),
  };
}

/** Standard input and files outside of the folder have no place in a repository. */
function placed(file: string | undefined, region: Region): Partial<Result> {
  if (file === undefined || file === '<stdin>') return {};
  const artifactLocation = { uri: file.split('/').map(encodeURIComponent).join('/') };
  const hasRegion = Object.keys(region).length > 0;
  return { locations: [{ physicalLocation: { artifactLocation, ...(hasRegion ? { region } : {}) } }] };
}
