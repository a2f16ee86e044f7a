import { prepareAndCarryOut } from '../carry-out.ts';
import { readyNow, type ApplyFlags } from '../ready.ts';

/** Only takes over; what else differs is left for a later apply. */
export async function adopt(args: string[], flags: ApplyFlags): Promise<number> {
  return prepareAndCarryOut(flags, async (signal) => {
    const made = await readyNow(args, { ...flags, adopt: true }, 'apply', signal);
    const steps = made.steps.filter(({ action }) => action === 'adopt');
    const diagnostics = made.diagnostics.filter(({ code }) => code.startsWith('conflict/'));
    return { ...made, steps, diagnostics };
  });
}
