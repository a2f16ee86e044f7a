import type { DocumentSource } from '#core/declaration.ts';
import type { Diagnostic, Problem } from '#core/diagnostic.ts';
import { isObject, type Json, type JsonObject } from '#core/json.ts';
import { guardDocument, MAX_FILE_BYTES } from './guard.ts';
import { explainSyntax } from './syntax-errors.ts';
import { parseValues } from './yaml-values.ts';

/** One YAML document that passed the guards. */
export interface RawDocument {
  source: DocumentSource;
  value: JsonObject;
}

export interface FoundProblem {
  source: DocumentSource;
  problem: Problem;
}

export interface ParsedFile {
  text: string;
  documents: RawDocument[];
  /** Findings that already know their line. */
  diagnostics: Diagnostic[];
  problems: FoundProblem[];
}

/** Bytes of a file to documents. Every problem is a value; nothing throws. */
export function parseFile(file: string, bytes: Uint8Array): ParsedFile {
  const failed = (diagnostic: Diagnostic, text = ''): ParsedFile => {
    return { text, documents: [], diagnostics: [{ ...diagnostic, file }], problems: [] };
  };
  if (bytes.byteLength > MAX_FILE_BYTES) {
    const size = (bytes.byteLength / 1024 / 1024).toFixed(1);
    const message = `The file has ${size} MiB; the limit is ${MAX_FILE_BYTES / 1024 / 1024} MiB.`;
    return failed({
      code: 'file/too-large',
      severity: 'error',
      message,
      hint: 'Split it into several files.',
    });
  }
  const text = decode(bytes);
  if (text === undefined) return failed(encodingError(bytes));
  try {
    return { text, diagnostics: [], ...classify(file, parseValues(text)) };
  } catch (error) {
    return { text, documents: [], diagnostics: explainSyntax(file, text, error), problems: [] };
  }
}

function classify(file: string, values: Json[]): Pick<ParsedFile, 'documents' | 'problems'> {
  const documents: RawDocument[] = [];
  const problems: FoundProblem[] = [];
  values.forEach((value, document) => {
    if (value === null) return;
    const source = { file, document };
    const guarded = guardDocument(value);
    problems.push(...guarded.map((problem) => ({ source, problem })));
    if (!isObject(value)) problems.push({ source, problem: notAMapping() });
    else if (guarded.length === 0) documents.push({ source, value });
  });
  return { documents, problems };
}

function notAMapping(): Problem {
  return {
    code: 'yaml/not-a-mapping',
    message: 'The document is not a mapping of keys to values.',
    hint: 'A document starts with "apiVersion: injixo-as-code/v1".',
    path: [],
  };
}

/** UTF-8 with or without a byte order mark; undefined for anything else. */
function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function encodingError(bytes: Uint8Array): Diagnostic {
  const utf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  const lenient = new TextDecoder('utf-8').decode(bytes);
  const before = lenient.slice(0, Math.max(0, lenient.indexOf('\uFFFD'))).split('\n');
  return {
    code: 'file/encoding',
    severity: 'error',
    message: utf16 ? 'The file is UTF-16, not UTF-8.' : 'The file is not valid UTF-8.',
    hint: 'Save it as UTF-8.',
    line: before.length,
    column: before[before.length - 1]!.length + 1,
  };
}
