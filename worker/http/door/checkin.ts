import { Hono, type Context } from 'hono';
import { z } from 'zod';
import * as contract from '#contract/door/checkin.ts';
import { Id } from '#contract/field.ts';
import type { GuestRow } from '../../deps.ts';
import type { EventRecord } from '#domain/event/event.ts';
import { maskedEmail } from '#domain/mail/masked-email.ts';
import { formatNumber } from '#domain/ticket/number.ts';
import { askDoor, changeAtDoor } from '../../usecases/ask-door.ts';
import { issueDoorPass } from '../../usecases/door/pass.ts';
import { listAttendees } from '../../usecases/door/list-attendees.ts';
import { openDevice } from '../../usecases/door/open-device.ts';
import { searchGuests } from '../../usecases/door/search-guests.ts';
import { listDoorEvents, viewParty, viewStats } from '../../usecases/door/view-door.ts';
import type { AppEnv } from '../request/app-env.ts';
import { body, bodyFromAnyVersion, params, query } from '../request/body.ts';
import { badCursor, readCursor, writeCursor } from '../request/cursor.ts';
import { describe } from '../request/describe.ts';
import { deviceIdOf } from '../request/device-id.ts';
import { refuse } from '../request/refuse.ts';

const TAG = 'Door';
const EventParam = params(z.object({ eventId: Id }));

export const checkin = new Hono<AppEnv>()
  .get('/events', describe(TAG, 'List the events at which the caller can scan', contract.DoorEventList), async (c) => {
    const listed = await listDoorEvents(c.env, await c.var.caller());
    return listed.ok ? c.json({ items: listed.events.map(viewDoorEvent), nextCursor: null }) : refuse(c, listed);
  })
  .post(
    '/validate',
    describe(TAG, 'The verdict that a scan would get; changes nothing', contract.ScanAnswer),
    body(contract.ValidateCode),
    async (c) => {
      const { eventId, ...asked } = c.req.valid('json');
      const opened = await openAt(c, eventId);
      if (!opened.ok) return refuse(c, opened);
      const scan = { ...asked, scanId: c.env.ids.uuid() };
      const outcome = await askDoor(c.env, eventId, (door) => door.validate(opened.scanner, scan));
      return outcome.ok ? c.json({ ...outcome.verdict, counts: outcome.counts }) : refuse(c, outcome);
    },
  )
  .post(
    '/mark',
    describe(
      TAG,
      'Scan one ticket, or deliver a queue of scans',
      z.union([contract.ScanAnswer, contract.ScanQueueAnswer]),
    ),
    bodyFromAnyVersion(contract.MarkScans),
    async (c) => {
      const marked = c.req.valid('json');
      const { eventId } = marked;
      const opened = await openAt(c, eventId);
      if (!opened.ok) return refuse(c, opened);
      const scans = 'scans' in marked ? marked.scans : [marked];
      const outcome = await changeAtDoor(c.env, eventId, (door) => door.mark(opened.scanner, scans));
      if (!outcome.ok) return refuse(c, outcome);
      const { verdicts, counts } = outcome;
      return 'scans' in marked ? c.json({ verdicts, counts }) : c.json({ ...verdicts[0]!, counts });
    },
  )
  .post(
    '/undo',
    describe(TAG, 'Undo a scan', z.object({ counts: contract.Counts })),
    body(contract.UndoScan),
    async (c) => {
      const { eventId, ...undone } = c.req.valid('json');
      const opened = await openAt(c, eventId);
      if (!opened.ok) return refuse(c, opened);
      const outcome = await changeAtDoor(c.env, eventId, (door) => door.undo(opened.scanner, undone));
      return outcome.ok ? c.json({ counts: outcome.counts }) : refuse(c, outcome);
    },
  )
  .post(
    '/override',
    describe(TAG, 'Admit a ticket whose scan was refused', contract.ScanAnswer),
    body(contract.OverrideScan),
    async (c) => {
      const { eventId, ...asked } = c.req.valid('json');
      const opened = await openAt(c, eventId);
      if (!opened.ok) return refuse(c, opened);
      const outcome = await changeAtDoor(c.env, eventId, (door) => door.override(opened.scanner, asked));
      return outcome.ok ? c.json({ ...outcome.verdict, counts: outcome.counts }) : refuse(c, outcome);
    },
  )
  .post(
    '/conflicts/:conflictId/close',
    describe(TAG, 'Close a conflict', z.object({})),
    params(z.object({ conflictId: Id })),
    body(contract.CloseConflict),
    async (c) => {
      const { eventId } = c.req.valid('json');
      const opened = await openDevice(c.env, await c.var.caller(), { doorId: eventId, listenOnly: true });
      if (!opened.ok) return refuse(c, opened);
      const { conflictId } = c.req.valid('param');
      // Closing it twice is closing it once, so that a lost reply needs no `outcome_unknown`.
      const outcome = await askDoor(c.env, eventId, (door) => door.closeConflict(opened.scanner, conflictId));
      return outcome.ok ? c.json({}) : refuse(c, outcome);
    },
  )
  .get(
    '/event/:eventId/party',
    describe(TAG, 'Everyone of a ticket’s booking, and who of them is inside', contract.Party),
    EventParam,
    query(contract.PartyQuestion),
    async (c) => {
      const asked = { doorId: c.req.valid('param').eventId, ...c.req.valid('query') };
      const outcome = await viewParty(c.env, await c.var.caller(), asked);
      return outcome.ok ? c.json({ members: outcome.members }) : refuse(c, outcome);
    },
  )
  .post(
    '/event/:eventId/ticket',
    describe(TAG, 'A single-use ticket for the door’s WebSocket', contract.DoorTicket),
    EventParam,
    body(contract.DoorTicketRequest),
    async (c) => {
      const { eventId } = c.req.valid('param');
      const asked = { ...c.req.valid('json'), doorId: eventId, isBrowser: true };
      const opened = await openDevice(c.env, await c.var.caller(), asked);
      if (!opened.ok) return refuse(c, opened);
      const ticket = await issueDoorPass(c.env, eventId, opened.scanner);
      return c.json({ ticket, deviceId: opened.scanner.deviceId, url: `/parties/door/${eventId}` });
    },
  )
  .get('/event/:eventId/stats', describe(TAG, 'Counts and last scans', contract.DoorStats), EventParam, async (c) => {
    const outcome = await viewStats(c.env, await c.var.caller(), c.req.valid('param').eventId);
    return outcome.ok ? c.json(outcome.report) : refuse(c, outcome);
  })
  .get(
    '/event/:eventId/search',
    describe(TAG, 'Find guests by name, address or number', contract.GuestList),
    EventParam,
    query(contract.GuestSearch),
    async (c) => {
      const asked = { doorId: c.req.valid('param').eventId, text: c.req.valid('query').q };
      const outcome = await searchGuests(c.env, await c.var.caller(), asked);
      return outcome.ok ? c.json({ items: outcome.guests.map(viewGuest), nextCursor: null }) : refuse(c, outcome);
    },
  )
  .get(
    '/event/:eventId/attendees',
    describe(TAG, 'List everyone with a ticket, alphabetically', contract.AttendeeList),
    EventParam,
    query(contract.AttendeeQuery),
    async (c) => {
      const { cursor, limit } = c.req.valid('query');
      const read = readCursor(cursor);
      if (read === undefined) return refuse(c, badCursor);
      const after = read && { name: read.value, ticketId: read.id };
      const asked = { eventId: c.req.valid('param').eventId, page: { after, limit } };
      const outcome = await listAttendees(c.env, await c.var.caller(), asked);
      if (!outcome.ok) return refuse(c, outcome);
      const last = outcome.guests.at(-1);
      const nextCursor = outcome.isLast || !last ? null : writeCursor({ value: last.attendeeName, id: last.ticketId });
      return c.json({ items: outcome.guests.map(viewAttendee), nextCursor });
    },
  );

/** The caller as the device that its header names. */
const openAt = async (c: Context<AppEnv>, doorId: string) =>
  openDevice(c.env, await c.var.caller(), { doorId, deviceId: deviceIdOf(c) });

const viewDoorEvent = ({ id, title, startsAt, endsAt, timeZone, venueName }: EventRecord) => ({
  id,
  title,
  timeZone,
  venueName,
  startsAt: startsAt.toISOString(),
  endsAt: endsAt.toISOString(),
});

const viewGuest = ({ ticketId, attendeeName, typeName, number, email, inside, status }: GuestRow) => ({
  ticketId,
  attendeeName,
  typeName,
  numberEnd: number.slice(-4),
  maskedEmail: maskedEmail(email),
  inside,
  status,
});

const viewAttendee = ({
  ticketId,
  attendeeName,
  typeName,
  number,
  email,
  inside,
  status,
  enteredAt,
  unpaid,
}: GuestRow) => ({
  ticketId,
  attendeeName,
  typeName,
  number: formatNumber(number),
  email,
  inside,
  status,
  enteredAt: enteredAt?.toISOString() ?? null,
  unpaid,
});
