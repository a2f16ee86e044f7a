import { prepareAndCarryOut } from '../carry-out.ts';
import { readyNow, type ApplyFlags } from '../ready.ts';

/** Deletes what the workspace owns, declared or not. */
export async function destroy(args: string[], flags: ApplyFlags): Promise<number> {
  return prepareAndCarryOut(flags, async (signal) => readyNow(args, flags, 'destroy', signal));
}
