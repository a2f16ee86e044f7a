import type { FieldChange, Json } from '#provider';
import type { ReportField } from '../model.ts';

/** A field for people: names instead of JSON where that is possible, references instead of secrets. */
export function toReportField(field: FieldChange): ReportField {
  const marks = [
    ...(field.cause === 'drift' ? ['drift'] : []),
    ...(field.cause === 'both' ? ['drift', 'pending'] : []),
    ...(field.secret === true ? ['secret'] : []),
    ...(field.immutable === true ? ['immutable'] : []),
  ];
  const name = field.path.join('.');
  if (field.secret === true) {
    const source = field.reference === undefined ? {} : { after: `from ${field.reference}` };
    return { name, ...source, marks };
  }
  return {
    name,
    ...(field.before === undefined ? {} : { before: valueText(field.before) }),
    ...(field.after === undefined ? {} : { after: valueText(field.after) }),
    marks,
  };
}

function valueText(value: Json): string {
  if (typeof value === 'string') return value;
  const isNames = Array.isArray(value) && value.every((item) => typeof item === 'string');
  return isNames ? value.join(', ') : JSON.stringify(value);
}
