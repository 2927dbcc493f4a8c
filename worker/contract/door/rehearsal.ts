import { z } from 'zod';
import { PRACTICE_VERDICTS } from '#domain/door/practice-tickets.ts';
import { Id, Time } from '../field.ts';

/** A practice ticket, and the verdict on its first scan. */
export const PracticeTicket = z
  .object({
    number: z.string(),
    code: z.string(),
    attendeeName: z.string(),
    typeName: z.string(),
    expect: z.enum(PRACTICE_VERDICTS),
    partySize: z.int(),
  })
  .meta({ id: 'PracticeTicket' });
export type PracticeTicket = z.infer<typeof PracticeTicket>;

export const Rehearsal = z
  .object({
    /** The rehearsal's door: scanners and dashboards use it in place of the event's id. */
    doorId: Id,
    running: z.object({ since: Time, until: Time }).nullable(),
    tickets: z.array(PracticeTicket),
  })
  .meta({ id: 'Rehearsal' });
export type Rehearsal = z.infer<typeof Rehearsal>;
