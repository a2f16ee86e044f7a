import type { Edition } from '#core/declaration.ts';

export type DeliveryMode = 'cloud' | 'on-premise' | 'file' | 'push';
export type CheckName = 'time-zone' | 'date-format' | 'time-format' | 'timestamp-format' | 'sql-columns';

/** Which columns a query must return; `dialect` is fixed or follows from another property. */
export interface SqlRule {
  dialect?: string;
  /** A sibling property and the dialects of its values; other values are not checked. */
  dialectFrom?: string;
  dialects?: Record<string, string>;
  lowerCase?: boolean;
  columns: { when: Record<string, string>; required: string[]; optional: string[] }[];
}

export interface PropertyCheck {
  path: string[];
  check: CheckName;
  sql?: SqlRule;
}

/** One integration type, as its schema file describes it. Facts: the vendor's public help pages. */
export interface CatalogEntry {
  title: string;
  description: string;
  vendor: string;
  model?: string;
  deliveryMode: DeliveryMode;
  data: { contactData: string[]; agentStatus: boolean; realTime: boolean };
  plans: Edition[];
  externalIdentifier?: string;
  generates?: 'api-key' | 'url-token';
  hints: string[];
  secrets: string[][];
  immutable: string[][];
  checks: PropertyCheck[];
  /** Properties that only some editions have. */
  limited: { path: string[]; plans: Edition[] }[];
}

/** One column of pushed data, and where its value stands in the event. */
export interface PushColumn {
  name: string;
  path: string[];
  type: 'string' | 'number' | 'boolean';
  required: boolean;
}
