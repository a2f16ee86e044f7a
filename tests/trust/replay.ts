import fc from 'fast-check';

/** Checks a property as often as asked, or the one case of TRUST_SEED and TRUST_PATH; a failure says how to repeat it. */
export async function holds<T>(
  property: fc.IAsyncProperty<T>,
  tests: string,
  parameters: fc.Parameters<T>,
): Promise<void> {
  const seed = process.env['TRUST_SEED'];
  const path = process.env['TRUST_PATH'];
  const result = await fc.check(property, {
    ...parameters,
    ...(seed === undefined ? {} : { seed: Number(seed) }),
    ...(path === undefined ? {} : { path }),
  });
  if (!result.failed) return;
  const again = `TRUST_SEED=${result.seed} TRUST_PATH=${result.counterexamplePath} npx vitest run ${tests}`;
  throw new Error(
    `${JSON.stringify(result.counterexample)}\n${String((result.errorInstance as Error).message)}\nAgain: ${again}`,
  );
}
