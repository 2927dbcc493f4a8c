import { Hono, type Context } from 'hono';
import { createMiddleware } from 'hono/factory';
import { describeRoute } from 'hono-openapi';
import { z } from 'zod';
import { Id } from '#contract/field.ts';
import { RenameAttendee, TicketChanged, TicketPage, TransferTicket } from '#contract/ticket/ticket.ts';
import type { Caller } from '#domain/account/caller.ts';
import { changeTicket } from '../../usecases/ticket/change-ticket.ts';
import { eventCalendar } from '../../usecases/mail/event-calendar.ts';
import { viewTicket } from '../../usecases/ticket/view-ticket.ts';
import type { AppEnv } from '../request/app-env.ts';
import { body, params } from '../request/body.ts';
import { describe, REFUSED } from '../request/describe.ts';
import { idempotent } from '../request/idempotent.ts';
import { mailLimits, tooOften } from '../request/rate-limit.ts';
import { refuse } from '../request/refuse.ts';
import { viewTicketPage } from './view.ts';

const TAG = 'Tickets';
const byId = params(z.object({ id: Id }));

/** Whoever has the address has the ticket: it is kept nowhere on the way, and told to nobody. */
const keepSecret = createMiddleware<AppEnv>(async (c, next) => {
  await next();
  c.header('Cache-Control', 'no-store');
  c.header('Referrer-Policy', 'no-referrer');
});

/** In the document a file is `{id}.png`: see documented.ts. */
const describeFile = (summary: string) =>
  describeRoute({
    tags: [TAG],
    summary,
    parameters: [
      {
        name: 't',
        in: 'query',
        description: 'The ticket’s secret, where no header can carry it',
        schema: { type: 'string' },
      },
    ],
    responses: { 200: { description: 'The file' }, default: REFUSED },
  });

export const tickets = new Hono<AppEnv>()
  .use(keepSecret)
  .get('/:png{[\\w-]+\\.png}', describeFile('The QR code as PNG, for mails'), async (c) => {
    const outcome = await viewTicket(c.env, await imageCaller(c), idIn(c.req.param('png')));
    if (!outcome.ok) return refuse(c, outcome);
    const { code } = outcome.viewed;
    if (code === null) return refuse(c, { code: 'not_found' });
    return c.body(new Uint8Array(c.env.drawQr(code)), 200, { 'Content-Type': 'image/png' });
  })
  .get('/:ics{[\\w-]+\\.ics}', describeFile('The event as a calendar file'), async (c) => {
    const outcome = await viewTicket(c.env, await imageCaller(c), idIn(c.req.param('ics')));
    if (!outcome.ok) return refuse(c, outcome);
    const { event } = outcome.viewed.booking;
    const disposition = `attachment; filename="${event.slug}.ics"`;
    const headers = { 'Content-Type': 'text/calendar; charset=utf-8', 'Content-Disposition': disposition };
    return c.body(eventCalendar(c.env, event), 200, headers);
  })
  .get('/:id', describe(TAG, 'A ticket, with its code for its holder', TicketPage), byId, async (c) => {
    const outcome = await viewTicket(c.env, await c.var.caller(), c.req.valid('param').id);
    if (!outcome.ok) return refuse(c, outcome);
    return c.json(viewTicketPage(outcome.viewed, c.env.clock.now()));
  })
  .patch(
    '/:id',
    describe(TAG, 'Rename the attendee, until somebody has come in with it', TicketChanged),
    byId,
    body(RenameAttendee),
    async (c) => {
      const { attendeeName: name } = c.req.valid('json');
      const changed = await changeTicket(c.env, await c.var.caller(), c.req.valid('param').id, {
        kind: 'rename',
        name,
      });
      return changed.ok ? c.json({ ticketId: changed.ticketId, revision: changed.revision }) : refuse(c, changed);
    },
  )
  .post(
    '/:id/transfer',
    describe(
      TAG,
      'Pass it on: id and number stay, its code dies, and the new holder gets theirs by mail',
      TicketChanged,
    ),
    byId,
    body(TransferTicket),
    idempotent,
    async (c) => {
      const to = c.req.valid('json');
      // Only who has the ticket counts against the address it goes to.
      const seen = await viewTicket(c.env, await c.var.caller(), c.req.valid('param').id);
      if (!seen.ok) return refuse(c, seen);
      const limited = await tooOften(c, mailLimits(c, 'transfer', to.email));
      if (limited) return refuse(c, limited);
      const changed = await changeTicket(c.env, await c.var.caller(), c.req.valid('param').id, {
        kind: 'transfer',
        to,
      });
      return changed.ok ? c.json({ ticketId: changed.ticketId, revision: changed.revision }) : refuse(c, changed);
    },
  );

/** An id that can't be one finds nothing, like any other that isn't there. */
function idIn(file: string): string {
  const id = Id.safeParse(file.slice(0, file.lastIndexOf('.')));
  return id.success ? id.data : '00000000-0000-0000-0000-000000000000';
}

/** Mail programs fetch pictures without headers: there the token stands in the address. */
async function imageCaller(c: Context<AppEnv>): Promise<Caller> {
  const token = c.req.query('t');
  const claimed = token ? c.env.seals.readLinkToken(token) : null;
  return token && claimed ? { kind: 'link', token, ...claimed } : c.var.caller();
}
