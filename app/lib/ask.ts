import type { ClientResponse } from 'hono/client';
import { m } from '$messages';
import type { FieldFault } from '#domain/field-fault.ts';
import type { ErrorCode } from '#domain/refusal.ts';

export interface Refused {
  ok: false;
  /** `offline`: the request got no response at all. */
  code: ErrorCode | 'offline';
  status: number;
  details?: unknown;
  /** The message for a person. */
  message: string;
  /** The message beside each field that the API named. */
  fields?: Record<string, string>;
}
export type Answer<T> = { ok: true; data: T } | Refused;
/** The body of a successful response, without the error shape. */
type Success<R> = R extends ClientResponse<infer Body, number, string> ? Exclude<Body, { error: unknown }> : never;

/** Always resolves: `const answer = await ask(api().events.$get({ query }))`. */
export async function ask<R extends ClientResponse<unknown, number, string>>(
  request: Promise<R>,
): Promise<Answer<Success<R>>> {
  let response: R;
  try {
    response = await request;
  } catch {
    return { ok: false, code: 'offline', status: 0, message: m.error_offline() };
  }
  const body = await response.json().catch(() => null);
  if (response.ok) return { ok: true, data: body as Success<R> };
  const error = (body as { error?: { code: ErrorCode; details?: unknown } } | null)?.error;
  const code = error?.code ?? 'internal';
  return {
    ok: false,
    code,
    status: response.status,
    details: error?.details,
    ...(await wordsFor(code, error?.details)),
  };
}

/** Most visitors never see a refusal, so its messages load with the first one. */
async function wordsFor(code: ErrorCode, details: unknown): Promise<Pick<Refused, 'message' | 'fields'>> {
  const words = await import('./error-text.ts').catch(() => null);
  if (!words) return { message: m.error_internal() };
  const faults = (details as { fields?: FieldFault[] } | undefined)?.fields;
  return { message: words.errorText(code, details), ...(faults && { fields: words.fieldWords(faults) }) };
}

/** The error of each form field, where the API named fields. */
export const fieldErrors = (refused: Refused): Record<string, string> => refused.fields ?? {};
