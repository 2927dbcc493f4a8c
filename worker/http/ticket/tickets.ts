import { Hono, type Context } from 'hono';
import { createMiddleware } from 'hono/factory';
import { describeRoute } from 'hono-openapi';
import { z } from 'zod';
import { Id } from '#contract/field.ts';
import { RenameAttendee, TicketChanged, TicketPage, TransferTicket } from '#contract/ticket/ticket.ts';
import type { Caller } from '#domain/account/caller.ts';
import { renameAttendee, transferTicket } from '../../usecases/ticket/change-ticket.ts';
import { eventCalendar } from '../../usecases/mail/event-calendar.ts';
import { viewTicket } from '../../usecases/ticket/view-ticket.ts';
import type { AppEnv } from '../request/app-env.ts';
import { body, params, query } from '../request/body.ts';
import { describe, REFUSED } from '../request/describe.ts';
import { idempotent } from '../request/idempotent.ts';
import { clientOf } from '../request/client-of.ts';
import { refuse } from '../request/refuse.ts';
import { viewTicketPage } from './view.ts';

const TAG = 'Tickets';
const byId = params(z.object({ id: Id }));

/** The address is as good as the ticket: no cache keeps it and no other site learns it. */
const keepSecret = createMiddleware<AppEnv>(async (c, next) => {
  await next();
  c.header('Cache-Control', 'no-store');
  c.header('Referrer-Policy', 'no-referrer');
});

/** In the document a file is `{id}.png`: see documented.ts. */
const describeFile = (summary: string) =>
  describeRoute({ tags: [TAG], summary, responses: { 200: { description: 'The file' }, default: REFUSED } });
const withSecret = query(
  z.object({
    t: z.string().max(500).optional().meta({ description: 'The ticket’s secret, where no header can carry it' }),
  }),
);

export const tickets = new Hono<AppEnv>()
  .use(keepSecret)
  .get('/:png{[\\w-]+\\.png}', describeFile('The QR code as PNG, for emails'), withSecret, async (c) => {
    const outcome = await viewTicket(c.env, await imageCaller(c), idIn(c.req.param('png')));
    if (!outcome.ok) return refuse(c, outcome);
    const { code } = outcome.viewed;
    if (code === null) return refuse(c, { code: 'not_found' });
    return c.body(new Uint8Array(c.env.drawQr(code)), 200, { 'Content-Type': 'image/png' });
  })
  .get('/:ics{[\\w-]+\\.ics}', describeFile('The event as a calendar file'), withSecret, async (c) => {
    const outcome = await viewTicket(c.env, await imageCaller(c), idIn(c.req.param('ics')));
    if (!outcome.ok) return refuse(c, outcome);
    const { booking, ticket } = outcome.viewed;
    const { event } = booking;
    const disposition = `attachment; filename="${event.slug}.ics"`;
    const headers = { 'Content-Type': 'text/calendar; charset=utf-8', 'Content-Disposition': disposition };
    return c.body(eventCalendar(c.env, event, [ticket]), 200, headers);
  })
  .get('/:id', describe(TAG, 'One ticket, with its code for its holder', TicketPage), byId, async (c) => {
    const outcome = await viewTicket(c.env, await c.var.caller(), c.req.valid('param').id);
    if (!outcome.ok) return refuse(c, outcome);
    return c.json(viewTicketPage(outcome.viewed, c.env.clock.now()));
  })
  .patch(
    '/:id',
    describe(TAG, 'Rename the attendee, until the ticket is checked in', TicketChanged),
    byId,
    body(RenameAttendee),
    async (c) => {
      const wanted = { ticketId: c.req.valid('param').id, name: c.req.valid('json').attendeeName };
      const changed = await renameAttendee(c.env, await c.var.caller(), wanted);
      return changed.ok ? c.json({ ticketId: changed.ticketId, revision: changed.revision }) : refuse(c, changed);
    },
  )
  .post(
    '/:id/transfer',
    describe(
      TAG,
      'Transfer a ticket: id and number stay, its code becomes invalid, and the new holder is emailed theirs',
      TicketChanged,
    ),
    byId,
    body(TransferTicket),
    idempotent,
    async (c) => {
      const wanted = { ticketId: c.req.valid('param').id, to: c.req.valid('json'), client: clientOf(c) };
      const changed = await transferTicket(c.env, await c.var.caller(), wanted);
      return changed.ok ? c.json({ ticketId: changed.ticketId, revision: changed.revision }) : refuse(c, changed);
    },
  );

/** A malformed id finds nothing, like any unknown one. */
function idIn(file: string): string {
  const id = Id.safeParse(file.slice(0, file.lastIndexOf('.')));
  return id.success ? id.data : '00000000-0000-0000-0000-000000000000';
}

/** Mail clients fetch pictures without headers, so the token is in the address. */
async function imageCaller(c: Context<AppEnv>): Promise<Caller> {
  const token = c.req.query('t');
  const claimed = token ? c.env.seals.readLinkToken(token) : null;
  return token && claimed ? { kind: 'link', token, ...claimed } : c.var.caller();
}
