import { Hono } from 'hono';
import { z } from 'zod';
import * as contract from '#contract/door/checkin.ts';
import { Id } from '#contract/field.ts';
import type { GuestRow } from '../../deps.ts';
import { type Caller, may, mayForSome, notAllowed } from '#domain/account/caller.ts';
import { concerns } from '#domain/door/conflict.ts';
import type { DoorReport } from '#domain/door/door.ts';
import type { EventRecord } from '#domain/event/event.ts';
import { maskedEmail } from '#domain/mail/masked-email.ts';
import { eventOfDoor } from '#domain/door/rehearsal.ts';
import { formatNumber } from '#domain/ticket/number.ts';
import { askDoor } from '../../usecases/door/ask-door.ts';
import { issueDoorPass } from '../../usecases/door/pass.ts';
import { listAttendees } from '../../usecases/door/list-attendees.ts';
import { openDevice } from '../../usecases/door/open-device.ts';
import { searchGuests } from '../../usecases/door/search-guests.ts';
import type { AppEnv } from '../request/app-env.ts';
import { body, params, query } from '../request/body.ts';
import { badCursor, readCursor, writeCursor } from '../request/cursor.ts';
import { describe } from '../request/describe.ts';
import { deviceIdOf } from '../request/device-id.ts';
import { isKnownDoor } from '../request/known-events.ts';
import { refuse } from '../request/refuse.ts';

const TAG = 'Door';
const EventParam = params(z.object({ eventId: Id }));

export const checkin = new Hono<AppEnv>()
  .get('/events', describe(TAG, 'The events whose door the caller may work at', contract.DoorEventList), async (c) => {
    const caller = await c.var.caller();
    if (caller.kind !== 'device' && !mayForSome(caller, 'CHECK_IN')) return refuse(c, notAllowed(caller));
    const found = await c.env.listing.listForDoor(doorsOf(caller));
    return c.json({ items: found.map(viewDoorEvent), nextCursor: null });
  })
  .post(
    '/validate',
    describe(TAG, 'The verdict that a scan would get; changes nothing', contract.ScanAnswer),
    body(contract.ValidateCode),
    async (c) => {
      const { eventId, ...asked } = c.req.valid('json');
      const opened = await openDevice(c.env, await c.var.caller(), eventId, {
        deviceId: deviceIdOf(c),
      });
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
    body(contract.MarkScans),
    async (c) => {
      const marked = c.req.valid('json');
      const { eventId } = marked;
      const opened = await openDevice(c.env, await c.var.caller(), eventId, {
        deviceId: deviceIdOf(c),
      });
      if (!opened.ok) return refuse(c, opened);
      const scans = 'scans' in marked ? marked.scans : [marked];
      const outcome = await askDoor(c.env, eventId, (door) => door.mark(opened.scanner, scans), 'outcome_unknown');
      if (!outcome.ok) return refuse(c, outcome);
      const { verdicts, counts } = outcome;
      return 'scans' in marked ? c.json({ verdicts, counts }) : c.json({ ...verdicts[0]!, counts });
    },
  )
  .post(
    '/undo',
    describe(TAG, 'Take a scan back', z.object({ counts: contract.Counts })),
    body(contract.UndoScan),
    async (c) => {
      const { eventId, ...undone } = c.req.valid('json');
      const opened = await openDevice(c.env, await c.var.caller(), eventId, {
        deviceId: deviceIdOf(c),
      });
      if (!opened.ok) return refuse(c, opened);
      const outcome = await askDoor(c.env, eventId, (door) => door.undo(opened.scanner, undone), 'outcome_unknown');
      return outcome.ok ? c.json({ counts: outcome.counts }) : refuse(c, outcome);
    },
  )
  .post(
    '/override',
    describe(TAG, 'Let a refused scan in after all', contract.ScanAnswer),
    body(contract.OverrideScan),
    async (c) => {
      const { eventId, ...asked } = c.req.valid('json');
      const opened = await openDevice(c.env, await c.var.caller(), eventId, {
        deviceId: deviceIdOf(c),
      });
      if (!opened.ok) return refuse(c, opened);
      const outcome = await askDoor(c.env, eventId, (door) => door.override(opened.scanner, asked), 'outcome_unknown');
      return outcome.ok ? c.json({ ...outcome.verdict, counts: outcome.counts }) : refuse(c, outcome);
    },
  )
  .post(
    '/conflicts/:conflictId/close',
    describe(TAG, 'Somebody has seen to a conflict', z.object({})),
    params(z.object({ conflictId: Id })),
    body(contract.CloseConflict),
    async (c) => {
      const { eventId } = c.req.valid('json');
      const opened = await openDevice(c.env, await c.var.caller(), eventId, { listenOnly: true });
      if (!opened.ok) return refuse(c, opened);
      const { conflictId } = c.req.valid('param');
      const outcome = await askDoor(c.env, eventId, (door) => door.closeConflict(opened.scanner, conflictId));
      return outcome.ok ? c.json({}) : refuse(c, outcome);
    },
  )
  .get(
    '/event/:eventId/party',
    describe(TAG, 'Everybody of a ticket’s booking, and who of them is in', contract.Party),
    EventParam,
    query(contract.PartyQuestion),
    async (c) => {
      const { eventId } = c.req.valid('param');
      const caller = await c.var.caller();
      if (!may(caller, 'CHECK_IN', eventOfDoor(eventId))) return refuse(c, notAllowed(caller));
      if (!(await isKnownDoor(c.env, caller, eventId))) return refuse(c, { code: 'not_found' });
      const outcome = await askDoor(c.env, eventId, (door) => door.party(c.req.valid('query').ticketId));
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
      const opened = await openDevice(c.env, await c.var.caller(), eventId, {
        ...c.req.valid('json'),
        isBrowser: true,
      });
      if (!opened.ok) return refuse(c, opened);
      const ticket = await issueDoorPass(c.env, eventId, opened.scanner);
      return c.json({ ticket, deviceId: opened.scanner.deviceId, url: `/parties/door/${eventId}` });
    },
  )
  .get(
    '/event/:eventId/stats',
    describe(TAG, 'Counts and last scans, as the door has them', contract.DoorStats),
    EventParam,
    async (c) => {
      const { eventId } = c.req.valid('param');
      const caller = await c.var.caller();
      const event = eventOfDoor(eventId);
      if (!may(caller, 'CHECK_IN', event) && !may(caller, 'VIEW_EVENT', event)) return refuse(c, notAllowed(caller));
      if (!(await c.env.doors.eventExists(event))) return refuse(c, { code: 'not_found' });
      const outcome = await askDoor(c.env, eventId, (door) => door.stats());
      return outcome.ok ? c.json(reportFor(caller, event, outcome.report)) : refuse(c, outcome);
    },
  )
  .get(
    '/event/:eventId/search',
    describe(TAG, 'Find a guest by name, address or number', contract.GuestList),
    EventParam,
    query(contract.GuestSearch),
    async (c) => {
      const { eventId } = c.req.valid('param');
      const caller = await c.var.caller();
      const outcome = await searchGuests(c.env, caller, eventId, c.req.valid('query').q);
      if (outcome.ok && !(await isKnownDoor(c.env, caller, eventId))) return refuse(c, { code: 'not_found' });
      return outcome.ok ? c.json({ items: outcome.guests.map(viewGuest), nextCursor: null }) : refuse(c, outcome);
    },
  )
  .get(
    '/event/:eventId/attendees',
    describe(TAG, 'Everyone with a ticket, alphabetically', contract.AttendeeList),
    EventParam,
    query(contract.AttendeeQuery),
    async (c) => {
      const { cursor, limit } = c.req.valid('query');
      const read = readCursor(cursor);
      if (read === undefined) return refuse(c, badCursor);
      const after = read && { name: read.value, ticketId: read.id };
      const outcome = await listAttendees(c.env, await c.var.caller(), c.req.valid('param').eventId, { after, limit });
      if (!outcome.ok) return refuse(c, outcome);
      const last = outcome.guests.at(-1);
      const nextCursor = outcome.isLast || !last ? null : writeCursor({ value: last.attendeeName, id: last.ticketId });
      return c.json({ items: outcome.guests.map(viewAttendee), nextCursor });
    },
  );

/** Door crew read of conflicts what concerns their own device, and not how the evening goes: as on their socket. */
function reportFor(caller: Caller, eventId: string, report: DoorReport): DoorReport {
  if (may(caller, 'VIEW_EVENT', eventId)) return report;
  const who = caller.kind === 'device' ? caller.scanner : { deviceId: '', maySupervise: false };
  if (who.maySupervise) return report;
  return { ...report, perFiveMinutes: [], conflicts: report.conflicts.filter((conflict) => concerns(conflict, who)) };
}

/** The events that a person or device is limited to; null: none. */
const doorsOf = (caller: Caller): string[] | null => {
  if (caller.kind === 'device') return [caller.eventId];
  return caller.kind === 'user' && caller.user.eventIds ? [...caller.user.eventIds] : null;
};

const viewDoorEvent = ({ id, title, startsAt, endsAt, timeZone, venueName }: EventRecord) => ({
  ...{ id, title, timeZone, venueName },
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
