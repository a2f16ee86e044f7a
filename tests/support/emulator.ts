import { createApp, type EmulatorOptions } from '#emulator/server.ts';
import { parseFault, type Fault } from '#emulator/faults.ts';

export const TOKEN = 'emulator';
export const BASE = 'http://127.0.0.1:4010';

export function emulatorOptions(changes: Partial<EmulatorOptions> = {}): EmulatorOptions {
  return {
    port: 0,
    token: TOKEN,
    importSeconds: 0,
    faults: [],
    seed: 1,
    cloudLinkConnected: true,
    ...changes,
  };
}

export function faults(...texts: string[]): Fault[] {
  return texts.map((text) => {
    const fault = parseFault(text);
    if (typeof fault === 'string') throw new Error(fault);
    return fault;
  });
}

export interface Answer {
  status: number;
  body: any;
  headers: Headers;
}

export type Send = (
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<Answer>;

/** The emulator without a port: requests in, answers out. */
export function emulator(changes: Partial<EmulatorOptions> = {}): Send {
  const app = createApp(emulatorOptions(changes));
  return async (method, path, body, headers) => {
    const init: RequestInit = { method, headers: { authorization: `Bearer ${TOKEN}`, ...headers } };
    if (body !== undefined) init.body = typeof body === 'string' ? body : JSON.stringify(body);
    const response = await app.request(`${BASE}${path}`, init);
    const text = await response.text();
    return {
      status: response.status,
      body: text.startsWith('{') ? tryJson(text) : text,
      headers: response.headers,
    };
  };
}

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

export const CONFIGURATIONS = '/external-systems/integration-configurations';

export const FIVE9 = {
  name: 'Five9 EU',
  type: 'five9',
  credentials: { username: 'injixo', password: 'canary-secret' },
  configuration: { region: 'EU', queueGrouping: 'skill' },
};

let keys = 0;

export async function create(send: Send, changes: Record<string, unknown> = {}): Promise<Answer> {
  return send('POST', CONFIGURATIONS, { ...FIVE9, ...changes }, { 'idempotency-key': `key-${++keys}` });
}
