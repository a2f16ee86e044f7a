import type { FieldError } from './contract.ts';

/** What a handler answers; `commit` false says that nothing was changed. */
export interface Answer {
  status: number;
  body?: unknown;
  headers?: Record<string, string>;
}

/** A refusal that the contract describes. Thrown by handlers, answered by the server. */
export class Refusal extends Error {
  readonly answer: Answer;
  constructor(status: number, id: string, message: string, errors?: FieldError[]) {
    super(message);
    this.answer = { status, body: { id, message, ...(errors === undefined ? {} : { errors }) } };
  }
}

export function ok(body: unknown, etag?: string): Answer {
  return { status: 200, body, ...(etag === undefined ? {} : { headers: { etag } }) };
}
