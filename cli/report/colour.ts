import pc from 'picocolors';

export type Colours = ReturnType<typeof pc.createColors>;

/** Colours that are all off on a pipe. */
export function colours(enabled: boolean): Colours {
  return pc.createColors(enabled);
}
