import { prepareAndCarryOut } from '../carry-out.ts';
import { readyNow, type ApplyFlags } from '../ready.ts';
import { readyFromFile } from '../saved-plan.ts';

/** Applies declarations, or exactly one saved plan. */
export async function apply(args: string[], flags: ApplyFlags): Promise<number> {
  const [only] = args;
  const isSaved = args.length === 1 && only!.endsWith('.json');
  return prepareAndCarryOut(flags, async (signal) =>
    isSaved ? readyFromFile(only!, flags, signal) : readyNow(args, flags, 'apply', signal),
  );
}
