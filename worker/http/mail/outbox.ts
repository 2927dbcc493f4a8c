import { Hono } from 'hono';
import { z } from 'zod';
import { Id } from '#contract/field.ts';
import { OutboxItem, OutboxList } from '#contract/account/staff.ts';
import type { OutboxEntry } from '../../deps.ts';
import { listMail } from '../../usecases/mail/list-mail.ts';
import { resendMail } from '../../usecases/mail/resend-mail.ts';
import type { AppEnv } from '../request/app-env.ts';
import { params, query } from '../request/body.ts';
import { describe } from '../request/describe.ts';
import { refuse } from '../request/refuse.ts';

const TAG = 'Mail';
const OutboxQuery = z.object({
  state: OutboxItem.shape.state.optional(),
  bookingId: Id.optional(),
  /** The id of the last item of the previous page. */
  cursor: Id.optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});

export const outbox = new Hono<AppEnv>()
  .get(
    '/',
    describe(TAG, 'List emails that were sent or are waiting, newest first', OutboxList),
    query(OutboxQuery),
    async (c) => {
      const { cursor: after, ...asked } = c.req.valid('query');
      const outcome = await listMail(c.env, await c.var.caller(), { ...asked, after });
      if (!outcome.ok) return refuse(c, outcome);
      const items = outcome.entries.map(viewEntry);
      return c.json({ items, nextCursor: outcome.isLast ? null : (items.at(-1)?.id ?? null) });
    },
  )
  .post('/:id/resend', describe(TAG, 'Send an email again', OutboxItem), params(z.object({ id: Id })), async (c) => {
    const outcome = await resendMail(c.env, await c.var.caller(), c.req.valid('param').id);
    if (!outcome.ok) return refuse(c, outcome);
    return c.json(viewEntry(outcome.entry));
  });

/** Without the payload: it contains links that are for the recipient alone. */
function viewEntry(entry: OutboxEntry): OutboxItem {
  const { id, kind, recipient, state, attempts, lastError, bookingId } = entry;
  const times = {
    nextAttemptAt: entry.nextAttemptAt?.toISOString() ?? null,
    sentAt: entry.sentAt?.toISOString() ?? null,
    createdAt: entry.createdAt.toISOString(),
  };
  return { id, kind, recipient, state, attempts, lastError, bookingId, ...times };
}
