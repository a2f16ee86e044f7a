import type { Memory } from '../kinds/kind.ts';

/** What Terraform keeps for the provider beside the state. It is readable by who reads the state: no secrets. */
export function readMemory(bytes: Uint8Array | undefined): Memory {
  if (bytes === undefined || bytes.length === 0) return {};
  try {
    const value = JSON.parse(new TextDecoder().decode(bytes)) as Memory | null;
    return value?.imported === true ? { imported: true } : {};
  } catch {
    return {};
  }
}

export function writeMemory(memory: Memory): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(memory));
}
