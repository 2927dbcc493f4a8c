import { z } from 'zod';
import { Id, shownLine } from '../field.ts';

export const Gate = z.object({ id: Id, name: z.string(), ticketTypeIds: z.array(Id) }).meta({ id: 'Gate' });

export const GateInput = z.object({
  id: Id.optional(),
  name: shownLine(60),
  ticketTypeIds: z.array(Id).max(50).default([]),
});
