import type { ErrorCode } from './refusals.ts';

export type { ErrorCode };

/** The reason why a valid request is refused. A value, never an exception. */
export interface Refusal {
  ok: false;
  code: ErrorCode;
  details?: unknown;
}

const UNDECIDED: ReadonlySet<ErrorCode> = new Set(['unavailable', 'outcome_unknown']);

/** Whether the answer is a no. A room that could not be reached, or whose reply was lost, has said nothing. */
export const isDecided = ({ code }: Refusal): boolean => !UNDECIDED.has(code);

export type Outcome<T> = ({ ok: true } & T) | Refusal;

export const refusal = (code: ErrorCode, details?: unknown): Refusal =>
  details === undefined ? { ok: false, code } : { ok: false, code, details };
