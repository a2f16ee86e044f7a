import type { Edition } from '#core/declaration.ts';
import type { Problem } from '#core/diagnostic.ts';
import type { JsonObject } from '#core/json.ts';
import { timeZoneProblems } from './checks/time-zone.ts';

/** What the schema of a workload cannot say. The spec is schema-valid. */
export function checkWorkload(spec: JsonObject, edition?: Edition): Problem[] {
  const zone = timeZoneProblems(spec['timeZone'] as string, ['timeZone']);
  return [...zone, ...checkForecast(spec, edition), ...checkBusinessHours(spec)];
}

/** Facts: only accounts of the edition classic choose a forecast model and mode. */
function checkForecast(spec: JsonObject, edition: Edition | undefined): Problem[] {
  if (spec['forecast'] === undefined || edition === undefined || edition === 'classic') return [];
  return [
    {
      code: 'check/edition',
      message: `"forecast" is not part of the edition ${edition}.`,
      hint: 'It needs the edition classic.',
      path: ['forecast'],
      at: 'key',
    },
  ];
}

/** Business hours need both; one alone has no effect. */
function checkBusinessHours(spec: JsonObject): Problem[] {
  const [unit, activity] = [spec['planningUnit'] !== undefined, spec['activity'] !== undefined];
  if (unit === activity) return [];
  const path = [unit ? 'planningUnit' : 'activity'];
  return [
    {
      code: 'schema/missing-key',
      severity: 'warning',
      message: `"${path[0]!}" has no effect without "${unit ? 'activity' : 'planningUnit'}".`,
      hint: 'Business hours need the planning unit and the activity.',
      path,
    },
  ];
}
