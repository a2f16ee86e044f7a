import type { CsvSpec } from '#catalog/generated/spec-types.ts';

/** What injixo reads. Source: its help on CSV imports. */
export const ENCODINGS = ['utf-8', 'iso-8859-1', 'iso-8859-9', 'windows-1252'] as const;
export type Encoding = (typeof ENCODINGS)[number];

/** The configuration of an integration that is fed by CSV files, as its schema describes it. */
export type CsvConfiguration = CsvSpec['configuration'];

export type ContactColumns = NonNullable<NonNullable<CsvConfiguration['mapping']>['columns']>;

/** Either a timestamp, or a date and a time. */
export type WhenColumns = Pick<ContactColumns, 'date' | 'time' | 'timestamp'>;
