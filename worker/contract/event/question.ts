import { z } from 'zod';
import { QUESTION_KINDS } from '#domain/event/question.ts';
import { Id, shownLine } from '../field.ts';

/** A question of the organizer: asked once per booking, or for each ticket of the named types (none named: all). */
export const Question = z
  .object({
    id: Id,
    per: z.enum(['booking', 'ticket']),
    kind: z.enum(QUESTION_KINDS),
    label: z.string(),
    help: z.string(),
    options: z.array(z.string()),
    required: z.boolean(),
    ticketTypeIds: z.array(Id),
  })
  .meta({ id: 'Question' });
export type Question = z.infer<typeof Question>;

export const QuestionInput = z.object({
  id: Id.optional(),
  per: z.enum(['booking', 'ticket']).default('booking'),
  kind: z.enum(QUESTION_KINDS),
  label: shownLine(200),
  help: z.string().trim().max(500).default(''),
  options: z.array(shownLine(100)).max(50).default([]),
  required: z.boolean().default(false),
  ticketTypeIds: z.array(Id).max(50).default([]),
});
