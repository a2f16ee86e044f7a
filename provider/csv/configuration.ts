/** What injixo reads. Source: its help on CSV imports. */
export const ENCODINGS = ['utf-8', 'iso-8859-1', 'iso-8859-9', 'windows-1252'] as const;
export type Encoding = (typeof ENCODINGS)[number];

/** The configuration of an integration that is fed by CSV files, as its schema describes it. */
export interface TimeColumn {
  column: string;
  format: string;
}

/** Either a timestamp, or a date and a time. */
export interface WhenColumns {
  date?: TimeColumn;
  time?: TimeColumn;
  timestamp?: TimeColumn;
}

export interface ContactColumns extends WhenColumns {
  queueName: string;
  offered: string;
  handled: string;
  aht?: { column: string; unit: 'seconds' | 'hh:mm:ss' };
  duration?: string;
  channel: { fixed?: string; column?: string };
}

export interface CsvConfiguration {
  importData: 'contact' | 'agent-status';
  columnSeparator: string;
  timeZone: string;
  preprocessing?: {
    addHeaderRow?: boolean;
    skipEmptyRows?: boolean;
    skipFirstRows?: number;
    skipRowsContaining?: string[];
  };
  layout?: 'contact-based' | 'interval-based';
  intervalLength?: number;
  missingIntervals?: 'fill-with-zero' | 'leave-empty';
  mapping?: { columns?: ContactColumns; sqlQuery?: string };
  agentStatusMapping?: {
    agentIdentifier: string;
    activityIdentifier: string;
    start: WhenColumns;
    end?: WhenColumns;
  };
}
