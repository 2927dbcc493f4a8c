import { z } from 'zod';
import { REFUSALS, type ErrorCode as Code } from '#domain/refusals.ts';

export const ErrorCode = z.enum(Object.keys(REFUSALS) as [Code, ...Code[]]);
export type ErrorCode = z.infer<typeof ErrorCode>;

export const ApiError = z
  .object({ error: z.object({ code: ErrorCode, message: z.string(), details: z.unknown().optional() }) })
  .meta({ id: 'Error' });
export type ApiError = z.infer<typeof ApiError>;
