import { describeRoute, resolver } from 'hono-openapi';
import type { z } from 'zod';
import { ApiError } from '#contract/error.ts';

export const REFUSED = {
  description: 'Refused, with a stable code',
  content: { 'application/json': { schema: resolver(ApiError) } },
};

/** Describes a route in the OpenAPI document: what it does, its answer, and that it may refuse. */
export const describe = (tag: string, summary: string, answer: z.ZodType) =>
  describeRoute({ tags: [tag], summary, responses: { 200: done(answer), default: REFUSED } });

/** The same for a route that answers 201. */
export const describeCreated = (tag: string, summary: string, answer: z.ZodType) =>
  describeRoute({ tags: [tag], summary, responses: { 201: done(answer), default: REFUSED } });

const done = (answer: z.ZodType) => ({
  description: 'Done',
  content: { 'application/json': { schema: resolver(answer) } },
});
