import { z } from 'zod';
import { Id, shownLine } from '../field.ts';

/** Quotas and types are named by `id` where they exist and by a `key` of the sender where they are new. */
export const QuotaInput = z.object({
  id: Id.optional(),
  key: z.string().max(60).optional(),
  name: shownLine(80),
  size: z.int().min(0).max(1_000_000).nullable(),
});

export const QuotaStaff = z
  .object({ id: Id, name: z.string(), size: z.int().nullable(), held: z.int(), sold: z.int() })
  .meta({ id: 'Quota' });
