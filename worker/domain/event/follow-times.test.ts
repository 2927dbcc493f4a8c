import { expect, test } from 'vitest';
import { editEvent, type EventEdit } from './edit.ts';
import type { FullEvent } from './event.ts';

const at = (text: string) => new Date(text);
const FRIDAY = { id: 'fri', name: 'Friday', startsAt: at('2026-10-23T16:00Z'), endsAt: at('2026-10-23T22:00Z') };
const SATURDAY = { id: 'sat', name: 'Saturday', startsAt: at('2026-10-24T10:00Z'), endsAt: at('2026-10-24T20:00Z') };
const ALL_DAYS = { startsAt: FRIDAY.startsAt, endsAt: SATURDAY.endsAt };

/** Two days in Berlin before the clocks go back, with a type valid on Saturday from 11:30 and payment until Friday 21:00. */
function festival(parts: Partial<FullEvent> = {}): FullEvent {
  const validity = { validFrom: at('2026-10-24T09:30Z'), validUntil: null };
  const event = { status: 'published', version: 1, ...ALL_DAYS, timeZone: 'Europe/Berlin', currency: 'EUR' };
  const more = { atDoorUntil: at('2026-10-23T19:00Z'), bookingOpensAt: null, bookingClosesAt: null };
  return {
    event: { ...event, ...more },
    sessions: [FRIDAY, SATURDAY].map((session) => ({ ...session, hasEntries: false })),
    quotas: [],
    ticketTypes: [{ id: 'day', index: 0, archivedAt: at('2026-09-01T00:00Z'), ...validity }],
    gates: [],
    questions: [],
    hasBookings: true,
    hasCouponAmounts: false,
    nextHoldEndsAt: null,
    ...parts,
  } as unknown as FullEvent;
}
const edited = (edit: EventEdit, parts?: Partial<FullEvent>) => editEvent(festival(parts), 1, edit);

test('a postponed event takes its days, validity and time to pay along, by local time across a change of the clocks', () => {
  const fields = { startsAt: at('2026-10-30T17:00Z'), endsAt: at('2026-10-31T21:00Z') };
  const atDoorUntil = at('2026-10-30T20:00Z');
  expect(edited(fields)).toEqual({
    ok: true,
    change: {
      fields: { ...fields, atDoorUntil },
      sessions: [
        { id: 'fri', name: 'Friday', startsAt: fields.startsAt, endsAt: at('2026-10-30T23:00Z') },
        { id: 'sat', name: 'Saturday', startsAt: at('2026-10-31T11:00Z'), endsAt: fields.endsAt },
      ],
      removedSessionIds: [],
      validity: [{ id: 'day', validFrom: at('2026-10-31T10:30Z'), validUntil: null }],
      payableAtDoorUntil: atDoorUntil,
    },
  });
});

test('a form that sends the fixed time to pay back unchanged moves it too; another one is taken as it is', () => {
  const fields = { startsAt: at('2026-10-30T17:00Z'), endsAt: at('2026-10-31T21:00Z') };
  const payableUntil = (atDoorUntil: Date | null) => {
    const done = edited({ ...fields, atDoorUntil });
    return done.ok && [done.change.fields?.atDoorUntil, done.change.payableAtDoorUntil];
  };
  expect(payableUntil(at('2026-10-23T19:00Z'))).toEqual([at('2026-10-30T20:00Z'), at('2026-10-30T20:00Z')]);
  const other = at('2026-10-30T12:00Z');
  expect(payableUntil(other)).toEqual([other, other]);
  expect(payableUntil(null)).toEqual([null, fields.endsAt]);
});

test('an event that becomes longer keeps its other days; what began or ended with it follows', () => {
  const startsAt = at('2026-10-23T15:00Z');
  expect(edited({ startsAt })).toMatchObject({
    change: { fields: { startsAt }, sessions: [{ ...FRIDAY, startsAt }, SATURDAY], validity: [] },
  });
  const endsAt = at('2026-10-24T21:30Z');
  expect(edited({ endsAt })).toMatchObject({ change: { sessions: [FRIDAY, { ...SATURDAY, endsAt }] } });
});

test('times that leave no room for a day are refused, with the day', () => {
  expect(edited({ startsAt: at('2026-10-24T09:00Z') })).toEqual({
    ok: false,
    code: 'sessions_outside_event',
    details: { sessions: [{ id: 'fri', name: 'Friday' }] },
  });
  const short = { startsAt: at('2026-11-06T17:00Z'), endsAt: at('2026-11-07T08:00Z') };
  expect(edited(short)).toMatchObject({
    code: 'sessions_outside_event',
    details: { sessions: [{ id: 'sat', name: 'Saturday' }] },
  });
});

test('an event’s only session becomes the event’s times where it can’t follow; an edit of other fields moves nothing', () => {
  const sessions = [{ ...FRIDAY, hasEntries: false }];
  const startsAt = at('2026-10-24T09:00Z');
  expect(edited({ startsAt }, { sessions })).toMatchObject({
    change: { sessions: [{ id: 'fri', startsAt, endsAt: ALL_DAYS.endsAt }] },
  });
  expect(edited({ title: 'Autumn', ...ALL_DAYS, timeZone: 'Europe/London' })).toEqual({
    ok: true,
    change: {
      fields: { title: 'Autumn', ...ALL_DAYS, timeZone: 'Europe/London' },
      payableAtDoorUntil: at('2026-10-23T19:00Z'),
    },
  });
});
