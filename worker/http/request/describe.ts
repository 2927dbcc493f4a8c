import { describeRoute, resolver } from 'hono-openapi';
import type { z } from 'zod';
import { ApiError } from '#contract/error.ts';

export const REFUSED = {
  description: 'Refused, with a stable code',
  content: { 'application/json': { schema: resolver(ApiError) } },
};

/** One line of the OpenAPI document per route: what it is for, what it answers, and that it may refuse. */
export function describe(tag: string, summary: string, answer?: z.ZodType, status = 200) {
  const ok = answer
    ? { description: 'Done', content: { 'application/json': { schema: resolver(answer) } } }
    : { description: 'Done' };
  return describeRoute({ tags: [tag], summary, responses: { [status]: ok, default: REFUSED } });
}
