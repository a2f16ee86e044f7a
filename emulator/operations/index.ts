import { accessHandlers } from './access.ts';
import { configurationHandlers } from './configurations.ts';
import type { Handler } from './handler.ts';
import { importHandlers } from './imports.ts';
import { pushHandlers } from './push.ts';
import { workloadHandlers } from './workloads.ts';

/** One handler for each operationId of the contract; a test checks that none is missing. */
export const handlers: Readonly<Record<string, Handler>> = {
  ...configurationHandlers,
  ...importHandlers,
  ...accessHandlers,
  ...pushHandlers,
  ...workloadHandlers,
};
