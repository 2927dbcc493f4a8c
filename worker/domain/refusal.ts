import type { ErrorCode } from './refusals.ts';

export type { ErrorCode };

/** The reason why a valid request is refused. A value, never an exception. */
export interface Refusal {
  ok: false;
  code: ErrorCode;
  details?: unknown;
}

export type Outcome<T> = ({ ok: true } & T) | Refusal;

export const refusal = (code: ErrorCode, details?: unknown): Refusal =>
  details === undefined ? { ok: false, code } : { ok: false, code, details };
