/** `latency,ms=200,path=/queues`: what goes wrong, how, and for which requests. */
export const FAULT_KINDS = {
  latency: 'answer late: ms=200',
  'rate-limit': 'answer 429: retry-after=1',
  error: 'answer a status without doing anything: status=503',
  html: 'answer a web page instead of JSON',
  truncated: 'answer only the first half of the JSON, after doing what was asked',
  'reset-before-commit': 'cut the connection before anything is done',
  'reset-after-commit': 'cut the connection after everything is done',
  'slow-import': 'imports take longer: factor=10',
  'failing-import': 'imports fail',
  'failing-connection': 'the external system refuses the credentials',
} as const;

export type FaultKind = keyof typeof FAULT_KINDS;

export interface Fault {
  kind: FaultKind;
  ms: number;
  retryAfter: string;
  status: number;
  factor: number;
  /** Only these requests: method, part of the path, part of the integration's name. */
  method?: string;
  path?: string;
  name?: string;
  /** Only the first n matches; only every nth; only with this probability. */
  times?: number;
  every?: number;
  probability?: number;
  matched: number;
}

const NUMBERS = ['ms', 'status', 'factor', 'times', 'every', 'probability'];
const TEXTS = ['method', 'path', 'name', 'retry-after'];

/** Parses one --fault; a string in return says what is wrong. */
export function parseFault(text: string): Fault | string {
  const [kind = '', ...settings] = text.split(',').map((part) => part.trim());
  if (!Object.hasOwn(FAULT_KINDS, kind)) {
    return `"${kind}" is not a fault; there are ${Object.keys(FAULT_KINDS).join(', ')}`;
  }
  const fault: Fault = {
    kind: kind as FaultKind,
    ms: 200,
    retryAfter: '1',
    status: 503,
    factor: 10,
    matched: 0,
  };
  for (const setting of settings) {
    const [key = '', ...rest] = setting.split('=');
    const value = rest.join('=');
    if (NUMBERS.includes(key) && value !== '' && Number.isFinite(Number(value)))
      Object.assign(fault, { [key]: Number(value) });
    else if (TEXTS.includes(key))
      Object.assign(fault, { [key === 'retry-after' ? 'retryAfter' : key]: value });
    else return `"${setting}" is not one of ${[...NUMBERS, ...TEXTS].map((name) => `${name}=…`).join(', ')}`;
  }
  return fault;
}

/** Decides which faults hit. Random ones draw from a seeded generator, so that a run can be repeated. */
export class Faults {
  #faults: Fault[];
  #seed: number;

  constructor(faults: Fault[], seed = 1) {
    this.#faults = faults;
    this.#seed = seed;
  }

  set(faults: Fault[]): void {
    this.#faults = faults;
  }

  list(): readonly Fault[] {
    return this.#faults;
  }

  /** The first fault of a kind that hits a request. */
  hit(
    kinds: readonly FaultKind[],
    about: { method?: string; path?: string; name?: string },
  ): Fault | undefined {
    return this.#faults.find(
      (fault) => kinds.includes(fault.kind) && applies(fault, about) && this.#fires(fault),
    );
  }

  #fires(fault: Fault): boolean {
    fault.matched += 1;
    if (fault.times !== undefined && fault.matched > fault.times) return false;
    if (fault.every !== undefined && fault.matched % fault.every !== 0) return false;
    return fault.probability === undefined || this.#random() < fault.probability;
  }

  /** mulberry32: small, and good enough to choose requests. */
  #random(): number {
    this.#seed = (this.#seed + 0x6d2b79f5) | 0;
    let value = Math.imul(this.#seed ^ (this.#seed >>> 15), 1 | this.#seed);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 4294967296;
  }
}

function applies(fault: Fault, about: { method?: string; path?: string; name?: string }): boolean {
  return (
    (fault.method === undefined || fault.method.toUpperCase() === about.method) &&
    (fault.path === undefined || (about.path ?? '').includes(fault.path)) &&
    (fault.name === undefined || (about.name ?? '').includes(fault.name))
  );
}
