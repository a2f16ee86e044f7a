/** The public door of the provider: what the CLI builds on. */
export { applyPlan, runDiagnostics, type ApplyContext } from './apply-plan.ts';
export { breather } from './breather.ts';
export { compareDeclared, type DeclaredChange, type DeclaredState, type Risk } from '#core/compare.ts';
export { DRIFT_STATES, findDrift, isDrift, type DriftItem, type DriftState } from '#core/drift.ts';
export { checkHeader, fromJson, fromRow, type Line, type PushEndpoint } from './push/events.ts';
export {
  assertSame,
  readCheckpoint,
  remaining,
  type Checkpoint,
  type CheckpointEntry,
} from './push/checkpoint.ts';
export { push, type LineOutcome } from './push/pusher.ts';
export { ENCODINGS, type CsvConfiguration, type Encoding } from './csv/configuration.ts';
export { previewCsv } from './preview.ts';
export type { CsvPreview, RunQuery } from './csv/preview.ts';
export { effectiveSpec } from '#declarations/overrides.ts';
export { compareWorkspaces } from '#core/compare-workspaces.ts';
export { checkEndpoint, checkToken, connect, DEFAULT_ENDPOINT, sleep } from './connect.ts';
export { planAccount } from './plan-account.ts';
export { explainError } from './explain.ts';
export { writeApp } from './stacks/app/write-app.ts';
export { readStacks, type StackSelection } from './stacks/read-stacks.ts';
export type { StackSource } from './stacks/stack.ts';
export { DeclarationSet, type CheckScope, type SourceFile } from './load.ts';
export {
  desiredIn,
  namesIn,
  readObserved,
  readWorkloads,
  withMappings,
  type Desired,
  type DesiredSelection,
} from './read.ts';
export { integrationType, integrationTypes, typeOf, type CatalogEntry } from '#catalog/catalog.ts';
export { didYouMean } from '#catalog/suggest.ts';
export { Client, type Configuration, type Import, type Queue } from '#api/client.ts';
export { ApiError } from '#api/errors.ts';
export { all } from '#api/pages.ts';
export type { HttpOptions } from '#api/http.ts';
export type { ApplyEvent, Outcome, StepReport } from '#apply/events.ts';
export { notTried } from '#apply/execute.ts';
export { ImportWatcher } from '#apply/import-watcher.ts';
export * from '#core/declaration.ts';
export * from '#core/diagnostic.ts';
export { DIAGNOSTIC_CODES, type DiagnosticCode } from '#core/diagnostic-codes.ts';
export { defined } from '#core/defined.ts';
export { durationText, parseDuration } from '#core/duration.ts';
export { referenceText } from '#core/diff.ts';
export * from '#core/json.ts';
export type { DesiredIntegration, DesiredWorkload } from '#core/desired.ts';
export type { ObservedIntegration, ObservedWorkload } from '#core/observed.ts';
export { readOwnership, relation, releasePatch } from '#core/ownership.ts';
export * from '#core/plan.ts';
export { makePlan, type PlanInput } from '#core/planner.ts';
export { isRefused } from '#core/safety.ts';
export { matches, parseSelector, type Requirement } from '#core/selector.ts';
export { formatYaml } from '#declarations/format.ts';
export { DEFAULT_INCLUDE } from '#declarations/read-documents.ts';
export { toObserved } from '#resources/convert.ts';
export { exportDocument, exportWorkload, type ExportedDocument } from './export.ts';
export { PROVIDER_SOURCE } from './terraform/convert/names.ts';
export { exportTerraform } from './terraform/hcl/export.ts';
export { readAgentStatuses } from './export-mapping.ts';
export { toObservedWorkload } from '#resources/workload.ts';
