import type { TerraformStack } from 'cdktf';
import { surroundings } from './surroundings.ts';

/** Terraform would look for a provider of this name elsewhere, and its message would not say why. */
export function checkProvider(stack: TerraformStack): string[] {
  const { constructs, provider } = surroundings(stack);
  const isNeeded = [...constructs].some(
    (node) =>
      'inputs' in node && !('alias' in node) && (node as { provider?: unknown }).provider === undefined,
  );
  if (provider !== undefined || !isNeeded) return [];
  return ['The stack has no InjixoProvider. Add: new InjixoProvider(this, "injixo", { workspace: "…" });'];
}
