import { z } from 'zod';
import { ERROR_CODES } from '#domain/refusal.ts';

export const ErrorCode = z.enum(ERROR_CODES);
export type ErrorCode = z.infer<typeof ErrorCode>;

export const ApiError = z
  .object({ error: z.object({ code: ErrorCode, message: z.string(), details: z.unknown().optional() }) })
  .meta({ id: 'Error' });
export type ApiError = z.infer<typeof ApiError>;
